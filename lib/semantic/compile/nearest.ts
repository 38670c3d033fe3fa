/** Up to `count` of the candidates that look most like `wanted`, the nearest first. Used in messages only. */
export function nearest(wanted: string, candidates: readonly string[], count = 3): string[] {
  const target = bigrams(wanted);
  return candidates
    .map((candidate) => ({ candidate, score: likeness(target, bigrams(candidate)) }))
    .filter(({ score }) => score > 0.2)
    .sort((a, b) => b.score - a.score || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, count)
    .map(({ candidate }) => candidate);
}

function bigrams(text: string): Set<string> {
  const letters = ` ${text.toLowerCase()} `;
  const pairs = new Set<string>();
  for (let index = 0; index + 1 < letters.length; index++) pairs.add(letters.slice(index, index + 2));
  return pairs;
}

function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let shared = 0;
  for (const pair of a) if (b.has(pair)) shared++;
  return (2 * shared) / (a.size + b.size);
}
