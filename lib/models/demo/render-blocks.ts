import type { ChartBlock, KpiBlock, TableBlock } from './plan.ts';
import { attribute, literal, Raw } from './render-literal.ts';

export interface Component {
  readonly name: string;
  readonly code: string;
  /** Names that it takes from the SDK. */
  readonly uses: readonly string[];
}

const FILTERS = new Raw('filters');
const SERIES_ROWS = 5000;
const PLAIN_ROWS = 1000;
const DONUT_SLICES = 8;

export function kpisComponent(name: string, block: KpiBlock): Component {
  const query = { explore: block.explore, metrics: block.metrics.map(({ id }) => id), filters: FILTERS };
  const tiles = block.metrics
    .map(({ id, label }) => `      <KpiTile data={totals} field=${attribute(id)} label=${attribute(label)} />`)
    .join('\n');
  const cols = Math.min(4, Math.max(2, block.metrics.length));
  const code = `export function ${name}({ filters }: Props) {
  const totals = useMetricQuery(${literal(query, 1)});
  return (
    <CardGrid cols={${cols}}>
${tiles}
    </CardGrid>
  );
}`;
  return { name, code, uses: ['CardGrid', 'KpiTile', 'useMetricQuery'] };
}

export function chartComponent(name: string, block: ChartBlock): Component {
  const dimensions = [block.x.id, ...(block.split ? [block.split.id] : [])];
  const byValue = !block.time && (block.top !== null || block.chart === 'donut');
  const limit = block.top ?? (block.chart === 'donut' ? DONUT_SLICES : block.split ? SERIES_ROWS : PLAIN_ROWS);
  const query = {
    explore: block.explore,
    dimensions,
    metrics: [block.metric.id],
    filters: FILTERS,
    sorts: [byValue ? { fieldId: block.metric.id, descending: true } : { fieldId: block.x.id }],
    limit,
  };
  const tag = block.chart === 'donut' ? 'DonutChart' : block.time ? 'TimeSeriesChart' : 'CategoryChart';
  const attributes = block.chart === 'donut' ? donutAttributes(block) : seriesAttributes(block);
  const code = `export function ${name}({ filters }: Props) {
  const data = useMetricQuery(${literal(query, 1)});
  return (
    <${tag}
${[`title=${attribute(block.title)}`, 'data={data}', ...attributes].map((line) => `      ${line}`).join('\n')}
    />
  );
}`;
  return { name, code, uses: [tag, 'useMetricQuery'] };
}

const donutAttributes = (block: ChartBlock): string[] => [`category=${attribute(block.x.id)}`, `value=${attribute(block.metric.id)}`];

function seriesAttributes(block: ChartBlock): string[] {
  return [
    `x=${attribute(block.x.id)}`,
    `y=${attribute(block.metric.id)}`,
    ...(block.split ? [`splitBy=${attribute(block.split.id)}`] : []),
    `kind=${attribute(block.chart === 'donut' ? 'bar' : block.chart)}`,
    ...(block.stacked ? ['stacked'] : []),
    ...(block.top !== null && !block.time && block.chart === 'bar' ? ['horizontal'] : []),
  ];
}

export function tableComponent(name: string, block: TableBlock): Component {
  const [metric] = block.metrics;
  const [dimension] = block.dimensions;
  const sorts = metric ? [{ fieldId: metric.id, descending: true }] : dimension ? [{ fieldId: dimension.id }] : [];
  const query = {
    explore: block.explore,
    dimensions: block.dimensions.map(({ id }) => id),
    metrics: block.metrics.map(({ id }) => id),
    filters: FILTERS,
    sorts,
    limit: block.limit,
  };
  const code = `export function ${name}({ filters }: Props) {
  const data = useMetricQuery(${literal(query, 1)});
  return <DataTable title=${attribute(block.title)} data={data}${block.limit > 20 ? ' searchable' : ''} />;
}`;
  return { name, code, uses: ['DataTable', 'useMetricQuery'] };
}
