import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { AppError } from '../lib/errors.ts';

const HELP = `Commands for a running Glassworks:

  npm run --silent cli -- token create --email E --name N [--expires-in-days D]   an API token, alone on a line
  npm run --silent cli -- sign-in-link --email E                                  a one-time sign-in link
  npm run --silent cli -- user create --email E [--name N] [--role viewer|editor|admin]
  npm run --silent cli -- secret-key rotate                                       a new key for stored secrets

  --data-dir DIR   the folder it runs on (default: .glassworks)
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    'data-dir': { type: 'string', default: process.env.GLASSWORKS_DATA_DIR ?? '.glassworks' },
    email: { type: 'string' },
    name: { type: 'string' },
    role: { type: 'string', default: 'editor' },
    'expires-in-days': { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  },
});

try {
  if (values.help || positionals.length === 0) process.stdout.write(HELP);
  else {
    reachRunningInstance(resolve(values['data-dir']));
    const { runCommand } = await import('./lib/commands.ts');
    process.stdout.write(`${await runCommand(positionals.join(' '), values)}\n`);
  }
  process.exit(0);
} catch (error) {
  console.error(error instanceof AppError ? error.message : error);
  process.exit(1);
}

/** A running supervisor writes down where its database is; a database of one's own is in the environment. */
function reachRunningInstance(dataDir: string): void {
  process.env.GLASSWORKS_DATA_DIR = dataDir;
  process.env.GLASSWORKS_LOG_LEVEL ??= 'error';
  const file = join(dataDir, 'run', 'instance.json');
  if (!existsSync(file)) {
    if (process.env.DATABASE_URL) return;
    throw new AppError('unavailable', `Nothing runs on ${dataDir}. Start it with: npm start -- --data-dir ${dataDir}`);
  }
  const instance = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
  for (const [name, value] of Object.entries(instance)) process.env[name] ??= value;
}
