import type { Metadata } from 'next';
import { ServiceAccountsPage } from '#components/admin/service-accounts/service-accounts-page.tsx';

export const metadata: Metadata = { title: 'Service accounts' };

export default function ServiceAccounts() {
  return <ServiceAccountsPage />;
}
