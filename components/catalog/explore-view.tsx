import { Button } from '@mantine/core';
import { IconAbc, IconCalendar, IconHash, IconSum, IconTelescope, IconToggleLeft } from '@tabler/icons-react';
import Link from 'next/link';
import { explorerPath } from '#lib/client/paths.ts';
import type { CatalogExplore, DimensionType } from '#lib/contracts/catalog.ts';
import classes from './explore-view.module.css';

const ICONS: Record<DimensionType, typeof IconAbc> = {
  string: IconAbc,
  number: IconHash,
  date: IconCalendar,
  timestamp: IconCalendar,
  boolean: IconToggleLeft,
};

/** The fields of one explore, each with a way to explore it. Time intervals stand behind their dimension. */
export function ExploreView({ projectId, explore }: { projectId: string; explore: CatalogExplore }) {
  const known = new Set(explore.dimensions.map((dimension) => dimension.id));
  const roots = explore.dimensions.filter((dimension) => dimension.baseId === null || !known.has(dimension.baseId));
  const intervals = (id: string) => explore.dimensions.filter((dimension) => dimension.baseId === id && dimension.interval !== null);
  return (
    <>
      <div className={classes.head}>
        <h2 className={classes.title}>{explore.label}</h2>
        <Button
          size="compact-sm"
          variant="light"
          component={Link}
          href={explorerPath(projectId, { explore: explore.name })}
          leftSection={<IconTelescope size={15} />}
        >
          Explore {explore.label}
        </Button>
      </div>
      {explore.description !== null && <p className={classes.about}>{explore.description}</p>}
      {explore.joins.length > 0 && <p className={classes.about}>Joined with {explore.joins.map((join) => join.label).join(', ')}.</p>}
      {explore.metrics.length > 0 && (
        <>
          <h3 className={classes.heading}>Metrics</h3>
          <ul className={classes.fields}>
            {explore.metrics.map((metric) => (
              <Field
                key={metric.id}
                icon={<IconSum size={15} />}
                id={metric.id}
                label={metric.label}
                note={metric.type.replaceAll('_', ' ')}
                about={metric.description}
                href={explorerPath(projectId, { explore: explore.name, metrics: [metric.id] })}
                metric
              />
            ))}
          </ul>
        </>
      )}
      <h3 className={classes.heading}>Dimensions</h3>
      <ul className={classes.fields}>
        {roots.map((dimension) => {
          const Icon = ICONS[dimension.type];
          const by = intervals(dimension.id)
            .map((one) => one.interval?.toLowerCase())
            .join(', ');
          return (
            <Field
              key={dimension.id}
              icon={<Icon size={15} />}
              id={dimension.id}
              label={dimension.label}
              note={by === '' ? dimension.type : `by ${by}`}
              about={dimension.description}
              href={explorerPath(projectId, { explore: explore.name, dimensions: [dimension.id] })}
            />
          );
        })}
      </ul>
    </>
  );
}

interface FieldProps {
  icon: React.ReactNode;
  id: string;
  label: string;
  note: string;
  about: string | null;
  /** The explorer with this field alone. */
  href: string;
  metric?: boolean;
}

function Field({ icon, id, label, note, about, href, metric = false }: FieldProps) {
  return (
    <li className={classes.field} data-metric={metric || undefined}>
      <span className={classes.icon} aria-hidden>
        {icon}
      </span>
      <span className={classes.text}>
        <span className={classes.label}>
          {label} <span className={classes.note}>{note}</span>
        </span>
        {about !== null && <span className={classes.describe}>{about}</span>}
      </span>
      <code className={classes.id}>{id}</code>
      <Link href={href} className={classes.explore} aria-label={`Explore ${label}`} title={`Explore ${label}`} prefetch={false}>
        <IconTelescope size={16} aria-hidden />
      </Link>
    </li>
  );
}
