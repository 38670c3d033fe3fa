import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the command line needs to reach a running instance. The database's password is among it: for the owner only. */
const NAMES = [
  'DATABASE_URL',
  'NEXTAUTH_URL',
  'NODE_ENV',
  'GLASSWORKS_PORT',
  'GLASSWORKS_APPS_PORT',
  'GLASSWORKS_GATEWAY_PORT',
  'GLASSWORKS_WEB_ORIGIN',
  'GLASSWORKS_HOST',
];

/** Writes it down for as long as the supervisor lives. */
export function writeInstance(dataDir: string): void {
  const file = join(dataDir, 'run', 'instance.json');
  const values = Object.fromEntries(NAMES.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
  rmSync(file, { force: true });
  writeFileSync(file, JSON.stringify(values, null, 2), { mode: 0o600 });
  process.on('exit', () => rmSync(file, { force: true }));
}
