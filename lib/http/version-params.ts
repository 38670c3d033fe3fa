import { z } from 'zod';

/** Parameters of every route below `/api/apps/:appId/versions/:number`. */
export const VersionParams = z.object({ appId: z.string(), number: z.coerce.number().int().min(1) });
