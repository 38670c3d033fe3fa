import type { ReactNode } from 'react';
import { Shell } from '#components/ui/shell.tsx';
import { requireSignedIn } from '#lib/auth/require-signed-in.ts';

export default async function ProductLayout({ children }: { children: ReactNode }) {
  await requireSignedIn();
  return <Shell>{children}</Shell>;
}
