/** A filter for text that holds these words, in either case. What a person types is looked for as it is: `%` and `_` mean themselves. */
export const containing = (words: string) => ({ contains: words.replace(/[\\%_]/g, '\\$&'), mode: 'insensitive' as const });
