import { z } from 'zod';
import { PageQuery } from './page.ts';

/** Query string of a table of the administration: a page, words to look for, and one of these columns to sort by; `-name` is downwards. */
export const listQuery = <const C extends readonly [string, ...string[]]>(columns: C, first: C[number] | `-${C[number]}`) =>
  PageQuery.extend({
    q: z.string().trim().max(200).optional(),
    sort: z
      .enum(columns.flatMap((name) => [name, `-${name}`]) as [C[number] | `-${C[number]}`, ...(C[number] | `-${C[number]}`)[]])
      .default(first as never),
  });
