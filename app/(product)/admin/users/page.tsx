import type { Metadata } from 'next';
import { Invite } from '#components/admin/invite.tsx';
import { UsersPage } from '#components/admin/people/users-page.tsx';

export const metadata: Metadata = { title: 'People' };

export default function People() {
  return <UsersPage actions={<Invite />} />;
}
