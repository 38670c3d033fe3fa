import type { Metadata } from 'next';
import { SpacesPage } from '#components/admin/people/spaces-page.tsx';

export const metadata: Metadata = { title: 'Spaces' };

export default function Spaces() {
  return <SpacesPage />;
}
