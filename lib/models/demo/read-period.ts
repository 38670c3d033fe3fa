import type { Period } from './plan.ts';

type Unit = 'days' | 'weeks' | 'months' | 'quarters' | 'years';
const SMALL: Readonly<Record<string, number>> = { two: 2, three: 3, six: 6, twelve: 12, thirty: 30 };

export interface FoundPeriod {
  readonly period: Period | null;
  /** The words that said so. */
  readonly phrase: string | null;
}

/** "last 12 months", "in 2025", "2024 to 2025", "this year", "all time" (which is none). */
export function readPeriod(text: string): FoundPeriod {
  const past =
    /\b(?:in |over |for |during )?(?:the )?(?:last|past|previous) (\d{1,4}|two|three|six|twelve|thirty)?\s*(day|week|month|quarter|year)s?\b/.exec(
      text,
    );
  if (past) {
    const unit = `${past[2]}s` as Unit;
    const amount = past[1] ? (SMALL[past[1]] ?? Math.min(1000, Math.max(1, Number(past[1])))) : 1;
    const label = amount === 1 ? `last ${past[2]}` : `last ${amount} ${unit}`;
    return { phrase: past[0], period: { kind: 'past', amount, unit, label } };
  }
  const current = /\b(?:in |for |during )?(?:this|the current) (week|month|quarter|year)\b|\byear to date\b|\bytd\b/.exec(text);
  if (current) {
    const word = current[1] ?? 'year';
    return { phrase: current[0], period: { kind: 'current', amount: 1, unit: `${word}s` as Unit, label: `this ${word}` } };
  }
  return readYears(text);
}

const YEAR = String.raw`((?:19|20)\d\d)`;

function readYears(text: string): FoundPeriod {
  const range = new RegExp(String.raw`\b(?:from |between |in )?${YEAR}\s*(?:-|–|to|until|and)\s*${YEAR}\b`).exec(text);
  if (range) return between(range[0], Number(range[1]), Number(range[2]));
  const one = new RegExp(String.raw`\b(?:in |for |during |only |of )?(?:the year )?${YEAR}(?: only)?\b`).exec(text);
  return one ? between(one[0], Number(one[1]), Number(one[1])) : { period: null, phrase: null };
}

function between(phrase: string, a: number, b: number): FoundPeriod {
  const [from, to] = [Math.min(a, b), Math.max(a, b)];
  const label = from === to ? `${from}` : `${from} to ${to}`;
  return { phrase, period: { kind: 'between', label, from: `${from}-01-01`, to: `${to}-12-31` } };
}
