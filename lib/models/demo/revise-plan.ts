import type { Catalog } from '#lib/contracts/catalog.ts';
import { type Intent, readIntent } from './intent.ts';
import { beyondNotes, clip, filterOf, periodFieldsOf, unknownNotes } from './make-plan.ts';
import { matchDimension } from './match-fields.ts';
import { type Block, charts, type Plan, type Planned, tables } from './plan.ts';
import { addMetrics, addPlainTable, addRanking } from './revise-additions.ts';
import { applyRemoval } from './revise-removals.ts';
import { change, changeCharts, type Draft, findDimension, rebuilt } from './revision-draft.ts';
import { timeField } from './time-fields.ts';
import { meaningful } from './words.ts';

const CHANGE =
  /\b(make it|make the|make them|instead|also|too|as well|add|change|remove|delete|drop|without|hide|use|switch|turn|rename|call it|title|filter|only|limit|stacked|unstacked|split|now|don't|do not|no longer|replace|show (?:it|them|this|that) (?:as|by|per))\b/i;
const FRESH = /\b(new app|start over|from scratch|instead build|forget (?:that|it|the))\b/i;

/** Whether a prompt changes the app that is there, or asks for another. */
export function isRevision(prompt: string, plan: Plan): boolean {
  if (plan.blocks.length === 0 || FRESH.test(prompt)) return false;
  if (CHANGE.test(prompt)) return true;
  const intent = readIntent(prompt);
  const named = intent.rankings.length > 0 || (meaningful(intent.rest).length > 0 && (intent.grain !== null || intent.groups.length > 0));
  return !named;
}

/** Applies a follow-up to a plan, one demand after the other. What it does not name stays as it is. Pure. */
export function revisePlan(before: Plan, prompt: string, catalog: Catalog): Planned {
  const draft: Draft = { plan: onlyKnown(before, catalog), notes: [], catalog, changed: false };
  const rest = applyTitle(draft, prompt);
  for (const clause of clausesOf(rest)) applyClause(draft, clause);
  if (!draft.changed && draft.notes.length === 0) draft.notes.push('I did not understand what to change, so the app is as it was.');
  draft.plan = { ...draft.plan, periodFields: draft.plan.period ? periodFieldsOf(draft.plan.blocks, catalog) : {} };
  return { plan: draft.plan, notes: [...new Set(draft.notes)] };
}

/** A plan without the fields that the catalog no longer has. */
export function onlyKnown(plan: Plan, catalog: Catalog): Plan {
  const has = (explore: string, ...ids: string[]) => {
    const found = catalog.explores.find(({ name }) => name === explore);
    const known = new Set([...(found?.dimensions ?? []), ...(found?.metrics ?? [])].map(({ id }) => id));
    return ids.every((id) => known.has(id));
  };
  const blocks = plan.blocks.flatMap((block): Block[] => {
    if (block.kind === 'chart') {
      if (!has(block.explore, block.x.id, block.metric.id)) return [];
      return [block.split && !has(block.explore, block.split.id) ? { ...block, split: null, stacked: false } : block];
    }
    const metrics = block.metrics.filter(({ id }) => has(block.explore, id));
    if (block.kind === 'kpis') return metrics.length > 0 ? [{ ...block, metrics }] : [];
    const dimensions = block.dimensions.filter(({ id }) => has(block.explore, id));
    return dimensions.length > 0 ? [{ ...block, metrics, dimensions }] : [];
  });
  const filters = plan.filters.filter((filter) => filter.explores.some((explore) => has(explore, filter.id)));
  return { ...plan, blocks, filters };
}

function clausesOf(prompt: string): string[] {
  return prompt
    .split(
      /[;,.!?\n]|\band (?:also |then |please )?(?=(?:add|make|remove|delete|drop|change|use|show|filter|split|limit|only|set|put|turn|switch|hide)\b)|\bthen\b/i,
    )
    .map((clause) => clause.trim())
    .filter((clause) => clause !== '');
}

const NAMING =
  '\\b(?:(?:re)?name (?:it|this|the app)(?: to| as)?|call (?:it|this|the app)|(?:change |set |make )?(?:the )?title(?: of (?:it|the app))?(?: to be| to|:| as| is| should be)?)';
const QUOTED_TITLE = new RegExp(`${NAMING}\\s*["“‘'«]([^"”’'»\\n]{1,120})["”’'»]`, 'i');
const PLAIN_TITLE = new RegExp(
  `${NAMING}\\s+([^,.;\\n]{1,120}?)\\s*(?=$|[,.;\\n]|and (?:add|make|remove|change|use|show|filter|split)\\b)`,
  'i',
);

/** "call it …", "rename it to …", "title: …": in the person's own spelling. */
function applyTitle(draft: Draft, prompt: string): string {
  const match = QUOTED_TITLE.exec(prompt) ?? PLAIN_TITLE.exec(prompt);
  const title = match?.[1]?.trim();
  if (!match || !title) return prompt;
  draft.plan = { ...draft.plan, title: clip(title) };
  draft.changed = true;
  return prompt.replace(match[0], () => ' ');
}

function applyClause(draft: Draft, clause: string): void {
  const intent = readIntent(clause);
  draft.notes.push(...beyondNotes(intent));
  if (/\b(remove|delete|drop|without|hide|no longer|don't|do not|no)\b/i.test(clause)) {
    applyRemoval(draft, clause, intent);
    return;
  }
  if (applyFilters(draft, clause, intent) === 'refused') return;
  if (intent.period) change(draft, { period: intent.period });
  if (/\ball time\b|\bwhole period\b/i.test(clause)) change(draft, { period: null });
  applyGrain(draft, intent);
  applySplits(draft, intent);
  applyChart(draft, intent);
  applyTop(draft, intent, clause);
  applyAdditions(draft, intent, clause);
}

function applyFilters(draft: Draft, clause: string, intent: Intent): 'done' | 'refused' {
  const phrases = [...intent.filters];
  const named = /\b(?:add|with|include)?\s*(?:an?|the)?\s*([\w -]+?)\s+(?:filter|selector|dropdown|picker)\b/i.exec(clause)?.[1];
  if (phrases.length === 0 && named && meaningful(named).length > 0) phrases.push(named);
  for (const phrase of phrases) {
    const dimension = findDimension(draft, phrase);
    if (!dimension) {
      draft.notes.push(...unknownNotes([phrase]));
      continue;
    }
    const others = draft.plan.filters.filter(({ id }) => id !== dimension.id);
    change(draft, { filters: [...others, filterOf(dimension, draft.catalog)].slice(-8) });
  }
  if (!/\bonly\b|\bwhere\b|\bfilter to\b/i.test(clause) || intent.period || phrases.length > 0 || /\d/.test(clause)) return 'done';
  draft.notes.push(
    'I cannot fix a filter to one value; ask for a filter, such as “add a filter for region”, and choose the value in the app.',
  );
  return 'refused';
}

function applyGrain(draft: Draft, intent: Intent): void {
  const grain = intent.part ?? intent.grain;
  if (!grain) return;
  changeCharts(draft, (chart, explore) => {
    const axis = timeField(explore, grain);
    if (!axis) draft.notes.push(`${explore.label} has no date at that interval.`);
    return axis && chart.top === null ? rebuilt(draft, chart, explore, { x: axis }) : chart;
  });
}

function applySplits(draft: Draft, intent: Intent): void {
  const time = charts(draft.plan).some((chart) => chart.time);
  for (const phrase of [...intent.splits, ...intent.groups]) {
    const asAxis = intent.groups.includes(phrase) && !time;
    if (!findDimension(draft, phrase)) {
      draft.notes.push(...unknownNotes([phrase]));
      continue;
    }
    changeCharts(draft, (chart, explore) => {
      const dimension = chart.top === null ? matchDimension(phrase, explore) : null;
      if (!dimension) return chart;
      if (asAxis) return rebuilt(draft, chart, explore, { x: dimension });
      return dimension.id === chart.x.id ? chart : rebuilt(draft, chart, explore, { split: dimension });
    });
  }
}

function applyChart(draft: Draft, intent: Intent): void {
  const { chart: kind, stacked } = intent.wish;
  if (kind === null && stacked === null) return;
  changeCharts(draft, (chart) => {
    if (kind === 'donut' && (chart.time || chart.split)) {
      draft.notes.push(`A ring cannot show “${chart.title}”: it has more than one series or a time axis. I left that chart as it was.`);
      return chart;
    }
    const next = kind ?? (stacked && chart.chart === 'line' ? 'bar' : chart.chart);
    if (stacked && !chart.split)
      draft.notes.push(`“${chart.title}” has one series only, so there is nothing to stack. Ask to split it by something.`);
    const keep = stacked ?? (kind === null || kind === chart.chart ? chart.stacked : kind === 'area');
    return { ...chart, chart: next, stacked: keep && chart.split !== null && next !== 'line' && next !== 'donut' };
  });
}

function applyTop(draft: Draft, intent: Intent, clause: string): void {
  const number = /\b(?:top|first|limit(?: it)?(?: to)?|only)\s+(\d{1,3})\b/i.exec(clause)?.[1];
  if (!number) return;
  const top = Math.min(500, Math.max(1, Number(number)));
  const subject = intent.rankings[0]?.subject ?? '';
  const fits = (id: string) => meaningful(subject).length === 0 || findDimension(draft, subject)?.id === id;
  const blocks = draft.plan.blocks.map((block): Block => {
    if (block.kind === 'table' && fits(block.dimensions[0]?.id ?? ''))
      return { ...block, limit: top, title: block.title.replace(/^Top \d+/, () => `Top ${top}`) };
    if (block.kind === 'chart' && !block.time && fits(block.x.id))
      return { ...block, top, title: block.title.replace(/^Top \d+/, () => `Top ${top}`) };
    return block;
  });
  const title = draft.plan.title.replace(/^Top \d+/, () => `Top ${top}`);
  if (JSON.stringify(blocks) !== JSON.stringify(draft.plan.blocks)) change(draft, { blocks, title });
}

function applyAdditions(draft: Draft, intent: Intent, clause: string): void {
  const missing = intent.rankings.filter(({ subject }) => {
    const dimension = findDimension(draft, subject);
    return !dimension || !draft.plan.blocks.some((block) => block.kind === 'table' && block.dimensions[0]?.id === dimension.id);
  });
  if (missing.length > 0) {
    for (const ranking of missing) addRanking(draft, ranking);
    return;
  }
  if (intent.wantsTable && tables(draft.plan).length === 0) addPlainTable(draft);
  else addMetrics(draft, intent, clause);
}
