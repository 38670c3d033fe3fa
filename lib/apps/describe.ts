import type { App } from '#lib/contracts/app.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import { findPeople } from './people.ts';
import { type AppRow, peopleIn, toApp } from './to-contract.ts';
import { unreadAmong } from './unread.ts';

/** The wire form of apps that the actor may see, with what is unread for this actor. */
export async function describeApps(actor: Actor, rows: readonly AppRow[]): Promise<App[]> {
  const ids = rows.map((row) => row.id);
  const [unread, personOf] = await Promise.all([unreadAmong(actor, ids), findPeople(rows.flatMap(peopleIn))]);
  return rows.map((row) => toApp(actor, row, { unread: unread.has(row.id), personOf }));
}

export async function describeApp(actor: Actor, row: AppRow): Promise<App> {
  const [app] = await describeApps(actor, [row]);
  if (!app) throw new Error('one row gives one app');
  return app;
}
