import { IconAbc, IconCalendar, IconHash, IconSum, IconToggleLeft } from '@tabler/icons-react';
import type { CatalogExplore, DimensionType } from '#lib/contracts/catalog.ts';
import classes from './explore-view.module.css';

const ICONS: Record<DimensionType, typeof IconAbc> = {
  string: IconAbc,
  number: IconHash,
  date: IconCalendar,
  timestamp: IconCalendar,
  boolean: IconToggleLeft,
};

/** The fields of one explore. Time intervals stand behind their dimension. */
export function ExploreView({ explore }: { explore: CatalogExplore }) {
  const known = new Set(explore.dimensions.map((dimension) => dimension.id));
  const roots = explore.dimensions.filter((dimension) => dimension.baseId === null || !known.has(dimension.baseId));
  const intervals = (id: string) => explore.dimensions.filter((dimension) => dimension.baseId === id && dimension.interval !== null);
  return (
    <>
      <h2 className={classes.title}>{explore.label}</h2>
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
  metric?: boolean;
}

function Field({ icon, id, label, note, about, metric = false }: FieldProps) {
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
    </li>
  );
}
