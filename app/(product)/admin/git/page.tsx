import type { Metadata } from 'next';
import { GitPage } from '#components/admin/settings/settings-pages.tsx';

export const metadata: Metadata = { title: 'Git hosts' };

export default function Route() {
  return <GitPage />;
}
