import { z } from 'zod';

const Name = z.string().regex(/^[a-z][a-z0-9_]{0,62}$/i, 'begins with a letter; then letters, digits and underscores, at most 63 in all');
const Value = z.string().trim().min(1).max(500);

/** What is known of a person and row filters see: a name with one value or several. */
export const Attributes = z
  .record(Name, z.union([Value, z.array(Value).max(200)]))
  .refine((all) => Object.keys(all).length <= 50, 'at most 50 attributes');
export type Attributes = z.infer<typeof Attributes>;
