import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { say } from '../lib/progress.ts';
import { freshDataDir, joinInstance, progress, startBenchInstance } from './bench-instance.ts';
import { type Figure, type Measured, toFigures } from './figures.ts';
import { chooseParts } from './parts.ts';

const names = { type: 'string', multiple: true } as const;
const { values } = parseArgs({ options: { json: { type: 'boolean' }, only: names, without: names } });
const parts = chooseParts({ only: values.only ?? [], without: values.without ?? [] });

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
  const [{ openApi }, { openBenchSandboxes }] = await Promise.all([import('./api.ts'), import('./sandboxes.ts')]);
  const api = await openApi(instance.url);
  const sandboxes = openBenchSandboxes(imageDir);
  for (const [, measure] of parts) Object.assign(into, await measure({ instance, api, sandboxes }));
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
