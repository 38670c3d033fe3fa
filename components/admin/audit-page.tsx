'use client';

import { Button, Select } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { notifyProblem } from '#components/ui/notify.ts';
import { Page } from '#components/ui/page.tsx';
import { api } from '#lib/client/api.ts';
import { formatMoment } from '#lib/client/format.ts';
import { AuditLine, AuditVerdict } from '#lib/contracts/audit.ts';
import { AUDIT_ACTIONS } from '#lib/contracts/audit-actions.ts';
import classes from './audit-page.module.css';
import type { Column } from './table/admin-table.tsx';
import { Listing } from './table/listing.tsx';

const ACTORS: Readonly<Record<string, string>> = { system: 'Glassworks', nobody: 'Somebody not signed in' };

const COLUMNS: readonly Column<AuditLine>[] = [
  { key: 'at', title: 'When', cell: ({ at }) => <time dateTime={at}>{formatMoment(Date.parse(at))}</time> },
  { key: 'actor', title: 'Who', cell: ({ actor }) => actor.name ?? ACTORS[actor.kind] ?? actor.id },
  { key: 'summary', title: 'Did what', cell: ({ summary }) => summary },
  { key: 'subject', title: 'To what', cell: ({ subject }) => subject?.name ?? subject?.id ?? '' },
  { key: 'details', title: 'Details', wide: true, cell: ({ details }) => <Details details={details} /> },
  { key: 'ip', title: 'From', wide: true, cell: ({ ip }) => ip },
];

/** Every consequential act, newest first, with the check that none was changed afterwards. */
export function AuditPage() {
  const [action, setAction] = useState<string | null>(null);
  return (
    <Page
      title="Audit log"
      lead="Every consequential act. Lines are chained: one that was changed or removed afterwards is found."
      actions={<Verify />}
    >
      <Listing
        what="acts"
        path="/api/admin/audit"
        item={AuditLine}
        columns={COLUMNS}
        rowKey={({ id }) => id}
        narrowed={{ action: action ?? '' }}
        filters={
          <Select
            size="sm"
            aria-label="Kind of act"
            placeholder="Every kind of act"
            data={Object.entries(AUDIT_ACTIONS).map(([value, label]) => ({ value, label }))}
            value={action}
            onChange={setAction}
            searchable
            clearable
          />
        }
        empty={{ title: 'Nothing was done yet', text: 'Sign-ins, changes of people, money, settings and apps appear here.' }}
      />
    </Page>
  );
}

function Details({ details }: { details: AuditLine['details'] }) {
  const entries = Object.entries(details);
  if (entries.length === 0) return null;
  return (
    <dl className={classes.details}>
      {entries.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{typeof value === 'string' ? value : JSON.stringify(value)}</dd>
        </div>
      ))}
    </dl>
  );
}

function Verify() {
  const verify = useMutation({ mutationFn: () => api(AuditVerdict, '/api/admin/audit/verify', { method: 'POST', deadlineMs: 120_000 }) });
  return (
    <div className={classes.verify}>
      <Button
        variant="default"
        loading={verify.isPending}
        onClick={() => verify.mutate(undefined, { onError: (error) => notifyProblem('The log could not be checked', error) })}
      >
        Check the chain
      </Button>
      <p role="status" data-broken={verify.data?.broken ? true : undefined}>
        {verify.data && verdictText(verify.data)}
      </p>
    </div>
  );
}

function verdictText({ entries, broken, head }: AuditVerdict): string {
  if (broken) return `Line ${broken.seq} does not hold: ${broken.why}.`;
  return entries === 0 ? 'The log is empty.' : `All ${entries.toLocaleString('en')} lines hold. The last is ${head.slice(0, 12)}…`;
}
