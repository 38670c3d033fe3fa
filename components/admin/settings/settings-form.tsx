'use client';

import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { notifyDone } from '#components/ui/notify.ts';
import { Panel } from '#components/ui/page.tsx';
import { Problem } from '#components/ui/problem.tsx';
import { Waiting } from '#components/ui/waiting.tsx';
import { ApiError } from '#lib/client/api.ts';
import { useSaveSettings, useSettings } from '#lib/client/use-settings.ts';
import type { SettingsPageName, SettingsShown } from '#lib/contracts/settings.ts';
import { type Given, SettingField } from './setting-field.tsx';
import classes from './settings-form.module.css';
import { Trial } from './trial.tsx';

interface SettingsFormProps {
  page: SettingsPageName;
  title: string;
  note?: ReactNode;
  /** It can be tried for real. */
  triable?: boolean;
}

/** The settings of a page: each with its value in force and whose word that is. */
export function SettingsForm({ page, ...rest }: SettingsFormProps) {
  const settings = useSettings(page);
  if (settings.isPending) return <Waiting label="Loading the settings" onRetry={() => void settings.refetch()} />;
  if (settings.data === undefined) {
    return (
      <Problem
        title="The settings could not be loaded"
        error={settings.error}
        onRetry={() => void settings.refetch()}
        retrying={settings.isFetching}
      />
    );
  }
  return <Form page={page} shown={settings.data} onReload={() => settings.refetch()} {...rest} />;
}

interface FormProps extends SettingsFormProps {
  shown: SettingsShown;
  onReload: () => Promise<unknown>;
}

function Form({ page, title, note, triable = false, shown, onReload }: FormProps) {
  const save = useSaveSettings(page);
  const [draft, setDraft] = useState<Readonly<Record<string, Given>>>({});
  // What was loaded when the change began: whoever saved since then is not overwritten.
  const [version, setVersion] = useState(shown.version);
  const begun = Object.keys(draft).length > 0;
  const usable = shown.settings.filter(({ available }) => available);
  const later = shown.settings.filter(({ available }) => !available);
  const start = (values: Readonly<Record<string, Given>>, of: string) => {
    setDraft(values);
    setVersion(of);
  };
  const onSave = () =>
    save.mutate(
      { version, values: draft },
      {
        onSuccess: (saved) => {
          start({}, saved.version);
          notifyDone('The settings are saved and in force within two seconds.');
        },
      },
    );
  const onChange = (name: string) => (value: Given | undefined) => {
    const { [name]: _, ...others } = draft;
    start(value === undefined ? others : { ...others, [name]: value }, begun ? version : shown.version);
  };
  const isConflict = save.error instanceof ApiError && save.error.code === 'conflict';
  return (
    <Panel title={title} {...(note === undefined ? {} : { note })}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (begun) onSave();
        }}
      >
        <div className={classes.fields}>
          {usable.map((setting) => (
            <SettingField key={setting.name} setting={setting} given={draft[setting.name]} onChange={onChange(setting.name)} />
          ))}
        </div>
        {save.isError && (
          <Problem title="The settings were not saved" error={save.error}>
            {isConflict && (
              <Button
                size="compact-sm"
                variant="default"
                onClick={async () => {
                  await onReload();
                  save.reset();
                  setDraft({});
                }}
              >
                Load what is in force
              </Button>
            )}
          </Problem>
        )}
        {usable.some(({ editable }) => editable) && (
          <div className={classes.actions}>
            <Button type="submit" disabled={!begun} loading={save.isPending}>
              Save
            </Button>
            <Button variant="subtle" color="gray" disabled={!begun} onClick={() => setDraft({})}>
              Discard changes
            </Button>
          </div>
        )}
      </form>
      {triable && <Trial page={page} values={draft} />}
      {later.length > 0 && (
        <details className={classes.later}>
          <summary>Not in this version ({later.length})</summary>
          <ul>
            {later.map(({ variable, about }) => (
              <li key={variable}>
                <code>{variable}</code> {about}
              </li>
            ))}
          </ul>
        </details>
      )}
    </Panel>
  );
}
