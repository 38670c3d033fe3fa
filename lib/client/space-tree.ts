import type { Space } from '#lib/contracts/space.ts';

/** A space at its place in the tree. */
export interface Branch {
  readonly space: Space;
  /** 0 at the top. */
  readonly depth: number;
}

/** Spaces in the order of a tree that is unfolded: each before what lies in it, by name. One whose parent is not there stands at the top. */
export function spaceTree(spaces: readonly Space[]): Branch[] {
  const known = new Set(spaces.map(({ id }) => id));
  const inside = new Map<string | null, Space[]>();
  for (const space of spaces) {
    const parent = space.parentId !== null && known.has(space.parentId) ? space.parentId : null;
    inside.set(parent, [...(inside.get(parent) ?? []), space]);
  }
  const unfold = (parent: string | null, depth: number): Branch[] =>
    (inside.get(parent) ?? [])
      .sort((a, b) => a.name.localeCompare(b.name))
      .flatMap((space) => [{ space, depth }, ...unfold(space.id, depth + 1)]);
  return unfold(null, 0);
}

/** The same as the choices of a select; what lies inside of another one is pushed in. */
export const spaceChoices = (spaces: readonly Space[]): { value: string; label: string }[] =>
  spaceTree(spaces).map(({ space, depth }) => ({ value: space.id, label: `${'\u2003'.repeat(depth)}${space.name}` }));

/** The names from the top down to a space. */
export function spacePath(spaces: readonly Space[], spaceId: string): string {
  const byId = new Map(spaces.map((space) => [space.id, space]));
  const names: string[] = [];
  for (let at = byId.get(spaceId); at; at = at.parentId === null ? undefined : byId.get(at.parentId)) names.unshift(at.name);
  return names.join(' / ');
}
