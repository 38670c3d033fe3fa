import type { Metadata } from 'next';
import { ModelPage } from '#components/admin/settings/settings-pages.tsx';

export const metadata: Metadata = { title: 'Model' };

export default function Route() {
  return <ModelPage />;
}
