import type { Metadata } from 'next';
import { FeaturesPage } from '#components/admin/settings/settings-pages.tsx';

export const metadata: Metadata = { title: 'Features' };

export default function Route() {
  return <FeaturesPage />;
}
