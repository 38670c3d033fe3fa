import type { Person } from '#lib/contracts/person.ts';
import { db } from '#lib/db/client.ts';

/** Looks these users up at once; somebody who is gone keeps the id. */
export async function findPeople(ids: readonly string[]): Promise<(userId: string) => Person> {
  const wanted = [...new Set(ids)];
  const people = wanted.length === 0 ? [] : await db().user.findMany({ where: { id: { in: wanted } }, select: PERSON });
  const byId = new Map(people.map((person) => [person.id, person]));
  return (id) => byId.get(id) ?? { id, name: null, email: null };
}

/** What others may know of a user. */
export const PERSON = { id: true, name: true, email: true } as const;
