'use client';

import { Button } from '@mantine/core';
import { notifyDone, notifyProblem } from '#components/ui/notify.ts';
import { Page, Panel } from '#components/ui/page.tsx';
import { Problem } from '#components/ui/problem.tsx';
import { Waiting } from '#components/ui/waiting.tsx';
import { formatMoment } from '#lib/client/format.ts';
import { useAppTheme, useSaveTheme, useThemeVersions } from '#lib/client/use-theme.ts';
import { FONTS, type Theme } from '#lib/contracts/theme.ts';
import { ThemeForm } from './theme-form.tsx';
import classes from './theme-page.module.css';

/** How apps look, and what the agent is told of every one. */
export function ThemePage() {
  const theme = useAppTheme();
  return (
    <Page title="Themes" lead="How apps look, and what the agent is told about every one. The next build of an app uses it.">
      {theme.isPending && <Waiting label="Loading the theme" onRetry={() => void theme.refetch()} />}
      {theme.isError && theme.data === undefined && (
        <Problem
          title="The theme could not be loaded"
          error={theme.error}
          onRetry={() => void theme.refetch()}
          retrying={theme.isFetching}
        />
      )}
      {theme.data && <ThemeForm key={theme.data.version} shown={theme.data} onReload={() => void theme.refetch()} />}
      {theme.data && <Versions current={theme.data} />}
    </Page>
  );
}

function Versions({ current }: { current: Theme }) {
  const versions = useThemeVersions();
  const save = useSaveTheme();
  const older = versions.data?.filter(({ version }) => version !== current.version) ?? [];
  if (older.length === 0) return null;
  return (
    <Panel title="Earlier versions">
      <ul className={classes.versions}>
        {older.map(({ version, theme, createdAt, createdBy }) => (
          <li key={version}>
            <div>
              <p>
                Version {version}, {createdBy}
                {createdAt !== null && <time dateTime={createdAt}> on {formatMoment(Date.parse(createdAt))}</time>}
              </p>
              <p className={classes.about}>
                {FONTS[theme.font]}
                {theme.accent !== null && `, ${theme.accent}`}
                {theme.logo !== null && ', with a logo'}
                {theme.instructions !== '' && ', with instructions'}
              </p>
            </div>
            <Button
              size="compact-sm"
              variant="default"
              aria-label={`Use version ${version} again`}
              loading={save.isPending}
              onClick={() =>
                save.mutate(
                  { version: current.version, theme },
                  {
                    onSuccess: () => notifyDone(`Version ${version} is in force again.`),
                    onError: (error) => notifyProblem('The theme was not saved', error),
                  },
                )
              }
            >
              Use again
            </Button>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
