import type { Metadata } from 'next';
import { UsersPage } from '#components/admin/people/users-page.tsx';

export const metadata: Metadata = { title: 'People' };

export default function People() {
  return <UsersPage />;
}
