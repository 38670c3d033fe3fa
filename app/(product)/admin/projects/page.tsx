import type { Metadata } from 'next';
import { AdminProjectsPage } from '#components/admin/projects/projects-page.tsx';

export const metadata: Metadata = { title: 'Projects and warehouses' };

export default function Route() {
  return <AdminProjectsPage />;
}
