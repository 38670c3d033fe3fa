import { Switch } from '@mantine/core';
import { type NotificationState, useNotifications } from '#lib/client/use-notifications.ts';
import classes from './notify-setting.module.css';

const NOTES: Partial<Record<NotificationState, string>> = {
  unavailable: 'This browser shows notifications on https or localhost only.',
  blocked: 'This browser was told to block notifications of this site. Allow them in its site settings, then switch them on here.',
};

/** Switches notifications of this browser on and off; nothing is ever asked before this click. */
export function NotifySetting() {
  const { state, choose } = useNotifications();
  const note = NOTES[state];
  return (
    <div className={classes.root}>
      <Switch
        label="Tell me when a build ends while Glassworks is out of sight"
        checked={state === 'on'}
        disabled={note !== undefined}
        onChange={(event) => void choose(event.currentTarget.checked)}
      />
      {note !== undefined && (
        <p className={classes.note} role="status">
          {note}
        </p>
      )}
    </div>
  );
}
