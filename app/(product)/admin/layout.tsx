import { notFound } from 'next/navigation';
import type { ReactNode } from 'react';
import { AdminShell } from '#components/admin/admin-shell.tsx';
import { requireSignedIn } from '#lib/auth/require-signed-in.ts';

/** For administrators only; the gate is at every route. */
export default async function AdminLayout({ children }: { children: ReactNode }) {
  const actor = await requireSignedIn();
  if (!actor.scopes.has('manage:Organization')) notFound();
  return <AdminShell>{children}</AdminShell>;
}
