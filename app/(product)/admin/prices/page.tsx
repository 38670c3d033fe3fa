import type { Metadata } from 'next';
import { PricesPage } from '#components/admin/money/prices-page.tsx';

export const metadata: Metadata = { title: 'Prices' };

export default function Prices() {
  return <PricesPage />;
}
