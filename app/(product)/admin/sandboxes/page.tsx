import type { Metadata } from 'next';
import { SandboxesPage } from '#components/admin/live/sandboxes-page.tsx';

export const metadata: Metadata = { title: 'Sandboxes' };

export default function Route() {
  return <SandboxesPage />;
}
