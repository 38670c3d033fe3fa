import { ActionIcon, Button, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { HolderPicker } from '#components/spaces/holder-picker.tsx';
import { LoadMore } from '#components/ui/load-more.tsx';
import { notifyDone, notifyProblem } from '#components/ui/notify.ts';
import { Problem } from '#components/ui/problem.tsx';
import { Waiting } from '#components/ui/waiting.tsx';
import { apiPath } from '#lib/client/paths.ts';
import { useAdminList } from '#lib/client/use-admin-list.ts';
import { useChangeMembers, useDeleteGroup, useRenameGroup } from '#lib/client/use-admin-people.ts';
import { type AdminGroup, Member } from '#lib/contracts/admin-people.ts';
import classes from './people.module.css';

/** Where a group comes from, when it is not made here. */
export const SOURCES: Readonly<Record<string, string>> = { oidc: "From the company's sign-in", scim: 'From the identity provider' };

interface GroupDetailsProps {
  group: AdminGroup;
  onRenamed(name: string): void;
  onGone(): void;
}

/** A group's name and people. What an identity provider looks after is only shown. */
export function GroupDetails({ group, onRenamed, onGone }: GroupDetailsProps) {
  const own = group.source === 'manual';
  return (
    <div className={classes.form}>
      {own ? (
        <Name group={group} onRenamed={onRenamed} />
      ) : (
        <p className={classes.text}>{SOURCES[group.source]}. Its name and people are changed there.</p>
      )}
      <Members groupId={group.id} own={own} />
      <DeleteGroup group={group} onGone={onGone} />
    </div>
  );
}

function Name({ group, onRenamed }: Pick<GroupDetailsProps, 'group' | 'onRenamed'>) {
  const [name, setName] = useState(group.name);
  const rename = useRenameGroup(group.id);
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        rename.mutate(name.trim(), { onSuccess: (after) => onRenamed(after.name) });
      }}
    >
      <div className={classes.row}>
        <TextInput label="Name" maxLength={120} value={name} onChange={(event) => setName(event.currentTarget.value)} />
        <Button type="submit" variant="default" disabled={name.trim() === '' || name.trim() === group.name} loading={rename.isPending}>
          Rename
        </Button>
      </div>
      {rename.isError && <Problem title="The group was not renamed" error={rename.error} />}
    </form>
  );
}

function Members({ groupId, own }: { groupId: string; own: boolean }) {
  const list = useAdminList(apiPath('admin', 'groups', groupId, 'members'), Member, {});
  const change = useChangeMembers(groupId);
  const people = list.data ?? [];
  const act = (body: { add?: string[]; remove?: string[] }) =>
    change.mutate(body, { onError: (error) => notifyProblem('The group was not changed', error) });
  return (
    <section aria-label="People in this group">
      <h3 className={classes.heading}>People</h3>
      {own && (
        <HolderPicker
          label="Take somebody into the group"
          placeholder="Add a person"
          groups={false}
          taken={new Set(people.map(({ id }) => id))}
          onPick={({ id }) => act({ add: [id] })}
        />
      )}
      {list.isPending && <Waiting label="Loading the people of this group" onRetry={() => void list.refetch()} />}
      {list.isError && list.data === undefined && (
        <Problem title="The people could not be loaded" error={list.error} onRetry={() => void list.refetch()} retrying={list.isFetching} />
      )}
      {list.isSuccess && people.length === 0 && <p className={classes.text}>Nobody is in this group.</p>}
      <ul className={classes.members}>
        {people.map(({ id, name, email, disabled }) => (
          <li key={id} className={classes.member}>
            <span>
              {name ?? email}
              <span className={classes.soft}>
                {email}
                {disabled && ', disabled'}
              </span>
            </span>
            {own && (
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={`Take ${name ?? email} out of the group`}
                onClick={() => act({ remove: [id] })}
              >
                <IconX size={16} />
              </ActionIcon>
            )}
          </li>
        ))}
      </ul>
      {list.hasNextPage && (
        <LoadMore
          label="Show more people"
          loading={list.isFetchingNextPage}
          failed={list.isFetchNextPageError}
          onLoad={() => void list.fetchNextPage()}
        />
      )}
    </section>
  );
}

function DeleteGroup({ group, onGone }: Pick<GroupDetailsProps, 'group' | 'onGone'>) {
  const [asking, setAsking] = useState(false);
  const [typed, setTyped] = useState('');
  const remove = useDeleteGroup(group.id);
  const confirm = () =>
    remove.mutate(undefined, {
      onSuccess: () => {
        notifyDone(`The group “${group.name}” was deleted.`);
        onGone();
      },
    });
  if (!asking) {
    return (
      <div className={classes.danger}>
        <Button variant="subtle" color="red" onClick={() => setAsking(true)}>
          Delete the group…
        </Button>
      </div>
    );
  }
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (typed === group.name) confirm();
      }}
    >
      <p className={classes.text}>Its people stay, and lose what they could enter through it.</p>
      <TextInput label={`Type “${group.name}” to delete it`} value={typed} onChange={(event) => setTyped(event.currentTarget.value)} />
      {remove.isError && <Problem title="The group was not deleted" error={remove.error} />}
      <div className={classes.answers}>
        <Button variant="default" onClick={() => setAsking(false)}>
          Keep it
        </Button>
        <Button type="submit" color="red" disabled={typed !== group.name} loading={remove.isPending}>
          Delete
        </Button>
      </div>
    </form>
  );
}
