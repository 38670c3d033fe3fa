import { cookies, headers } from 'next/headers';
import { redirect } from 'next/navigation';
import type { Actor } from '#lib/permissions/actor.ts';
import { actorOfSession } from './get-actor.ts';
import { PATH_HEADER, signInPath } from './safe-next.ts';
import { sessionCookie } from './session-cookie.ts';

/** For pages: the signed-in person, or a redirect to the sign-in page, which leads back here. A courtesy; the gate is at every route. */
export async function requireSignedIn(): Promise<Actor> {
  const token = (await cookies()).get(sessionCookie().name)?.value;
  const actor = token ? await actorOfSession(token) : null;
  if (!actor) redirect(signInPath((await headers()).get(PATH_HEADER)));
  return actor;
}
