import { Button, ColorInput, FileButton, Select, Textarea } from '@mantine/core';
import { useState } from 'react';
import { notifyDone, notifyProblem } from '#components/ui/notify.ts';
import { Panel } from '#components/ui/page.tsx';
import { Problem } from '#components/ui/problem.tsx';
import { ApiError } from '#lib/client/api.ts';
import { useSaveTheme } from '#lib/client/use-theme.ts';
import { FONTS, type Theme, ThemeBody } from '#lib/contracts/theme.ts';
import classes from './theme-page.module.css';

const MAX_LOGO_BYTES = 64_000;

/** The theme in force, to be changed. */
export function ThemeForm({ shown, onReload }: { shown: Theme; onReload: () => void }) {
  const save = useSaveTheme();
  const [theme, setTheme] = useState(shown.theme);
  const parsed = ThemeBody.safeParse(theme);
  const problem = (field: keyof ThemeBody) =>
    parsed.success ? undefined : parsed.error.issues.find(({ path }) => path[0] === field)?.message;
  const changed = JSON.stringify(theme) !== JSON.stringify(shown.theme);
  const isConflict = save.error instanceof ApiError && save.error.code === 'conflict';
  return (
    <Panel
      title="Look"
      note={shown.version === 0 ? 'Apps have their own look until you save one.' : `Version ${shown.version} is in force.`}
    >
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (parsed.success && changed)
            save.mutate(
              { version: shown.version, theme: parsed.data },
              { onSuccess: () => notifyDone('The theme is saved. The next build uses it.') },
            );
        }}
      >
        <Logo logo={theme.logo} onChange={(logo) => setTheme({ ...theme, logo })} />
        <ColorInput
          label="Accent colour"
          description="Buttons, links and the first series of charts."
          format="hex"
          placeholder="The app's own"
          value={theme.accent ?? ''}
          onChange={(accent) => setTheme({ ...theme, accent: accent === '' ? null : accent })}
          error={problem('accent')}
          popoverProps={{ withinPortal: true }}
          eyeDropperButtonProps={{ 'aria-label': 'Pick a colour from the screen' }}
        />
        <Select
          label="Font"
          description="Fonts that every machine has; nothing is loaded from elsewhere."
          data={Object.entries(FONTS).map(([value, label]) => ({ value, label }))}
          value={theme.font}
          onChange={(font) => font !== null && setTheme({ ...theme, font: font as ThemeBody['font'] })}
          allowDeselect={false}
        />
        <Textarea
          className={classes.whole ?? ''}
          label="Instructions for the agent"
          description="Told with every request, such as: write titles in German; show money without cents."
          autosize
          minRows={3}
          maxRows={12}
          maxLength={4_000}
          value={theme.instructions}
          onChange={({ currentTarget }) => setTheme({ ...theme, instructions: currentTarget.value })}
          error={problem('instructions')}
        />
        {save.isError && (
          <div className={classes.whole}>
            <Problem title="The theme was not saved" error={save.error} {...(isConflict ? { onRetry: onReload } : {})} />
          </div>
        )}
        <div className={classes.whole}>
          <Button type="submit" disabled={!changed || !parsed.success} loading={save.isPending}>
            Save
          </Button>
        </div>
      </form>
    </Panel>
  );
}

function Logo({ logo, onChange }: { logo: string | null; onChange: (logo: string | null) => void }) {
  const read = (file: File | null) => {
    if (file === null) return;
    if (file.size > MAX_LOGO_BYTES) return notifyProblem('This logo is too large', new Error('Choose a picture of at most 64 kB.'));
    const reader = new FileReader();
    reader.onload = () => onChange(String(reader.result));
    reader.onerror = () => notifyProblem('The picture could not be read', new Error('Choose it again, or another one.'));
    reader.readAsDataURL(file);
  };
  return (
    <div className={classes.whole}>
      <p className={classes.label}>Logo</p>
      <p className={classes.about}>PNG, JPEG or WebP of at most 64 kB. Stands above every app.</p>
      <div className={classes.logo}>
        {/* biome-ignore lint/performance/noImgElement: a small picture by value; there is nothing to optimise */}
        {logo !== null && <img src={logo} alt="The logo" />}
        <FileButton accept="image/png,image/jpeg,image/webp" onChange={read}>
          {(props) => (
            <Button size="compact-sm" variant="default" {...props}>
              {logo === null ? 'Choose a picture' : 'Choose another'}
            </Button>
          )}
        </FileButton>
        {logo !== null && (
          <Button size="compact-sm" variant="subtle" color="gray" onClick={() => onChange(null)}>
            Remove
          </Button>
        )}
      </div>
    </div>
  );
}
