import type { Metadata } from 'next';
import { HealthPage } from '#components/admin/live/health-page.tsx';

export const metadata: Metadata = { title: 'Health' };

export default function Route() {
  return <HealthPage />;
}
