import { AdminTable, type Column } from '#components/admin/table/admin-table.tsx';
import { Problem } from '#components/ui/problem.tsx';
import { Waiting } from '#components/ui/waiting.tsx';
import { useSignInSettings } from '#lib/client/use-sign-in-admin.ts';
import type { SettingShown } from '#lib/contracts/settings.ts';
import classes from './sign-in-admin.module.css';

const ORIGINS: Readonly<Record<SettingShown['origin'], string>> = { env: 'environment', stored: 'stored', default: 'default' };

const COLUMNS: readonly Column<SettingShown>[] = [
  { key: 'label', title: 'Setting', cell: ({ label }) => label },
  { key: 'value', title: 'In force', cell: (setting) => <span className={classes.value}>{valueText(setting)}</span> },
  { key: 'origin', title: 'Comes from', cell: ({ origin }) => ORIGINS[origin] },
  { key: 'variable', title: 'Variable', wide: true, cell: ({ variable }) => <code className={classes.code}>{variable}</code> },
];

/** Every variable of signing in and mail, with its value and where that comes from. */
export function SettingsTable() {
  const settings = useSignInSettings();
  if (settings.isPending) return <Waiting label="Loading the settings" onRetry={() => void settings.refetch()} />;
  if (settings.isError)
    return <Problem title="The settings could not be loaded" error={settings.error} onRetry={() => void settings.refetch()} />;
  return <AdminTable label="Table of settings" columns={COLUMNS} rows={settings.data.settings} rowKey={({ variable }) => variable} />;
}

function valueText({ value, default: fallback }: SettingShown): string {
  if (value === null) return fallback ?? '—';
  if (typeof value === 'object') return value.set ? `set, ends in ${value.last4 ?? '…'}` : '—';
  return String(value);
}
