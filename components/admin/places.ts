import { IconHistory } from '@tabler/icons-react';

interface Place {
  readonly href: string;
  readonly label: string;
  readonly Icon: typeof IconHistory;
}

/** The pages of the administration, as its menu shows them. */
export const PLACES: readonly { readonly title: string; readonly places: readonly Place[] }[] = [
  { title: 'Record', places: [{ href: '/admin/audit', label: 'Audit log', Icon: IconHistory }] },
];
