import { writeFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { runChaos } from '../../scripts/bench/chaos/run.ts';
import { signInByLink } from './builder-page.ts';
import { oneNumberApp } from './one-number-app.ts';
import { isAlive, processTree, sandboxProcesses } from './processes.ts';
import { type ScriptedInstance, startScriptedInstance } from './scripted-instance.ts';

const BUILDS = 12;
const STUCK_MS = 60_000;
/** Of a machine like that; a free one needs one minute. */
const ALL_MS = 900_000;
/** Fewer would prove little; how many there are depends on how long the builds take. */
const FEWEST_KILLS = 4;

let scripted: ScriptedInstance;

test.beforeAll(async () => {
  test.setTimeout(300_000);
  scripted = await startScriptedInstance('chaos', { SANDBOX_POOL_SIZE: '2' });
  scripted.api.setTurns([oneNumberApp()]);
});
test.afterEach(async ({ page: _ }, info) => {
  if (info.status !== info.expectedStatus) writeFileSync(info.outputPath('output.txt'), scripted.instance.output());
});
test.afterAll(async () => {
  await scripted?.close();
});

test('builds come to their end while every part is killed at random', async ({ page }) => {
  test.setTimeout(ALL_MS);
  const { instance } = scripted;
  await signInByLink(page, instance.link ?? '');
  const made = await page.request.post(`${instance.url}/api/me/tokens`, { data: { name: 'chaos' } });
  const { token } = (await made.json()) as { token: string };
  const projects = (await (await page.request.get(`${instance.url}/api/projects`)).json()) as { items: { id: string }[] };
  const seed = Number(process.env.CHAOS_SEED ?? Date.now() % 100_000);
  console.log(`  CHAOS_SEED=${seed} repeats this order of kills`);
  const result = await runChaos({
    url: instance.url,
    token,
    projectId: projects.items[0]?.id ?? 'none',
    target: instance,
    count: BUILDS,
    seed,
    apps: 3,
    everyMs: 3_000,
    killsPerBuild: 0.7,
    stuckMs: STUCK_MS,
    say: (line) => console.log(line),
  });
  expect(result).toMatchObject({ lost: 0, stuck: 0, orphans: 0, duplicates: 0, problems: [] });
  expect(Object.values(result.kills).reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(FEWEST_KILLS);
  const all = [...processTree(instance.pid), ...sandboxProcesses(instance.dataDir)];
  await instance.stop();
  await expect.poll(() => all.filter(isAlive).map(({ command }) => command)).toEqual([]);
});
