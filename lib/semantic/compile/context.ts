import type { Cell } from '#lib/contracts/query.ts';
import { AppError } from '#lib/errors.ts';
import type { Dialect, ValueType } from '#lib/warehouse/dialects/dialect.ts';
import type { Explore } from '../model.ts';

const MAX_PARAMETERS = 10_000;

/** What the parts of one compilation share. */
export interface CompileContext {
  readonly explore: Explore;
  readonly dialect: Dialect;
  readonly now: Date;
  readonly zone: string;
  readonly params: Cell[];
  /** Tables that the SQL so far speaks of. */
  readonly tables: Set<string>;
  readonly warnings: string[];
}

/** Binds a value and returns the SQL that stands for it. Values never become text of the query. */
export function bind(context: CompileContext, type: ValueType, value: string | number | boolean): string {
  if (context.params.length >= MAX_PARAMETERS) throw new AppError('invalid_request', 'The query has too many filter values: use fewer');
  context.params.push(value);
  return context.dialect.parameter(context.params.length, type, value);
}
