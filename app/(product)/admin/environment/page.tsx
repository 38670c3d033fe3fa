import type { Metadata } from 'next';
import { EnvironmentPage } from '#components/admin/settings/settings-pages.tsx';

export const metadata: Metadata = { title: 'Environment' };

export default function Route() {
  return <EnvironmentPage />;
}
