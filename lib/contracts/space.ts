import { z } from 'zod';
import { PageQuery } from './page.ts';
import { Person } from './person.ts';
import { SpaceLevel } from './space-level.ts';

const Name = z.string().trim().min(1).max(80);
const Description = z.string().trim().max(500).nullable();

export const Space = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  /** The space it lies in, when this person may see that one. */
  parentId: z.string().nullable(),
  /** Whoever may enter its parent may enter it; at the top: everybody may view it. */
  inherits: z.boolean(),
  can: z.object({ addApps: z.boolean(), manage: z.boolean() }),
  createdAt: z.iso.datetime(),
});
export type Space = z.infer<typeof Space>;

export const SpacesQuery = PageQuery.extend({ limit: z.coerce.number().int().min(1).max(1000).default(1000) });
export type SpacesQuery = z.infer<typeof SpacesQuery>;

export const CreateSpace = z.strictObject({
  name: Name,
  description: Description.optional(),
  parentId: z.string().nullable().optional(),
  inherits: z.boolean().default(true),
});
export type CreateSpace = z.output<typeof CreateSpace>;

export const UpdateSpace = z.strictObject({
  name: Name.optional(),
  description: Description.optional(),
  parentId: z.string().nullable().optional(),
  inherits: z.boolean().optional(),
});
export type UpdateSpace = z.infer<typeof UpdateSpace>;

/** What happens to what a deleted space holds: with `refuse` a space that holds something stays. */
export const DeleteSpaceQuery = z.object({ contents: z.enum(['refuse', 'move-to-parent']).default('refuse') });
export type DeleteSpaceQuery = z.infer<typeof DeleteSpaceQuery>;

const Holder = { kind: z.enum(['user', 'group']), id: z.string(), level: SpaceLevel };

/** A line of a space's access list. */
export const AccessEntry = z.object({ ...Holder, name: z.string(), email: z.string().nullable() });
export type AccessEntry = z.infer<typeof AccessEntry>;

const Place = z.object({ id: z.string(), name: z.string() });

export const SpaceAccess = z.object({
  inherits: z.boolean(),
  entries: z.array(AccessEntry),
  /** What comes from the spaces above, nearest first. */
  inherited: z.array(AccessEntry.extend({ from: Place })),
  /** The top space that opens this one to everybody for viewing, or null. */
  openThrough: Place.nullable(),
});
export type SpaceAccess = z.infer<typeof SpaceAccess>;

export const SetSpaceAccess = z.strictObject({
  entries: z.array(z.strictObject(Holder)).max(500),
  inherits: z.boolean().optional(),
});
export type SetSpaceAccess = z.infer<typeof SetSpaceAccess>;

/** Why somebody can see an app. */
export const AccessReason = z.object({
  kind: z.enum(['owner', 'role', 'everyone', 'user', 'group']),
  /** The same as a sentence. */
  text: z.string(),
});
export type AccessReason = z.infer<typeof AccessReason>;

export const AppAccess = z.object({
  space: Place.nullable(),
  published: z.boolean(),
  items: z.array(z.object({ person: Person, role: z.string(), may: z.enum(['open', 'change']), why: z.array(AccessReason) })),
  /** How many there are in all. */
  total: z.number().int(),
  nextCursor: z.string().nullable(),
});
export type AppAccess = z.infer<typeof AppAccess>;

export const AppAccessQuery = PageQuery.extend({ q: z.string().trim().max(200).optional() });
export type AppAccessQuery = z.infer<typeof AppAccessQuery>;

/** Whom one can give access to. */
export const Directory = z.object({
  people: z.array(Person),
  groups: z.array(z.object({ id: z.string(), name: z.string(), members: z.number().int() })),
});
export type Directory = z.infer<typeof Directory>;
