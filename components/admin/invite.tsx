'use client';

import { Button, MultiSelect, Select, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Problem } from '#components/ui/problem.tsx';
import { api } from '#lib/client/api.ts';
import { keys } from '#lib/client/keys.ts';
import { useRoles } from '#lib/client/use-admin-people.ts';
import { AdminGroup } from '#lib/contracts/admin-people.ts';
import { Invited } from '#lib/contracts/invite.ts';
import { page } from '#lib/contracts/page.ts';
import classes from './invite.module.css';

const GROUPS = '/api/admin/groups?limit=200';

/** Invites a person: by mail where mail is set up, and by a link to hand over in any case. */
export function Invite() {
  const [opened, setOpened] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  return (
    <>
      <Button ref={opener} onClick={() => setOpened(true)}>
        Invite a person
      </Button>
      <Dialog opened={opened} onClose={() => setOpened(false)} title="Invite a person" opener={opener}>
        <InviteForm onDone={() => setOpened(false)} />
      </Dialog>
    </>
  );
}

function InviteForm({ onDone }: { onDone(): void }) {
  const client = useQueryClient();
  const [email, setEmail] = useState('');
  const [role, setRole] = useState('viewer');
  const [groups, setGroups] = useState<string[]>([]);
  const roles = useRoles();
  const known = useQuery({ queryKey: keys.adminList(GROUPS, {}), queryFn: ({ signal }) => api(page(AdminGroup), GROUPS, { signal }) });
  const invite = useMutation({
    mutationFn: () => api(Invited, '/api/admin/users/invite', { method: 'POST', body: { email: email.trim(), role, groups } }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.admin }),
  });
  if (invite.isSuccess) return <Done invited={invite.data} onDone={onDone} />;
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        invite.mutate();
      }}
    >
      <TextInput
        label="E-mail"
        type="email"
        required
        withAsterisk={false}
        data-autofocus
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <Select
        label="Role"
        data={(roles.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        value={role}
        allowDeselect={false}
        onChange={(value) => setRole(value ?? 'viewer')}
      />
      <MultiSelect
        label="Groups"
        data={(known.data?.items ?? []).filter(({ source }) => source === 'manual').map(({ id, name }) => ({ value: id, label: name }))}
        value={groups}
        onChange={setGroups}
        searchable
        clearable
      />
      {invite.isError && <Problem title="Nobody was invited" error={invite.error} />}
      <Button type="submit" disabled={email.trim() === ''} loading={invite.isPending}>
        Invite
      </Button>
    </form>
  );
}

function Done({ invited, onDone }: { invited: Invited; onDone(): void }) {
  const { email, link, mailed, mailProblem } = invited;
  return (
    <div className={classes.form} role="status">
      <p className={classes.text}>
        {mailed ? `A link was mailed to ${email}. You can hand it over yourself, too.` : `Hand this link over to ${email}.`} It works once,
        within three days, and is not shown again.
      </p>
      {mailProblem !== null && <p className={classes.problem}>{mailProblem}</p>}
      <code className={classes.link}>{link}</code>
      <div className={classes.actions}>
        <CopyButton text={link} label="Copy the link" />
        <Button variant="default" onClick={onDone}>
          I have it
        </Button>
      </div>
    </div>
  );
}
