import type { Metadata } from 'next';
import { NewAppPage } from '#components/apps/apps-home.tsx';

export const metadata: Metadata = { title: 'New data app' };

export default function NewPage() {
  return <NewAppPage />;
}
