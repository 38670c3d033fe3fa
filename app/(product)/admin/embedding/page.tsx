import type { Metadata } from 'next';
import { EmbeddingPage } from '#components/admin/settings/settings-pages.tsx';

export const metadata: Metadata = { title: 'Embedding' };

export default function Route() {
  return <EmbeddingPage />;
}
