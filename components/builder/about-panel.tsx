import { Button, CloseButton, Drawer } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconTelescope } from '@tabler/icons-react';
import Link from 'next/link';
import { type ReactNode, useEffect, useState } from 'react';
import { SqlView } from '#components/explorer/sql-view.tsx';
import { Problem } from '#components/ui/problem.tsx';
import { Waiting } from '#components/ui/waiting.tsx';
import type { AboutNumber } from '#lib/client/answered-queries.ts';
import { type ExploreField, fieldsOf } from '#lib/client/explore-fields.ts';
import { formatAgo } from '#lib/client/format.ts';
import { explorerPath } from '#lib/client/paths.ts';
import { useCatalog } from '#lib/client/use-projects.ts';
import type { CatalogExplore } from '#lib/contracts/catalog.ts';
import { conjuncts, filterWords } from '#lib/contracts/filter-words.ts';
import classes from './about-panel.module.css';

interface AboutPanelProps {
  appId: string;
  projectId: string;
  /** Null while nothing is asked. */
  about: AboutNumber | null;
  onClose(): void;
}

/** Where a number of the running app comes from. All of it is the host's own knowledge: nothing here is said by the app. */
export function AboutPanel({ appId, projectId, about, onClose }: AboutPanelProps) {
  const narrow = useMediaQuery('(max-width: 640px)', false, { getInitialValueInEffect: false });
  // Opened after it is mounted, never with it: a drawer remembers who had the keyboard when it changes from closed to open.
  const [opened, setOpened] = useState(false);
  useEffect(() => setOpened(about !== null), [about]);
  // What was asked last stays while the drawer closes: it must not go empty before it is gone.
  const [shown, setShown] = useState(about);
  if (about !== null && about !== shown) setShown(about);
  return (
    <Drawer.Root opened={opened} onClose={onClose} position={narrow ? 'bottom' : 'right'} size={narrow ? '78dvh' : 440}>
      <Drawer.Overlay backgroundOpacity={0.18} />
      <Drawer.Content radius={narrow ? 'lg' : 0}>
        <Drawer.Body className={classes.body}>
          {shown !== null && <Content appId={appId} projectId={projectId} about={shown} onClose={onClose} />}
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}

function Content({ appId, projectId, about, onClose }: AboutPanelProps & { about: AboutNumber }) {
  const catalog = useCatalog(projectId);
  const explore = catalog.data?.explores.find(({ name }) => name === about.query.explore);
  const fields = fieldsOf(explore);
  const field = fields.get(about.fieldId);
  return (
    <>
      <div className={classes.head}>
        <div className={classes.heading}>
          <p className={classes.kind}>{field?.kind === 'dimension' ? 'Dimension' : 'Metric'}</p>
          <Drawer.Title className={classes.title}>{field?.label ?? (catalog.isPending ? 'About this number' : about.fieldId)}</Drawer.Title>
        </div>
        <CloseButton aria-label="Close" onClick={onClose} />
      </div>
      {catalog.isPending && <Waiting label="Reading the catalog" onRetry={() => void catalog.refetch()} />}
      {catalog.isError && catalog.data === undefined && (
        <Problem
          title="The catalog could not be read"
          error={catalog.error}
          onRetry={() => void catalog.refetch()}
          retrying={catalog.isFetching}
        />
      )}
      {catalog.data !== undefined && (
        <p className={classes.description}>
          {field === undefined
            ? 'This field is not in the catalog any more.'
            : (field.description ?? 'The catalog has no description of it.')}
        </p>
      )}
      <Facts about={about} explore={explore} fields={fields} />
      <div className={classes.sql}>
        <h3 className={classes.sqlTitle}>SQL</h3>
        <SqlView projectId={projectId} query={about.query} />
      </div>
      <Button
        component={Link}
        href={explorerPath(projectId, about.query, { appId })}
        variant="light"
        leftSection={<IconTelescope size={16} />}
      >
        Open in explorer
      </Button>
    </>
  );
}

interface FactsProps {
  about: AboutNumber;
  explore: CatalogExplore | undefined;
  fields: ReadonlyMap<string, ExploreField>;
}

function Facts({ about, explore, fields }: FactsProps) {
  const { query } = about;
  const labelOf = (id: string) => fields.get(id)?.label ?? id;
  const filters = [...conjuncts(query.filters.dimensions), ...conjuncts(query.filters.metrics)].map((one) => filterWords(one, labelOf));
  const rows = `${about.rowCount.toLocaleString('en')}${about.truncated ? ', and the warehouse has more' : ''}`;
  return (
    <dl className={classes.facts}>
      <Fact name="Explore">{explore?.label ?? query.explore}</Fact>
      {query.dimensions.length > 0 && <Fact name="Split by">{query.dimensions.map(labelOf).join(', ')}</Fact>}
      <Fact name="Filters">
        {filters.length === 0 ? (
          'None'
        ) : (
          <ul className={classes.filters}>
            {filters.map((words) => (
              <li key={words}>{words}</li>
            ))}
          </ul>
        )}
      </Fact>
      <Fact name="Rows">{rows}</Fact>
      <Fact name="Read">{formatAgo(new Date(about.readAt).toISOString())}, from the warehouse</Fact>
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}
