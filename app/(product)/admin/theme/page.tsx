import type { Metadata } from 'next';
import { ThemePage } from '#components/admin/theme/theme-page.tsx';

export const metadata: Metadata = { title: 'Themes' };

export default function Route() {
  return <ThemePage />;
}
