import type { Metadata } from 'next';
import { RetentionPage } from '#components/admin/settings/settings-pages.tsx';

export const metadata: Metadata = { title: 'Retention' };

export default function Route() {
  return <RetentionPage />;
}
