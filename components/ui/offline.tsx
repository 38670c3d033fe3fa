'use client';

import { useOffline } from '#lib/client/use-offline.ts';
import classes from './offline.module.css';

/** Says, above the page, that the network is gone and that nothing has to be done about it. */
export function Offline() {
  const offline = useOffline();
  return (
    <div role="status" className={classes.place}>
      {offline && (
        <p className={classes.note}>
          <span className={classes.dot} aria-hidden />
          You are offline. Builds go on, and this page catches up when the network is back.
        </p>
      )}
    </div>
  );
}
