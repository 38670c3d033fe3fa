import { expect, type Page, test } from '@playwright/test';
import { newestBuild, newestLog } from './build-log.ts';
import { appFrame, ask, conversation, expectVersion, signInByLink, startApp, turnOf } from './builder-page.ts';
import type { Instance } from './instance.ts';
import { lastToolResult, oneNumberApp } from './one-number-app.ts';
import { type ScriptedInstance, startScriptedInstance } from './scripted-instance.ts';

const BRACES = '$'.concat('{process.env.HOME}');
const HOSTILE = `Orders "so far" </p><script>alert(1)</script> ${BRACES} \`id\` '; DROP TABLE "App"; -- "; rm -rf / #`;
const CANCEL_MS = 5_000;

test.describe.configure({ mode: 'serial' });

let scripted: ScriptedInstance;
let instance: Instance;
let page: Page;
let appId: string;

test.beforeAll(async ({ browser }) => {
  test.setTimeout(300_000);
  scripted = await startScriptedInstance('limits');
  instance = scripted.instance;
  page = await browser.newPage();
  await signInByLink(page, instance.link ?? '');
});
test.afterAll(async () => {
  await page?.close();
  await scripted?.close();
});

async function postBuild(prompt: string) {
  const response = await page.request.post(`${instance.url}/api/apps/${appId}/builds`, {
    data: { prompt, clientKey: crypto.randomUUID() },
  });
  const body = (await response.json()) as { error?: { code: string; message: string } };
  return { status: response.status(), error: body.error };
}

async function expectVersionUntouched(number: number, title: string): Promise<void> {
  const response = await page.request.get(`${instance.url}/api/apps/${appId}`);
  expect((await response.json()) as object).toMatchObject({ headVersion: number });
  await expect(appFrame(page).getByRole('heading', { name: title })).toBeVisible();
}

test('a hostile prompt builds, and is shown as the text that it is', async () => {
  const title = `Quotes " and </script> and ${BRACES}`;
  scripted.api.setTurns([oneNumberApp({ title })]);
  const dialogs: string[] = [];
  page.on('dialog', async (dialog) => {
    dialogs.push(dialog.message());
    await dialog.dismiss();
  });
  await startApp(page, HOSTILE);
  appId = new URL(page.url()).pathname.split('/').at(-1) ?? '';
  const frame = await expectVersion(page, 1);
  await expect(frame.getByRole('heading', { name: title })).toBeVisible();
  await expect(page.getByRole('article').getByText(HOSTILE, { exact: true })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('article').getByText(HOSTILE, { exact: true })).toBeVisible();
  expect(scripted.api.requests.some(({ raw }) => raw.includes(JSON.stringify(HOSTILE).slice(1, -1)))).toBe(true);
  expect(dialogs).toEqual([]);
});

test('an empty prompt cannot be sent, and the API says why', async () => {
  await page.getByLabel('What do you want to see?').fill('   ');
  await expect(page.getByRole('button', { name: 'Build', exact: true })).toBeDisabled();
  const { status, error } = await postBuild('   ');
  expect(status).toBe(400);
  expect(error?.message).toContain('Write what you want to see.');
});

test('a prompt of 100 kB is refused with the length that is allowed', async () => {
  const long = 'x'.repeat(100_000);
  await page.getByLabel('What do you want to see?').fill(long);
  await expect(page.getByText('80000 characters too long')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Build', exact: true })).toBeDisabled();
  const { status, error } = await postBuild(long);
  expect([400, 413]).toContain(status);
  expect(error?.message).toContain('20000 characters');
  await page.getByLabel('What do you want to see?').fill('');
});

test('a build is cancelled within five seconds, and the next prompt goes on from its draft', async () => {
  const gate = Promise.withResolvers<void>();
  scripted.api.setTurns([oneNumberApp({ title: 'A draft', holdLast: gate.promise })]);
  await ask(page, 'another title');
  const turn = turnOf(page, 'another title');
  await expect(turn).toContainText('The number of orders is on');
  await page.getByRole('button', { name: 'Cancel', exact: true }).click();
  await expect(turn).toContainText('Cancelled after', { timeout: CANCEL_MS });
  gate.resolve();
  await expect(turn).toContainText('What the agent wrote so far is kept. Your next prompt goes on from it.');
  expect((await newestBuild(page)).status).toBe('cancelled');
  await expectVersionUntouched(1, 'Quotes');

  scripted.api.setTurns([oneNumberApp({ title: 'After the draft' })]);
  const before = scripted.api.requests.length;
  await ask(page, 'go on');
  const frame = await expectVersion(page, 2);
  await expect(frame.getByRole('heading', { name: 'After the draft' })).toBeVisible();
  const results = scripted.api.requests.slice(before).map(({ body }) => JSON.stringify(lastToolResult(body.messages)));
  expect(results.join(), 'what the agent read first was the draft').toContain('A draft');
});

test('a key that the provider refuses ends the build with what to check, and the last version stays', async () => {
  scripted.api.setTurns([{ fault: { kind: 'status', status: 401, message: 'invalid x-api-key' } }]);
  await ask(page, 'one more change');
  const problem = turnOf(page, 'one more change').getByRole('region', { name: 'The build failed' });
  await expect(problem).toContainText('Check it, or ask an administrator to: ANTHROPIC_API_KEY', { timeout: 60_000 });
  await expectVersionUntouched(2, 'After the draft');
});

test('the daily limit stops a build with the limit and the time when it starts anew', async () => {
  await instance.stop();
  instance = await scripted.startAgain({ GLASSWORKS_DAILY_LIMIT_USD: '0.01' });
  scripted.api.setTurns([oneNumberApp({ title: 'Too dear' })]);
  await page.goto(`${instance.url}/apps/${appId}`);
  await expect(conversation(page)).toBeVisible();
  const before = scripted.api.requests.length;
  await ask(page, 'a change that costs');
  const problem = turnOf(page, 'a change that costs').getByRole('region', { name: 'The build failed' });
  await expect(problem).toContainText('daily limit of $0.01', { timeout: 60_000 });
  await expect(problem).toContainText(/starts anew at \d{4}-\d{2}-\d{2} 00:00 UTC/);
  expect((await newestBuild(page)).error?.code).toBe('budget_exceeded');
  expect(scripted.api.requests.length).toBe(before);
  expect((await newestLog(page)).at(-1)).toMatchObject({ kind: 'done', status: 'failed' });
  await expectVersionUntouched(2, 'After the draft');
});
