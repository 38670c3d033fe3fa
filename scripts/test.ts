import { rmSync } from 'node:fs';
import { say } from './lib/progress.ts';
import { ensureSystemPackages } from './lib/system-packages.ts';
import { inOrder, type Task, type TaskResult } from './lib/tasks.ts';

const MINUTE = 60_000;
const node = process.execPath;
const bin = (path: string) => `node_modules/${path}`;
const vitest = (...args: string[]): readonly [string, ...string[]] => [node, bin('vitest/vitest.mjs'), 'run', ...args];

const lint: Task = { name: 'lint', command: [node, bin('@biomejs/biome/bin/biome'), 'check', '.'], timeoutMs: 2 * MINUTE };
const unused: Task = { name: 'unused code', command: [node, bin('knip/bin/knip.js')], timeoutMs: 2 * MINUTE };
const routeTypes: Task = { name: 'route types', command: [node, bin('next/dist/bin/next'), 'typegen'], timeoutMs: 2 * MINUTE };
const types: Task = { name: 'types', command: [node, bin('typescript/bin/tsc'), '--noEmit'], timeoutMs: 5 * MINUTE };
const unit: Task = { name: 'unit and components', command: vitest('--project', 'unit', '--project', 'components'), timeoutMs: 10 * MINUTE };
const integration: Task = {
  name: 'integration, contracts, permissions',
  command: vitest('--project', 'integration'),
  timeoutMs: 40 * MINUTE,
};
const journeys: Task = { name: 'journeys in the browser', command: [node, bin('@playwright/test/cli.js'), 'test'], timeoutMs: 90 * MINUTE };

/** Everything that must hold: what is quick and reads code first, then what runs it. */
const missing = await ensureSystemPackages(true);
for (const line of missing) say(`  ! ${line}`);
if (missing.length > 0) process.exit(1);
rmSync('test-results', { recursive: true, force: true });

const [read, checked] = await Promise.all([inOrder([lint, unused, routeTypes, types]), inOrder([unit])]);
const ran = await inOrder([integration, journeys]);
report([...read, ...checked, ...ran]);

function report(results: readonly TaskResult[]): void {
  say('\n────');
  for (const { name, ok, seconds } of results) say(`  ${ok ? 'passed' : 'FAILED'}  ${name} (${seconds.toFixed(1)} s)`);
  const failed = results.filter((result) => !result.ok).length;
  console.log(`${results.length - failed} passed, ${failed} failed`);
  process.exit(failed === 0 ? 0 : 1);
}
