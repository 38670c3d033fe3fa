'use client';

import { Button, Select } from '@mantine/core';
import { IconDatabase, IconFolder } from '@tabler/icons-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Composer } from '#components/builder/composer.tsx';
import { notifyProblem } from '#components/ui/notify.ts';
import { Problem } from '#components/ui/problem.tsx';
import { appPath } from '#lib/client/paths.ts';
import { usePreferences } from '#lib/client/preferences.ts';
import { spaceChoices } from '#lib/client/space-tree.ts';
import { saveDraft, useDraft } from '#lib/client/use-draft.ts';
import { useFeatures } from '#lib/client/use-instance.ts';
import { useNewApp } from '#lib/client/use-new-app.ts';
import { useProjects } from '#lib/client/use-projects.ts';
import { useSpaces } from '#lib/client/use-spaces.ts';
import { Examples } from './examples.tsx';
import classes from './new-app.module.css';

/** Where an app begins: a project, a sentence, go. */
export function NewApp({ autoFocus = false }: { autoFocus?: boolean }) {
  const router = useRouter();
  const projects = useProjects();
  const features = useFeatures();
  const [preferences, setPreferences] = usePreferences();
  const [text, setText] = useDraft('new');
  const [leaving, setLeaving] = useState(false);
  const newApp = useNewApp();
  const [spaceId, setSpaceId] = useState<string | null>(null);
  const remembered = projects.data?.find((project) => project.id === preferences.projectId);
  const project = remembered ?? projects.data?.[0];

  async function send(prompt: string, clientKey: string): Promise<boolean> {
    if (project === undefined) return false;
    const made = await newApp.mutateAsync({ projectId: project.id, spaceId, prompt, clientKey }).catch(() => null);
    if (made === null) return false;
    setLeaving(true);
    setText('');
    if (made.refused !== null) {
      // The app exists even so: its own composer gets the text.
      saveDraft(made.app.id, prompt);
      notifyProblem('The app was made, but its build was refused', made.refused);
    }
    router.push(appPath(made.app.id));
    return true;
  }

  return (
    <section className={classes.root} aria-label="New app">
      <h1 className={classes.title}>What do you want to see?</h1>
      <p className={classes.lead}>Write it in a sentence. Glassworks builds a live app on the metrics your company already trusts.</p>
      <Composer
        text={text}
        onText={setText}
        onSend={send}
        sending={newApp.isPending || leaving}
        error={newApp.error}
        blocked={blockedReason(features.data?.dataApps, projects)}
        placeholder="Revenue and orders by month, split by region, with a table of the top customers"
        minRows={3}
        projectId={project?.id ?? null}
        mentionsSide="below"
        autoFocus={autoFocus}
      >
        {projects.data !== undefined && projects.data.length > 0 && (
          <Select
            size="xs"
            aria-label="Project"
            className={classes.project}
            leftSection={<IconDatabase size={14} />}
            data={projects.data.map(({ id, name }) => ({ value: id, label: name }))}
            value={project?.id ?? null}
            allowDeselect={false}
            onChange={(projectId) => setPreferences({ projectId })}
          />
        )}
        <SpacePicker value={spaceId} onChange={setSpaceId} />
      </Composer>
      {projects.isError && projects.data === undefined && (
        <Problem
          title="The projects could not be loaded"
          error={projects.error}
          onRetry={() => void projects.refetch()}
          retrying={projects.isFetching}
        />
      )}
      {projects.data?.length === 0 && (
        <p className={classes.none}>
          Apps need a project: a dbt project and its warehouse.
          <Button component={Link} href="/projects?add" size="compact-sm" variant="light">
            Add a project
          </Button>
        </p>
      )}
      <Examples projectId={project?.id ?? null} waiting={projects.isPending} onPick={setText} />
    </section>
  );
}

const PERSONAL = 'personal';

/** Where the app will lie; nothing while there is nothing to choose. */
function SpacePicker({ value, onChange }: { value: string | null; onChange(spaceId: string | null): void }) {
  const spaces = useSpaces().data?.filter(({ can }) => can.addApps) ?? [];
  if (spaces.length === 0) return null;
  return (
    <Select
      size="xs"
      aria-label="Space of the new app"
      className={classes.project}
      leftSection={<IconFolder size={14} />}
      data={[{ value: PERSONAL, label: 'Personal app' }, ...spaceChoices(spaces)]}
      value={value ?? PERSONAL}
      allowDeselect={false}
      searchable
      onChange={(picked) => onChange(picked === PERSONAL ? null : picked)}
    />
  );
}

function blockedReason(
  dataApps: { enabled: boolean; reason?: string | undefined } | undefined,
  projects: ReturnType<typeof useProjects>,
): string | null {
  if (dataApps?.enabled === false) return dataApps.reason ?? 'Data apps are switched off on this instance.';
  if (projects.data === undefined) return projects.isError ? 'Your projects are not known now.' : 'Loading your projects…';
  return projects.data.length === 0 ? 'Add a project first.' : null;
}
