import { z } from 'zod';

/** What one may do in a space, the least first; each includes those before it. */
export const SPACE_LEVELS = ['view', 'edit', 'manage'] as const;
export const SpaceLevel = z.enum(SPACE_LEVELS);
export type SpaceLevel = z.infer<typeof SpaceLevel>;

/** Whether a level includes another one; no level includes none. */
export const reaches = (level: SpaceLevel | null, wanted: SpaceLevel): boolean =>
  level !== null && SPACE_LEVELS.indexOf(level) >= SPACE_LEVELS.indexOf(wanted);

/** The levels that include this one. */
export const levelsFrom = (wanted: SpaceLevel): SpaceLevel[] => SPACE_LEVELS.slice(SPACE_LEVELS.indexOf(wanted));
