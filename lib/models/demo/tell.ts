import { charts, kpis, type Plan, tables } from './plan.ts';

const ABOUT_ME = 'I am the demo model, without AI';

/** One sentence before the work. */
export function tellBeforehand(plan: Plan, revision: boolean): string {
  if (plan.blocks.length === 0) return 'The catalog offers no metrics yet, so the app will say that there is nothing to show.';
  return `${revision ? 'I will change the app so that it shows' : 'I will show'} ${contents(plan)}.`;
}

/** What was built, and plainly what was not. */
export function tellAfterwards(plan: Plan, notes: readonly string[], checkFailure: string | null): string {
  const done = plan.blocks.length === 0 ? 'The app says that there is nothing to show.' : `Done. The app shows ${contents(plan)}.`;
  const filters = plan.filters.length > 0 ? ` You can filter by ${list(plan.filters.map(({ label }) => label))}.` : '';
  const period = plan.period ? ` Everything is for ${plan.period.label}.` : '';
  const failed = checkFailure ? `\n\nThe type check still fails, and I cannot repair it:\n\n${checkFailure}` : '';
  const limits =
    notes.length === 0
      ? `${ABOUT_ME}: I matched your words with the names in the catalog.`
      : `${ABOUT_ME}. What I could not do:\n${notes.map((note) => `- ${note}`).join('\n')}`;
  return `${done}${filters}${period}${failed}\n\n${limits}`;
}

function contents(plan: Plan): string {
  const parts = [
    ...kpis(plan).map((block) => `the key numbers ${list(block.metrics.map(({ label }) => label))}`),
    ...charts(plan).map(
      (block) => `“${block.title}” as ${block.stacked ? 'a stacked ' : 'a '}${block.chart === 'donut' ? 'ring' : block.chart} chart`,
    ),
    ...tables(plan).map((block) => `a table “${block.title}”`),
  ];
  return list(parts);
}

const list = (items: readonly string[]): string =>
  items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
