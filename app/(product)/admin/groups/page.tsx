import type { Metadata } from 'next';
import { GroupsPage } from '#components/admin/people/groups-page.tsx';

export const metadata: Metadata = { title: 'Groups' };

export default function Groups() {
  return <GroupsPage />;
}
