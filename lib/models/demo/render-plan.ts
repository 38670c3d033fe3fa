import { type Block, charts, kpis, type Period, PLAN_PATH, type Plan, tables } from './plan.ts';
import { type Component, chartComponent, kpisComponent, tableComponent } from './render-blocks.ts';
import { attribute, componentName, literal, quoted } from './render-literal.ts';

export interface SourceFile {
  /** Relative to the app's folder. */
  readonly path: string;
  readonly text: string;
}

/** Every file that the demo model may write; those that a plan does not need are removed. */
export const OWN_FILES = [PLAN_PATH, 'src/App.tsx', 'src/kpis.tsx', 'src/charts.tsx', 'src/tables.tsx'] as const;

/** A plan as the source of an app. Pure: the same plan gives the same files. */
export function renderPlan(plan: Plan): SourceFile[] {
  const taken = new Set(['App', 'Props', 'MetricQueryInput']);
  const named = (title: string) => componentName(title, taken);
  const groups = [
    { path: 'src/kpis.tsx', components: kpis(plan).map((block) => ({ block, ...kpisComponent(named('Key numbers'), block) })) },
    { path: 'src/charts.tsx', components: charts(plan).map((block) => ({ block, ...chartComponent(named(block.title), block) })) },
    {
      path: 'src/tables.tsx',
      components: tables(plan).map((block) => ({ block, ...tableComponent(named(`${block.title} table`), block) })),
    },
  ].filter(({ components }) => components.length > 0);
  return [
    { path: PLAN_PATH, text: `${JSON.stringify(plan, null, 2)}\n` },
    { path: 'src/App.tsx', text: groups.length > 0 ? appFile(plan, groups) : emptyApp(plan) },
    ...groups.map(({ path, components }) => ({ path, text: componentsFile(components) })),
  ];
}

interface Placed extends Component {
  readonly block: Block;
}
interface Group {
  readonly path: string;
  readonly components: readonly Placed[];
}

function componentsFile(components: readonly Component[]): string {
  const names = [...new Set(components.flatMap(({ uses }) => uses))].sort(byName);
  return `import { ${names.slice(0, -1).join(', ')}, type MetricQueryInput, ${names.at(-1)} } from '@glassworks/app';

interface Props {
  readonly filters: MetricQueryInput['filters'];
}

${components.map(({ code }) => code).join('\n\n')}
`;
}

function appFile(plan: Plan, groups: readonly Group[]): string {
  const explores = [...new Set(plan.blocks.map((block) => block.explore))];
  const variables = new Map(explores.map((explore, index) => [explore, explores.length === 1 ? 'filters' : `filters${index + 1}`]));
  const filters = plan.filters.map((filter, index) => ({ ...filter, variable: `choice${index + 1}` }));
  const usesRule = plan.period !== null && explores.some((explore) => plan.periodFields[explore]);
  const sdk = ['AppShell', 'combineFilters'];
  if (charts(plan).length > 1) sdk.push('CardGrid');
  if (filters.length > 0) sdk.push('FilterBar', 'useFieldFilter');
  if (usesRule) sdk.push('rule');
  const imports = groups.map(
    ({ path, components }) =>
      `import { ${components
        .map(({ name }) => name)
        .sort(byName)
        .join(', ')} } from './${path.slice(4, -4)}';`,
  );
  const hooks = filters.map(
    ({ variable, explores: having, id, label }) =>
      `  const ${variable} = useFieldFilter(${quoted(having.find((name) => explores.includes(name)) ?? having[0] ?? '')}, ${quoted(id)}, ${literal({ label })});`,
  );
  const combined = explores.map((explore) => {
    const parts = filters.filter(({ explores: having }) => having.includes(explore)).map(({ variable }) => variable);
    const field = plan.periodFields[explore];
    if (plan.period && field) parts.push(periodRule(plan.period, field));
    return `  const ${variables.get(explore)} = combineFilters(${parts.join(', ')});`;
  });
  const attributes = [
    `title=${attribute(plan.title)}`,
    ...(plan.period ? [`subtitle=${attribute(capital(plan.period.label))}`] : []),
    ...(filters.length > 0 ? [`filters={<FilterBar filters={[${filters.map(({ variable }) => variable).join(', ')}]} />}`] : []),
  ];
  return `import { ${sdk.sort(byName).join(', ')} } from '@glassworks/app';
${imports.sort().join('\n')}

export default function App() {
${[...hooks, ...combined].join('\n')}
  return (
    <AppShell ${attributes.join(' ')}>
${groups.map((group) => elementsOf(group, variables)).join('\n')}
    </AppShell>
  );
}
`;
}

/** Charts stand two in a row, the rest below each other. */
function elementsOf({ path, components }: Group, variables: ReadonlyMap<string, string>): string {
  const elements = components.map(({ name, block }) => `<${name} filters={${variables.get(block.explore)}} />`);
  if (path !== 'src/charts.tsx' || elements.length < 2) return elements.map((element) => `      ${element}`).join('\n');
  return `      <CardGrid>\n${elements.map((element) => `        ${element}`).join('\n')}\n      </CardGrid>`;
}

function emptyApp(plan: Plan): string {
  return `import { AppShell, EmptyState } from '@glassworks/app';

export default function App() {
  return (
    <AppShell title=${attribute(plan.title)}>
      <EmptyState title="Nothing to show" message="The catalog has no metric for this app yet." />
    </AppShell>
  );
}
`;
}

function periodRule(period: Period, field: string): string {
  if (period.kind === 'between') return `rule(${quoted(field)}, 'inBetween', ${literal([period.from, period.to])})`;
  const operator = period.kind === 'past' ? 'inThePast' : 'inTheCurrent';
  return `rule(${quoted(field)}, '${operator}', ${period.amount}, '${period.unit}')`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const byName = (a: string, b: string): number => a.localeCompare(b, 'en', { sensitivity: 'base' });
