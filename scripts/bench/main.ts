import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { say } from '../lib/progress.ts';
import { freshDataDir, joinInstance, progress, startBenchInstance } from './bench-instance.ts';
import { type Figure, type Measured, toFigures } from './figures.ts';

const { values } = parseArgs({ options: { json: { type: 'boolean' } } });

progress('first start');
const imageDir = await freshDataDir();
await (await startBenchInstance(imageDir)).stop();
progress('second start');
const instance = await startBenchInstance(imageDir);
const measured: Measured = { start_again_ms: instance.startMs };
try {
  joinInstance(instance);
  await measureAll(measured);
} finally {
  await instance.stop();
}
print(toFigures(measured));
process.exit(0);

async function measureAll(into: Measured): Promise<void> {
  const [
    { openApi },
    { measureBuilds },
    { openBenchSandboxes },
    { measureViewers },
    { measureQueries },
    { measureMemory },
    { measureBuilder },
    { measureAppOpen },
  ] = await Promise.all([
    import('./api.ts'),
    import('./builds.ts'),
    import('./sandboxes.ts'),
    import('./viewers.ts'),
    import('./queries.ts'),
    import('./memory.ts'),
    import('./builder.ts'),
    import('./app-open.ts'),
  ]);
  const api = await openApi(instance.url);
  const sandboxes = openBenchSandboxes(imageDir);
  Object.assign(into, await measureMemory(instance.pid));
  Object.assign(into, await measureQueries(api, instance.dataDir));
  Object.assign(into, await measureAppOpen(api, instance.url));
  Object.assign(into, await measureViewers(api, instance.url));
  Object.assign(into, await measureBuilder(instance.url));
  Object.assign(into, await measureBuilds(api, sandboxes));
  Object.assign(into, await sandboxes.measure());
  await sandboxes.close();
}

function print(figures: readonly Figure[]): void {
  const machine = {
    cpus: cpus().length,
    cpu: cpus()[0]?.model ?? 'unknown',
    memoryGiB: Math.round(totalmem() / 1024 ** 3),
    node: process.version,
  };
  if (values.json) {
    console.log(JSON.stringify({ figures, machine }, null, 2));
    return;
  }
  console.log(`| figure | measured | target |\n|---|---|---|`);
  for (const { name, value, unit, target, ok } of figures) {
    const verdict = target === null ? '' : `≤ ${target}${ok ? '' : ' (missed)'}`;
    console.log(`| \`${name}\` | ${value} ${unit} | ${verdict} |`);
  }
  say(`\n  ${machine.cpus} CPUs, ${machine.memoryGiB} GiB, ${machine.cpu}, Node ${machine.node}`);
}
