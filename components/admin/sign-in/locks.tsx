import { Button } from '@mantine/core';
import { AdminTable, type Column } from '#components/admin/table/admin-table.tsx';
import { notifyDone, notifyProblem } from '#components/ui/notify.ts';
import { formatMoment } from '#lib/client/format.ts';
import { useUnlock } from '#lib/client/use-sign-in-admin.ts';
import type { SignInShown } from '#lib/contracts/admin-sign-in.ts';
import classes from './sign-in-admin.module.css';

type Lock = SignInShown['locks'][number];
const KINDS: Readonly<Record<string, string>> = { account: 'Account', address: 'Address', mail: 'Links by mail to' };
const split = (key: string): [string, string] => [key.slice(0, key.indexOf(':')), key.slice(key.indexOf(':') + 1)];

const COLUMNS: readonly Column<Lock>[] = [
  { key: 'who', title: 'Who', cell: ({ key }) => `${KINDS[split(key)[0]] ?? ''} ${split(key)[1]}` },
  { key: 'failures', title: 'Failed tries', numeric: true, cell: ({ failures }) => failures },
  { key: 'until', title: 'Until', wide: true, cell: ({ until }) => <time dateTime={until}>{formatMoment(Date.parse(until))}</time> },
  { key: 'unlock', title: 'Actions', cell: ({ key }) => <Unlock lock={key} /> },
];

/** Who has to wait before they may try again. */
export function Locks({ locks }: { locks: readonly Lock[] }) {
  if (locks.length === 0) return <p className={classes.text}>Nobody has to wait.</p>;
  return <AdminTable label="Table of who is locked out" columns={COLUMNS} rows={locks} rowKey={({ key }) => key} />;
}

function Unlock({ lock }: { lock: string }) {
  const unlock = useUnlock();
  const [, name] = split(lock);
  return (
    <Button
      size="compact-sm"
      variant="default"
      loading={unlock.isPending}
      aria-label={`Unlock ${name}`}
      onClick={() =>
        unlock.mutate(lock, {
          onSuccess: () => notifyDone(`${name} may try again.`),
          onError: (error) => notifyProblem(`${name} was not unlocked`, error),
        })
      }
    >
      Unlock
    </Button>
  );
}
