import { copyFileSync, mkdirSync } from 'node:fs';
import { expect, type Page, test } from '@playwright/test';
import type pg from 'pg';
import { type MessagesApi, startMessagesApi } from '#emulators/messages-api/server.ts';
import { signInByLink } from './builder-page.ts';
import { connectTo } from './installation.ts';
import { type Instance, startInstance } from './instance.ts';
import { expectGoodLooks } from './looks.ts';

const KEY = 'sk-ant-api03-the-key-of-this-journey-9876';
const PICTURES = 'test-results/admin';

let api: MessagesApi;
let instance: Instance;
let database: pg.Client;
let page: Page;

test.beforeAll(async ({ browser }) => {
  test.setTimeout(400_000);
  api = await startMessagesApi({ apiKey: KEY });
  instance = await startInstance('admin', { env: { GLASSWORKS_ALLOW_PRIVATE_NETWORK_TESTS: 'true', SANDBOX_WARM_MS: '240000' } });
  database = await connectTo(instance.dataDir);
  await seedOldBuild();
  page = await (await browser.newContext()).newPage();
  await signInByLink(page, instance.link ?? '');
});
test.afterAll(async () => {
  await page?.close();
  await database?.end();
  await instance?.stop();
  await api?.close();
});

async function open(path: string, title: string): Promise<void> {
  await page.goto(instance.url + path);
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
  await expect(page.getByRole('main').locator('[aria-busy="true"]')).toHaveCount(0);
}

/** `GLASSWORKS_PICTURES=docs` copies what docs/admin.md shows. */
async function looks(name: string): Promise<void> {
  await expectGoodLooks(page, name, PICTURES);
  if (process.env.GLASSWORKS_PICTURES !== 'docs') return;
  mkdirSync('docs/images', { recursive: true });
  copyFileSync(`${PICTURES}/${name}-light.png`, `docs/images/admin-${name}.png`);
}

const step = (name: string) => page.getByRole('region', { name: 'Test' }).getByRole('listitem').filter({ hasText: name });

test('a provider that fails says what to check; once it works it is saved, and the key is shown by its end', async () => {
  await open('/admin/model', 'Model');
  await page.getByLabel('Address', { exact: true }).fill(api.url);
  await page.getByLabel('Anthropic API key').fill('sk-ant-api03-a-wrong-key-0000');
  await page.getByRole('button', { name: 'Test' }).click();
  await expect(page.getByText('It does not work.')).toBeVisible();
  await expect(step('Reach it')).toContainText('Confirm that ANTHROPIC_API_KEY is valid and belongs to an active account.');
  await expect(step('Smallest call')).toContainText('Not tried');
  await step('Smallest call').scrollIntoViewIfNeeded();
  await looks('model-test-failed');

  await page.getByLabel('Anthropic API key').fill(KEY);
  await page.getByRole('button', { name: 'Test' }).click();
  await expect(page.getByText('Everything works.')).toBeVisible();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('The settings are saved')).toBeVisible();
  await page.reload();
  await expect(page.getByPlaceholder('Set, ends in 9876')).toBeVisible();
  await expect(page.getByText('Stored here').first()).toBeVisible();
  await looks('model');
  // The gateway and the worker took it up without a restart: a real build would use it now.
  await expect
    .poll(async () => JSON.stringify(await (await page.request.get(`${instance.url}/api/health`)).json()), { timeout: 90_000 })
    .toContain('Anthropic');
});

test('what the environment says is shown, and cannot be changed here', async () => {
  await open('/admin/sandbox', 'Sandbox provider');
  const warm = page.getByText('Kept warm').locator('..').locator('..');
  await expect(warm).toContainText('From the environment');
  await expect(warm).toContainText('4 minutes');
  await expect(warm.getByRole('textbox')).toHaveCount(0);
});

test('a sandbox is really made and destroyed by its test, and the machine is examined', async () => {
  await open('/admin/sandbox', 'Sandbox provider');
  await page.getByRole('button', { name: 'Test' }).click();
  await expect(page.getByText('Everything works.')).toBeVisible({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Examine this machine' }).click();
  await expect(page.getByText('Processes (bubblewrap), in force')).toBeVisible({ timeout: 60_000 });
  await looks('sandbox');
});

test('storage is tried in place', async () => {
  await open('/admin/storage', 'Storage');
  await page.getByRole('button', { name: 'Test' }).click();
  await expect(page.getByText('Everything works.')).toBeVisible();
  await looks('storage');
});

test('whoever saves second is told, and loads what is in force', async ({ browser }) => {
  const other = await (await browser.newContext({ storageState: await page.context().storageState() })).newPage();
  await other.goto(`${instance.url}/admin/features`);
  await open('/admin/features', 'Features');
  await looks('features');
  for (const one of [other, page]) await expect(one.getByRole('switch', { name: /^Data apps/ })).toBeChecked();
  for (const one of [other, page]) await one.getByRole('switch', { name: /^Data apps/ }).uncheck();
  await other.getByRole('button', { name: 'Save' }).click();
  await expect(other.getByText('The settings are saved')).toBeVisible();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Somebody else changed these settings meanwhile.')).toBeVisible();
  await page.getByRole('button', { name: 'Load what is in force' }).click();
  await expect(page.getByRole('switch', { name: /^Data apps/ })).not.toBeChecked();
  await page.getByRole('button', { name: 'Use the default of Data apps' }).click();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('switch', { name: /^Data apps/ })).toBeChecked();
  await other.close();
});

test('a sweep says what it would delete, deletes it, and finds nothing afterwards', async () => {
  await open('/admin/retention', 'Retention');
  await page.getByLabel('Event logs, in days').fill('30');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('The settings are saved')).toBeVisible();
  await page.getByRole('button', { name: 'Show what would be deleted' }).click();
  await expect(page.getByText('This would be deleted:')).toBeVisible();
  await expect(page.getByText('Sales of last year')).toBeVisible();
  await looks('retention');
  await page.getByRole('button', { name: 'Delete it now' }).click();
  await expect(page.getByText('This was deleted:')).toBeVisible();
  await page.getByRole('button', { name: 'Show what would be deleted' }).click();
  await expect(page.getByText('Nothing is old enough to go.')).toBeVisible();
  await open('/admin/audit', 'Audit log');
  await expect(page.getByText('Deleted what was kept long enough').first()).toBeVisible();
});

test('a sandbox is destroyed once its name is typed', async () => {
  await database.query(`INSERT INTO "Sandbox" ("id", "provider", "purpose", "key", "state", "templateHash", "snapshotBytes")
    VALUES ('sbx_journey', 'local', 'data-app', 'app_journey', 'suspended', 'x', 1200000)`);
  await open('/admin/sandboxes', 'Sandboxes');
  await expect(page.getByText('Sales of last year')).toBeVisible();
  await looks('sandboxes');
  await page.getByRole('button', { name: 'Actions for the sandbox of Sales of last year' }).click();
  await page.getByRole('menuitem', { name: 'Destroy…' }).click();
  await expect(page.getByRole('button', { name: 'Destroy', exact: true })).toBeDisabled();
  await page.getByLabel('To go on, type').fill('Sales of last year');
  await page.getByRole('button', { name: 'Destroy', exact: true }).click();
  await expect(page.getByText('The sandbox of Sales of last year is destroyed.')).toBeVisible();
  await expect(page.getByRole('table').getByText('Sales of last year')).toHaveCount(0);
});

test('the other pages look well', async () => {
  test.setTimeout(300_000);
  const pages = [
    ['health', 'Health'],
    ['git', 'Git hosts'],
    ['embedding', 'Embedding'],
    ['environment', 'Environment'],
    ['theme', 'Themes'],
    ['projects', 'Projects and warehouses'],
  ] as const;
  for (const [path, title] of pages) {
    await open(`/admin/${path}`, title);
    await looks(path);
  }
});

async function seedOldBuild(): Promise<void> {
  const { rows } = await database.query<{ user: string; project: string }>(
    'SELECT (SELECT "id" FROM "User" LIMIT 1) AS "user", (SELECT "id" FROM "Project" LIMIT 1) AS "project"',
  );
  const { user, project } = rows[0] ?? {};
  await database.query(
    `INSERT INTO "App" ("id", "projectId", "ownerId", "name", "named", "updatedAt") VALUES ('app_journey', $1, $2, 'Sales of last year', true, now())`,
    [project, user],
  );
  await database.query(
    `INSERT INTO "Build" ("id", "appId", "requestedById", "clientKey", "prompt", "model", "status", "createdAt", "finishedAt")
     VALUES ('bld_journey', 'app_journey', $1, 'k', 'Show sales', 'm', 'succeeded', now() - interval '90 days', now() - interval '90 days')`,
    [user],
  );
  await database.query(
    `INSERT INTO "BuildEvent" ("buildId", "seq", "at", "body")
     SELECT 'bld_journey', n, now() - interval '90 days', CASE n WHEN 0 THEN '{"kind":"prompt","text":"Show sales"}'::jsonb
       WHEN 201 THEN '{"kind":"text.done","text":"Here they are."}' WHEN 202 THEN '{"kind":"done","status":"succeeded"}'
       ELSE jsonb_build_object('kind', 'text', 'delta', 'word ') END FROM generate_series(0, 202) n`,
  );
}
