import { Button } from '@mantine/core';
import { IconTelescope } from '@tabler/icons-react';
import { useMemo } from 'react';
import { Empty } from '#components/ui/empty.tsx';
import { fieldsOf } from '#lib/client/explore-fields.ts';
import { useProjectQuery } from '#lib/client/use-project-query.ts';
import type { Catalog } from '#lib/contracts/catalog.ts';
import { MetricQuery } from '#lib/contracts/query.ts';
import { BadLink } from './bad-link.tsx';
import classes from './explorer.module.css';
import { FieldPicker } from './field-picker.tsx';
import { QueryBar } from './query-bar.tsx';
import { Results } from './results.tsx';
import type { ExplorerState } from './use-explorer.ts';

interface ExplorerProps {
  projectId: string;
  catalog: Catalog;
  state: ExplorerState;
}

/** Fields at the left; the query, its rows, chart and SQL at the right. */
export function Explorer({ projectId, catalog, state }: ExplorerProps) {
  const { decoded } = state;
  const query = decoded?.ok === true ? decoded.query : null;
  const explore = catalog.explores.find((one) => one.name === query?.explore);
  const fields = useMemo(() => fieldsOf(explore), [explore]);
  const result = useProjectQuery(projectId, state.ran);
  if (catalog.explores.length === 0) {
    return (
      <Empty icon={<IconTelescope size={24} />} title="There is nothing to explore yet">
        The project defines no explores that could be used. Look at its issues on the project's page.
      </Empty>
    );
  }
  if (decoded?.ok === false) {
    return (
      <BadLink message={decoded.message}>
        <Button size="compact-sm" variant="default" onClick={state.clear}>
          Start anew
        </Button>
      </BadLink>
    );
  }
  return (
    <div className={classes.root}>
      <FieldPicker
        catalog={catalog}
        explore={explore}
        query={query}
        onExplore={(name) => state.edit(MetricQuery.parse({ explore: name }))}
        onQuery={state.edit}
      />
      <div className={classes.main}>
        {query !== null && <QueryBar explore={explore} fields={fields} query={query} state={state} result={result} />}
        <Results projectId={projectId} query={query} state={state} result={result} />
      </div>
    </div>
  );
}
