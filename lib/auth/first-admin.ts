import { db } from '#lib/db/client.ts';
import { env } from '#lib/env.ts';
import { newId } from '#lib/ids.ts';
import { createSignInLink } from './sign-in-link.ts';

/**
 * Makes the first admin when nobody is there yet. There is no default password: a one-time link signs in, and stays
 * on offer until the admin has set a password.
 * @returns the link, or null when the admin can sign in by password
 */
export async function ensureFirstAdmin(): Promise<{ email: string; link: string } | null> {
  const email = env().GLASSWORKS_ADMIN_EMAIL.toLowerCase();
  const admins = await db().user.findMany({ where: { role: 'admin', disabledAt: null }, omit: { passwordHash: false } });
  if (admins.some((admin) => admin.passwordHash !== null)) return null;
  const admin = admins[0] ?? (await db().user.create({ data: { id: newId('usr'), email, name: 'Admin', role: 'admin' } }));
  return { email: admin.email, link: await createSignInLink(admin.email) };
}
