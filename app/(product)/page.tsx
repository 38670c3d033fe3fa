import type { Metadata } from 'next';
import { AppsHome } from '#components/apps/apps-home.tsx';

export const metadata: Metadata = { title: 'Apps' };

export default function AppsPage() {
  return <AppsHome />;
}
