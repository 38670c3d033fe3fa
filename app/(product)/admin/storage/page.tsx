import type { Metadata } from 'next';
import { StoragePage } from '#components/admin/settings/settings-pages.tsx';

export const metadata: Metadata = { title: 'Storage' };

export default function Route() {
  return <StoragePage />;
}
