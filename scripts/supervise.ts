import { accessSync, constants, mkdirSync } from 'node:fs';
import { Child } from './lib/children.ts';
import { openDatabase } from './lib/database.ts';
import { writeInstance } from './lib/instance.ts';
import { readOptions, type StartOptions } from './lib/options.ts';
import { portProblems } from './lib/ports.ts';
import { say, step } from './lib/progress.ts';
import { endOldSupervisor, holdDataDir } from './lib/single.ts';
import { ensureSystemPackages } from './lib/system-packages.ts';
import { waitUntilHealthy } from './lib/wait-healthy.ts';
import { ensureWebBuild } from './lib/web-build.ts';

const startedAt = performance.now();
const options = readOptions(process.argv.slice(2));
setEnvironment(options);
say(`\nGlassworks\n`);
makeDataDir(options.dataDir);
await endOldSupervisor(options.dataDir);
holdDataDir(options.dataDir);

await refuseTakenPorts(options);
const parts: Child[] = [];
let opening: ReturnType<typeof openDatabase> | null = null;
let stopping: Promise<void> | null = null;
process.on('SIGINT', () => void stopAndExit());
process.on('SIGTERM', () => void stopAndExit());
process.on('SIGHUP', () => void stopAndExit()); // its terminal was closed
try {
  await start();
} catch (error) {
  if (!stopping) console.error(`\n  The start failed: ${error instanceof Error ? error.message : String(error)}`);
  await stopAll();
  process.exit(1);
}

async function start(): Promise<void> {
  const missing = await ensureSystemPackages(options.install);
  opening = openDatabase(options.dataDir);
  await opening;
  writeInstance(options.dataDir);
  // Only now: these read the environment, the database's address included.
  const { seed } = await import('./lib/seed.ts');
  const { ensureImage } = await import('./lib/image.ts');
  const [admin, image] = await Promise.all([seed(), ensureImage(options.dataDir), options.dev ? undefined : ensureWebBuild()]);

  const childEnv = { GLASSWORKS_SUPERVISED: '1', GLASSWORKS_IMAGE_DIR: image.dir ?? '' };
  for (const name of ['gateway', 'worker', 'web']) {
    // In development the pages reload by themselves; the other two start again when a file of theirs changes.
    const watch = options.dev && name !== 'web';
    parts.unshift(new Child(name, `${name}/main.ts`, childEnv, watch));
  }
  for (const part of parts.toReversed()) part.start();
  const health = await step('Starting', (report) => waitUntilHealthy(options, report));
  const { printSummary } = await import('./lib/summary.ts');
  printSummary({ options, admin, health, missing: [...missing, ...image.problems], seconds: (performance.now() - startedAt) / 1000 });
}

/** Says in words when the folder cannot be used, before anything is started. */
function makeDataDir(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o755 });
    accessSync(dataDir, constants.W_OK);
  } catch (error) {
    say(
      `The data folder ${dataDir} cannot be used: ${error instanceof Error ? error.message : String(error)}. Choose another with --data-dir.`,
    );
    process.exit(1);
  }
}

async function refuseTakenPorts({ host, port, appsPort, gatewayPort }: StartOptions): Promise<void> {
  const problems = await portProblems(host, [
    { port, what: 'The web server', flag: '--port' },
    { port: appsPort, what: 'The apps origin', flag: '--apps-port' },
    { port: gatewayPort, what: 'The model gateway', flag: '--gateway-port' },
  ]);
  if (problems.length === 0) return;
  for (const problem of problems) say(problem);
  process.exit(1);
}

function setEnvironment({ port, appsPort, gatewayPort, host, dataDir, dev }: StartOptions): void {
  Object.assign(process.env, {
    GLASSWORKS_PORT: String(port),
    GLASSWORKS_APPS_PORT: String(appsPort),
    GLASSWORKS_GATEWAY_PORT: String(gatewayPort),
    GLASSWORKS_HOST: host,
    GLASSWORKS_DATA_DIR: dataDir,
    NODE_ENV: dev ? 'development' : 'production',
    GLASSWORKS_DEV: dev ? '1' : '0',
    NEXT_TELEMETRY_DISABLED: '1',
    GLASSWORKS_LOG_LEVEL: process.env.GLASSWORKS_LOG_LEVEL ?? 'warn',
  });
  process.env.NEXTAUTH_URL ??= process.env.GLASSWORKS_WEB_ORIGIN ?? `http://localhost:${port}`;
}

/** Ctrl-C, or a polite kill, also while the start is still under way. */
async function stopAndExit(): Promise<void> {
  if (stopping) return;
  say('\nStopping …');
  await stopAll();
  say('Stopped. Everything is kept.');
  process.exit(0);
}

/** Who takes work stops first, who keeps data last. */
function stopAll(): Promise<void> {
  stopping ??= (async () => {
    for (const part of parts) await part.stop();
    // Also when it is still being opened; that it could not be is said by the start.
    await (await opening?.catch(() => null))?.stop();
  })();
  return stopping;
}
