import { Button } from '@mantine/core';
import { IconBell } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useNotifications } from '#lib/client/use-notifications.ts';
import classes from './notify-offer.module.css';

/** A build that takes longer than this is left alone by most. */
const LONG_MS = 20_000;

/** Asks once, at the first long build, whether to tell when builds end out of sight. The browser asks only after "Notify me". */
export function NotifyOffer({ startedAt }: { startedAt: string }) {
  const { state, choose } = useNotifications();
  const [long, setLong] = useState(false);
  useEffect(() => {
    setLong(false);
    const timer = setTimeout(() => setLong(true), Math.max(0, Date.parse(startedAt) + LONG_MS - Date.now()));
    return () => clearTimeout(timer);
  }, [startedAt]);
  if (!long || state !== 'unasked') return null;
  return (
    <section className={classes.root} aria-label="Notifications">
      <IconBell className={classes.icon} size={17} aria-hidden />
      <p className={classes.text}>Doing something else meanwhile? You can be told when it is ready.</p>
      <div className={classes.actions}>
        <Button size="compact-xs" variant="light" onClick={() => void choose(true)}>
          Notify me
        </Button>
        <Button size="compact-xs" variant="subtle" color="gray" onClick={() => void choose(false)}>
          No, thanks
        </Button>
      </div>
    </section>
  );
}
