import type { ChartKind, Period } from './plan.ts';
import { readPeriod } from './read-period.ts';
import type { Grain, Part } from './time-fields.ts';
import { stem } from './words.ts';

/** "the top 5 products by revenue", or a table of something. */
export interface Ranking {
  readonly top: number | null;
  readonly subject: string;
  readonly by: string | null;
  readonly asTable: boolean;
}

export interface ChartWish {
  readonly chart: ChartKind | null;
  readonly stacked: boolean | null;
}

/** What a sentence asks for, before any catalog is looked at: phrases only. */
export interface Intent {
  readonly rankings: readonly Ranking[];
  /** "by …", "per …": what to group by. */
  readonly groups: readonly string[];
  /** "split by …": what makes the series. */
  readonly splits: readonly string[];
  readonly filters: readonly string[];
  readonly grain: Grain | null;
  readonly part: Part | null;
  readonly overTime: boolean;
  readonly period: Period | null;
  readonly wish: ChartWish;
  /** A bare "top 5". */
  readonly limit: number | null;
  readonly wantsTable: boolean;
  /** What the demo model cannot draw or do, in the person's words. */
  readonly beyond: readonly string[];
  /** What is left of the sentence: metrics, mostly. */
  readonly rest: string;
}

const END = String.raw`(?=$|[,.;:!?\n]|\s+(?:with|and (?:a|an|add|make|show|the|with|filter|split)|in|for|as|during|over|since|where|split|broken|instead|too)\b)`;
const NUMBERS: Readonly<Record<string, number>> = { three: 3, five: 5, ten: 10, fifteen: 15, twenty: 20, fifty: 50, hundred: 100 };
const BEYOND =
  /\b(heat ?maps?|maps?|forecasts?|predict\w*|predictions?|scatter(?: ?plots?)?|gauges?|funnels?|tree ?maps?|sankey|box ?plots?|bubbles?|word clouds?|drill[- ]?downs?|alerts?|e-?mails?|pdf|cohorts?|annotations?|anomal\w+|correlat\w+|regressions?|clusters?|machine learning|explain why|compared? (?:to|with) (?:last|the previous|previous) \w+)\b/g;

/** Takes a sentence apart. Each part is cut out once it is understood, so that no word counts twice. */
export function readIntent(prompt: string): Intent {
  const text = new Cutter(` ${prompt.toLowerCase().normalize('NFKC')} `);
  const beyond = text.cut(BEYOND).map((match) => match[0]);
  const { period, phrase } = readPeriod(text.text);
  if (phrase) text.drop(phrase);
  const filters = text.cut(
    new RegExp(
      String.raw`\b(?:filters?|selectors?|drop ?downs?|pickers?|filterable)\s+(?:for|by|on|over)\s+(?:the\s+)?([^,.;]+?)${END}`,
      'g',
    ),
  );
  const rankings = readRankings(text);
  const limit = Number(text.cut(/\btop\s+(\d{1,3})\b/g)[0]?.[1] ?? 0);
  const splits = text.cut(
    new RegExp(
      String.raw`\b(?:split|broken?(?: it)? down|break(?:down| it down)?|group(?:ed)?|segment(?:ed)?|colou?red|divided|stacked)\s+(?:it\s+|them\s+|up\s+)?(?:by|into|per)\s+([^,.;]+?)${END}`,
      'g',
    ),
  );
  const part = readPart(text);
  const grain = readGrain(text);
  const overTime =
    text.cut(/\b(over time|trends?|trending|evolution|develop(?:ment|ing|s|ed)?|time ?series|history|timeline)\b/g).length > 0;
  const wish = readWish(text);
  const groups = text.cut(new RegExp(String.raw`\b(?:by|per|for each|for every|across)\s+([^,.;]+?)${END}`, 'g'));
  const wantsTable = text.cut(/\b(?:an?|the|as|in)?\s*tables?\b/g).length > 0;
  return {
    rankings,
    groups: phrases(groups),
    splits: phrases(splits),
    filters: phrases(filters),
    grain,
    part,
    overTime,
    period,
    wish,
    limit: limit > 0 ? Math.min(limit, 500) : null,
    wantsTable,
    beyond,
    rest: text.text,
  };
}

class Cutter {
  text: string;

  constructor(text: string) {
    this.text = text;
  }

  cut(pattern: RegExp): RegExpExecArray[] {
    const found = [...this.text.matchAll(pattern)];
    for (const match of found) this.drop(match[0]);
    return found;
  }

  drop(phrase: string): void {
    this.text = this.text.replace(phrase, () => ' ; ');
  }
}

const phrases = (matches: RegExpExecArray[]): string[] =>
  matches.flatMap((match) => (match[1] ?? '').split(/\s+(?:and|then|&)\s+/)).filter((phrase) => phrase.trim() !== '');

function readRankings(text: Cutter): Ranking[] {
  const tables = text.cut(/\b(?:an?\s+|the\s+)?(?:table|list|ranking)\s+(?:of|with|showing|for|listing)\s+([^,.;]+)/g);
  const tops = text.cut(TOP);
  return [...tables.map((match) => ranking(match[1] ?? '', true)), ...tops.map((match) => ranking(match[0], false))];
}

const TOP =
  /\b(?:top|best|biggest|leading|busiest|most popular)\s+(?:\d{1,4}\s+|three\s+|five\s+|ten\s+|fifteen\s+|twenty\s+|fifty\s+|hundred\s+)?(?!(?:and|in|for|with|as|by|a|an|please|instead|only)\b)[a-z][a-z -]*?(?:\s+(?:by|ranked by|in terms of)\s+[a-z][a-z -]*?)?(?=$|[,.;:!?\n]|\s+(?:in|for|with|and|split|as|over|during|since)\b|\s+$)/g;

function ranking(phrase: string, asTable: boolean): Ranking {
  const match =
    /^\s*(?:the\s+)?(?:(top|best|biggest|leading|busiest|most popular)\s+)?(\d{1,4}|three|five|ten|fifteen|twenty|fifty|hundred)?\s*(.*?)(?:\s+(?:by|ranked by|in terms of)\s+(.*))?$/.exec(
      phrase.trim(),
    );
  const number = match?.[2];
  const given = number ? (NUMBERS[number] ?? Number(number)) : null;
  const top = given ? Math.min(Math.max(given, 1), 500) : match?.[1] ? 10 : null;
  return { top, subject: match?.[3] ?? phrase, by: match?.[4] ?? null, asTable };
}

function readPart(text: Cutter): Part | null {
  if (text.cut(/\b(?:by|per|each)?\s*(?:weekdays?|days? of (?:the )?week|week ?days?)\b/g).length > 0) return 'DAY_OF_WEEK_NAME';
  return text.cut(/\b(?:by|per|each)?\s*(?:hours? of (?:the )?day|time of day)\b/g).length > 0 ? 'HOUR_OF_DAY_NUM' : null;
}

const ADVERBS: Readonly<Record<string, Grain>> = {
  hourly: 'HOUR',
  daily: 'DAY',
  weekly: 'WEEK',
  monthly: 'MONTH',
  quarterly: 'QUARTER',
  yearly: 'YEAR',
  annual: 'YEAR',
  annually: 'YEAR',
};

function readGrain(text: Cutter): Grain | null {
  const adverb = text.cut(/\b(hourly|daily|weekly|monthly|quarterly|yearly|annual|annually)\b/g)[0]?.[1];
  const noun = text.cut(/\b(?:by|per|each|every|a)\s+(hour|day|date|week|month|quarter|year)s?\b/g)[0]?.[1];
  if (noun) return stem(noun) === 'date' ? 'DAY' : (stem(noun).toUpperCase() as Grain);
  return adverb ? (ADVERBS[adverb] ?? null) : null;
}

function readWish(text: Cutter): ChartWish {
  const stackedWord = text.cut(/\b(un)?stacked\b/g)[0];
  const stacked = stackedWord ? stackedWord[1] === undefined : null;
  const kind = text.cut(/\b(bars?|columns?|lines?|areas?|pies?|donuts?|doughnuts?)(?:[ -]?(?:charts?|graphs?|plots?))?\b/g)[0]?.[1];
  return { chart: kind ? kindOf(stem(kind)) : null, stacked };
}

function kindOf(word: string): ChartKind {
  if (word === 'line' || word === 'area') return word;
  return word === 'bar' || word === 'column' ? 'bar' : 'donut';
}
