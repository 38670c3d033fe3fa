import type { Metadata } from 'next';
import { SandboxPage } from '#components/admin/settings/settings-pages.tsx';

export const metadata: Metadata = { title: 'Sandbox provider' };

export default function Route() {
  return <SandboxPage />;
}
