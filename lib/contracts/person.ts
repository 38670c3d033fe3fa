import { z } from 'zod';

/** A person as others see them. */
export const Person = z.object({ id: z.string(), name: z.string().nullable(), email: z.string().nullable() });
export type Person = z.infer<typeof Person>;
