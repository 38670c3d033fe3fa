import { Button, Select, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { LoadMore } from '#components/ui/load-more.tsx';
import { notifyDone, notifyProblem } from '#components/ui/notify.ts';
import { Problem } from '#components/ui/problem.tsx';
import { Waiting } from '#components/ui/waiting.tsx';
import { personName } from '#lib/client/person-name.ts';
import { spaceChoices } from '#lib/client/space-tree.ts';
import { useUpdateApp } from '#lib/client/use-app.ts';
import { useAppAccess } from '#lib/client/use-app-access.ts';
import { useSpaces } from '#lib/client/use-spaces.ts';
import type { App } from '#lib/contracts/app.ts';
import type { AppAccess } from '#lib/contracts/space.ts';
import { SpaceAccessPanel } from './space-access.tsx';
import classes from './spaces.module.css';

/** Where an app lies, who can see it there, and why. */
export function AppAccessPanel({ app }: { app: App }) {
  const spaces = useSpaces();
  const [entering, setEntering] = useState(false);
  const space = spaces.data?.find(({ id }) => id === app.spaceId);
  if (entering && space) return <SpaceAccessPanel space={space} onDone={() => setEntering(false)} />;
  return (
    <div className={classes.form}>
      <PlaceOfApp app={app} />
      <p className={classes.text}>{aboutApp(app)}</p>
      <Seeing app={app} />
      {space?.can.manage && (
        <div className={classes.answers}>
          <Button variant="default" onClick={() => setEntering(true)}>
            Change who may enter “{space.name}”
          </Button>
        </div>
      )}
    </div>
  );
}

function aboutApp({ spaceId, publishedVersion }: App): string {
  if (spaceId === null) return 'A personal app. Move it to a space to share it.';
  if (publishedVersion === null) return 'Nothing is published: only those who may edit the space see it.';
  return `Version ${publishedVersion} is published. Each person sees it with their own data.`;
}

const PERSONAL = 'personal';

/** Moves the app: to the spaces that one may edit. */
function PlaceOfApp({ app }: { app: App }) {
  const spaces = useSpaces();
  const update = useUpdateApp(app.id);
  const all = spaces.data ?? [];
  const offered = spaceChoices(all.filter(({ id, can }) => can.addApps || id === app.spaceId));
  const move = (value: string | null) =>
    update.mutate(
      { spaceId: value === PERSONAL ? null : value },
      { onSuccess: () => notifyDone('The app was moved.'), onError: (error) => notifyProblem('The app was not moved', error) },
    );
  return (
    <Select
      label="Space"
      data={[{ value: PERSONAL, label: 'None: a personal app' }, ...offered]}
      value={app.spaceId ?? PERSONAL}
      allowDeselect={false}
      searchable
      disabled={update.isPending || spaces.isPending}
      onChange={move}
    />
  );
}

function Seeing({ app }: { app: App }) {
  const [words, setWords] = useState('');
  const [q] = useDebouncedValue(words.trim(), 200);
  const access = useAppAccess(app.id, q);
  if (access.isPending) return <Waiting label="Loading who can see it" onRetry={() => void access.refetch()} />;
  if (access.data === undefined) {
    return (
      <Problem
        title="Who can see it could not be loaded"
        error={access.error}
        onRetry={() => void access.refetch()}
        retrying={access.isFetching}
      />
    );
  }
  const people = access.data.pages.flatMap(({ items }) => items);
  const total = access.data.pages[0]?.total ?? 0;
  return (
    <>
      <h3 className={classes.heading}>
        {q === '' ? `${total === 1 ? '1 person sees' : `${total} people see`} this app` : `${total} found`}
      </h3>
      <TextInput
        size="sm"
        type="search"
        aria-label="Search who can see it"
        placeholder="Can somebody see it? Type a name"
        leftSection={<IconSearch size={16} />}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      {people.length === 0 ? (
        <p className={classes.text}>Nobody of this name can see it.</p>
      ) : (
        <ul className={classes.list} aria-label="Who can see it" aria-busy={access.isPlaceholderData}>
          {people.map((one) => (
            <Seer key={one.person.id} one={one} />
          ))}
          {access.hasNextPage && (
            <li>
              <LoadMore
                label="Show more people"
                loading={access.isFetchingNextPage}
                failed={access.isFetchNextPageError}
                onLoad={() => void access.fetchNextPage()}
              />
            </li>
          )}
        </ul>
      )}
    </>
  );
}

function Seer({ one: { person, role, may, why } }: { one: AppAccess['items'][number] }) {
  return (
    <li className={classes.line}>
      <span className={classes.who}>
        {personName(person)} <span className="gw-visually-hidden">,</span>
        <span className={classes.soft}>
          {[person.email !== personName(person) ? person.email : null, role].filter(Boolean).join(' · ')}
        </span>
        <ul className={classes.why} aria-label="Why">
          {why.map(({ text }) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      </span>
      <span className={classes.may}>{may === 'change' ? 'May change it' : 'May open it'}</span>
    </li>
  );
}
