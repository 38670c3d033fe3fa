import { z } from 'zod';

/** The largest number that the database's column holds. */
const MAX_NUMBER = 2 ** 31 - 1;

/** Parameters of every route below `/api/apps/:appId/versions/:number`. */
export const VersionParams = z.object({ appId: z.string(), number: z.coerce.number().int().min(1).max(MAX_NUMBER) });
