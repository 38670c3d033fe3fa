import { stringify } from 'yaml';
import type { Catalog, CatalogDimension, CatalogExplore, CatalogMetric } from '#lib/contracts/catalog.ts';

export interface CatalogFile {
  /** Relative to the catalog's folder. */
  readonly path: string;
  readonly text: string;
}

/** The catalog as files that an agent searches: an index, and one YAML file an explore with one field a line. */
export function catalogFiles(catalog: Catalog): CatalogFile[] {
  const index = catalog.explores.map(indexLine).join('\n');
  const intro = 'The explores of this project. Fields of each are in explores/<name>.yml, one on a line.\n';
  return [
    { path: 'index.md', text: `# Catalog\n\n${intro}\n${index}\n` },
    ...catalog.explores.map((explore) => ({ path: `explores/${explore.name}.yml`, text: exploreText(explore) })),
  ];
}

function indexLine({ name, label, description, dimensions, metrics }: CatalogExplore): string {
  const about = description === null ? label : `${label}: ${oneLine(description)}`;
  return `- \`${name}\` — ${about} (${count(dimensions.length, 'dimension')}, ${count(metrics.length, 'metric')})`;
}

function exploreText(explore: CatalogExplore): string {
  const head = { name: explore.name, label: explore.label, ...given('description', explore.description) };
  return [
    stringify(head, { lineWidth: 0 }).trimEnd(),
    section('dimensions', explore.dimensions.map(dimensionEntry)),
    section('metrics', explore.metrics.map(metricEntry)),
    section(
      'joins',
      explore.joins.map(({ table, label }) => ({ table, label })),
    ),
    '',
  ].join('\n');
}

const dimensionEntry = ({ id, label, type, description, baseId, interval }: CatalogDimension): object => ({
  id,
  label,
  type,
  ...given('interval_of', baseId),
  ...given('interval', interval),
  ...given('description', description),
});

const metricEntry = ({ id, label, type, format, description }: CatalogMetric): object => ({
  id,
  label,
  type,
  ...(format ? { format } : {}),
  ...given('description', description),
});

function section(name: string, entries: readonly object[]): string {
  if (entries.length === 0) return `${name}: []`;
  return [`${name}:`, ...entries.map((entry) => `  - ${flow(entry)}`)].join('\n');
}

/** One line of YAML in flow style. */
const flow = (entry: object): string => stringify(entry, { collectionStyle: 'flow', lineWidth: 0, flowCollectionPadding: true }).trim();

const given = (key: string, value: string | null): Record<string, string> => (value === null ? {} : { [key]: oneLine(value) });
const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();
const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;
