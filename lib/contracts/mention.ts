/** `@` and the id of a field, e.g. `@orders_total_revenue`; an address such as `me@example.com` is none. */
const MENTION = /(?<![\w@.])@([a-z]\w*)/gi;

/** The ids that a prompt mentions with `@`, each once, in order. They may name nothing: check them against a catalog. */
export function mentionedIds(prompt: string): string[] {
  return [...new Set([...prompt.matchAll(MENTION)].flatMap((match) => match[1] ?? []))];
}
