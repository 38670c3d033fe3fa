import { mkdirSync } from 'node:fs';
import { Child } from './lib/children.ts';
import { openDatabase } from './lib/database.ts';
import { writeInstance } from './lib/instance.ts';
import { readOptions, type StartOptions } from './lib/options.ts';
import { say, step } from './lib/progress.ts';
import { endOldSupervisor, holdDataDir } from './lib/single.ts';
import { ensureSystemPackages } from './lib/system-packages.ts';
import { waitUntilHealthy } from './lib/wait-healthy.ts';
import { ensureWebBuild } from './lib/web-build.ts';

const startedAt = performance.now();
const options = readOptions(process.argv.slice(2));
setEnvironment(options);
say(`\nGlassworks\n`);
mkdirSync(options.dataDir, { recursive: true, mode: 0o755 });
await endOldSupervisor(options.dataDir);
holdDataDir(options.dataDir);

const missing = await ensureSystemPackages(options.install);
const database = await openDatabase(options.dataDir);
writeInstance(options.dataDir);

// Only now: these read the environment, the database's address included.
const { seed } = await import('./lib/seed.ts');
const { ensureImage } = await import('./lib/image.ts');
const [admin, image] = await Promise.all([seed(), ensureImage(options.dataDir), options.dev ? undefined : ensureWebBuild()]);

const childEnv = { GLASSWORKS_SUPERVISED: '1', GLASSWORKS_IMAGE_DIR: image.dir ?? '' };
const gateway = new Child('gateway', 'gateway/main.ts', childEnv);
const worker = new Child('worker', 'worker/main.ts', childEnv);
const web = new Child('web', 'web/main.ts', childEnv);
const stopped = stopOnSignal();
gateway.start();
worker.start();
web.start();
const health = await step('Starting', (report) => waitUntilHealthy(options.port, report));
const { printSummary } = await import('./lib/summary.ts');
printSummary({ options, admin, health, missing: [...missing, ...image.problems], seconds: (performance.now() - startedAt) / 1000 });
await stopped;

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

/** Ctrl-C, or a polite kill: who takes work stops first, who keeps data last. */
function stopOnSignal(): Promise<never> {
  return new Promise(() => {
    let asked = 0;
    const stop = async () => {
      asked += 1;
      if (asked > 1) return;
      say('\nStopping …');
      await web.stop();
      await worker.stop();
      await gateway.stop();
      await database.stop();
      say('Stopped. Everything is kept.');
      process.exit(0);
    };
    process.on('SIGINT', () => void stop());
    process.on('SIGTERM', () => void stop());
  });
}
