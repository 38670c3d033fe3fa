'use client';

import classes from './apps-home.module.css';
import { AppsList } from './apps-list.tsx';
import { NewApp } from './new-app.tsx';

/** The first page: begin something new, or go on with what is there. */
export function AppsHome() {
  return (
    <main className={classes.root} id="content">
      <div className={classes.hero}>
        <NewApp />
      </div>
      <AppsList />
    </main>
  );
}

/** The page behind "New → Data app". */
export function NewAppPage() {
  return (
    <main className={classes.root} id="content">
      <div className={classes.hero} data-alone>
        <NewApp autoFocus />
      </div>
    </main>
  );
}
