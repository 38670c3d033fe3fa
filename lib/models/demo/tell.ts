import { type Block, charts, type Field, type Plan } from './plan.ts';
import { changesOf } from './tell-changes.ts';
import { inSentence, listed, listedLabels } from './words.ts';

const ABOUT_ME = 'I am the demo model, without AI';

/** What is said before the work. `before` is the plan that a follow-up changes, null for a new app. */
export function tellBeforehand(plan: Plan, before: Plan | null): string {
  if (plan.blocks.length === 0) return 'The catalog offers no metrics yet, so the app will say that there is nothing to show.';
  if (before === null) return `The catalog has ${listed(fieldsOf(plan))}. I am writing the app with that.`;
  const changes = changesOf(before, plan, describe);
  if (changes.length === 0) return 'I found nothing to change in what the app shows. I am writing it again as it is.';
  return changes.length === 1 ? `I will ${changes[0]}.` : `I will:\n${bullets(changes)}`;
}

/** What was built, and plainly what was not. */
export function tellAfterwards(plan: Plan, notes: readonly string[], checkFailure: string | null): string {
  const shown = plan.blocks.map(describe);
  const [only] = shown;
  const contents = shown.length === 1 ? ` ${only}.` : `:\n${bullets(shown)}\n\n`;
  const done = shown.length === 0 ? 'The app says that there is nothing to show.' : `Done. The app shows${contents}`;
  const extras = [
    ...(plan.filters.length > 0 ? [`You can filter by ${listed(plan.filters.map(({ label }) => inSentence(label)))}.`] : []),
    ...(plan.period ? [`Everything is for ${plan.period.label}.`] : []),
  ].join(' ');
  const failed = checkFailure ? `\n\nThe type check still fails, and I cannot repair it:\n\n${checkFailure}` : '';
  const limits =
    notes.length === 0
      ? `${ABOUT_ME}: I matched your words with the names in the catalog.`
      : `${ABOUT_ME}. What I could not do:\n${bullets(notes)}`;
  return `${`${done}${shown.length === 1 && extras !== '' ? ' ' : ''}${extras}`.trimEnd()}${failed}\n\n${limits}`;
}

/** One part of the app: "Revenue by month, split by region, as a line chart". */
function describe(block: Block): string {
  if (block.kind === 'kpis') return `${listedLabels(block.metrics.map(({ label }) => label))} as key numbers`;
  const pause = block.title.includes(',') ? ',' : '';
  if (block.kind === 'table') return `${block.title}${pause} as a table`;
  const shape = block.chart === 'donut' ? 'ring' : block.chart;
  return `${block.title}${pause} as ${block.stacked ? 'a stacked' : shape === 'area' ? 'an' : 'a'} ${shape} chart`;
}

/** The labels of everything that the plan uses, each once. */
function fieldsOf(plan: Plan): string[] {
  const split = charts(plan).flatMap((chart): Field[] => (chart.split ? [chart.split] : []));
  const fields = [
    ...plan.blocks.flatMap((block) => (block.kind === 'chart' ? [block.metric] : block.metrics)),
    ...split,
    ...charts(plan).flatMap(({ x, time }) => (time ? [] : [x])),
    ...plan.blocks.flatMap((block) => (block.kind === 'table' ? block.dimensions : [])),
  ];
  return [...new Map(fields.map(({ id, label }) => [id, inSentence(label)])).values()];
}

const bullets = (lines: readonly string[]): string => lines.map((line) => `- ${line}`).join('\n');
