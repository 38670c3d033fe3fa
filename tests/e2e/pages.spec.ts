import { expect, type Page, test } from '@playwright/test';
import { type ApiFault, breakApi } from './api-faults.ts';
import { ask, expectNothingAwaited, expectVersion, signInByLink, startApp, turnOf } from './builder-page.ts';
import type { Instance } from './instance.ts';
import { expectGoodLooks } from './looks.ts';
import { oneNumberApp } from './one-number-app.ts';
import { type ScriptedInstance, startScriptedInstance } from './scripted-instance.ts';

const PROMPT = 'How many orders are there?';
const REFUSED = 'Do what nobody may do';

let scripted: ScriptedInstance;
let instance: Instance;
let page: Page;
/** The addresses of one of each thing. */
const at = { app: '', failed: '', empty: '', project: '' };

test.beforeAll(async ({ browser }) => {
  test.setTimeout(300_000);
  scripted = await startScriptedInstance('pages');
  instance = scripted.instance;
  page = await (await browser.newContext()).newPage();
  await signInByLink(page, instance.link ?? '');
  await makeOneOfEach();
});
test.afterAll(async () => {
  await page?.close();
  await scripted?.close();
});

async function makeOneOfEach(): Promise<void> {
  scripted.api.setTurns([{ fault: { kind: 'refusal' } }]);
  await startApp(page, REFUSED);
  at.failed = new URL(page.url()).pathname;
  await expect(turnOf(page, REFUSED).getByRole('region', { name: 'The build failed' })).toBeVisible({ timeout: 60_000 });
  await page.goto(instance.url);
  scripted.api.setTurns([oneNumberApp()]);
  await startApp(page, PROMPT);
  at.app = new URL(page.url()).pathname;
  await expectVersion(page, 1);
  const projects = (await (await page.request.get(`${instance.url}/api/projects`)).json()) as { items: { id: string }[] };
  at.project = `/projects/${projects.items[0]?.id}`;
  const made = await page.request.post(`${instance.url}/api/apps`, { data: { projectId: projects.items[0]?.id, name: 'Nothing yet' } });
  at.empty = `/apps/${((await made.json()) as { id: string }).id}`;
}

/** Opens a page, under a fault of the network where one is asked for, until this text is on it. */
async function open(path: string, shows: RegExp | string, fault?: ApiFault, only?: RegExp): Promise<void> {
  const mend = fault ? await breakApi(page, fault, only) : async () => undefined;
  await page.goto(instance.url + path);
  await expect(page.getByRole('main')).toBeVisible();
  await expect(page.getByText(shows).first()).toBeVisible();
  if (fault !== 'slow') await expectNothingAwaited(page);
  await expectGoodLooks(
    page,
    test
      .info()
      .title.toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-'),
  );
  await mend();
}

const FAILED = /does not answer|try again/i;

test('start page with apps', () => open('/', PROMPT.slice(0, 12)));
test('start page of a new installation', () => open('/', 'No project yet', 'empty'));
test('start page without apps', () => open('/', 'No apps yet', 'empty', /\/apps$/));
test('start page while it loads', () => open('/', /loading/i, 'slow'));
test('start page when the server fails', () => open('/', FAILED, 'failing'));
test('new app page', () => open('/new', /what do you want to see/i));
test('projects', () => open('/projects', /retail/i));
test('projects when there is none', () => open('/projects', 'No projects yet', 'empty'));
test('projects while they load', () => open('/projects', /loading/i, 'slow'));
test('projects when the server fails', () => open('/projects', FAILED, 'failing'));
test('a project and its catalog', () => open(at.project, /orders/i));
test('a project while it loads', () => open(at.project, 'Opening the project', 'slow'));
test('a project when the server fails', () => open(at.project, FAILED, 'failing'));
test('a project that does not exist', () => open('/projects/prj_nothing', /does not exist/));
test('the explorer before anything is chosen', () => open(`${at.project}/explore`, /choose|pick/i));
test('the explorer while it loads', () => open(`${at.project}/explore`, /loading/i, 'slow'));
test('the explorer when the server fails', () => open(`${at.project}/explore`, FAILED, 'failing'));
test('settings', () => open('/settings', /token/i));
test('settings while they load', () => open('/settings', /loading/i, 'slow'));
test('settings when the server fails', () => open('/settings', FAILED, 'failing'));
test('the builder with an app', () => open(at.app, PROMPT));
test('the builder before the first prompt', () => open(at.empty, /nothing was asked yet/i));
test('the builder after a failed build', () => open(at.failed, REFUSED));
test('the builder while it loads', () => open(at.app, /opening|loading/i, 'slow'));
test('the builder when the server fails', () => open(at.app, FAILED, 'failing'));
test('an app that does not exist', () => open('/apps/app_nothing', /does not exist/));
test('an app at full size before it is published', () => open(`${at.app}/view`, /not published|no published/i));
test('an address that leads nowhere', () => open('/nowhere', 'Nothing here'));

test('the builder while an agent works', async () => {
  const gate = Promise.withResolvers<void>();
  scripted.api.setTurns([
    oneNumberApp({ title: 'Orders, once more', intro: 'First I look at what the catalog offers.', holdFirst: gate.promise }),
  ]);
  await page.goto(instance.url + at.app);
  await ask(page, 'Count them again');
  await expect(turnOf(page, 'Count them again')).toContainText('First I look');
  await expectGoodLooks(page, 'the-builder-while-an-agent-works');
  gate.resolve();
  await expectVersion(page, 2);
});

test('sign-in page, and what it says of a wrong password', async ({ browser }) => {
  const stranger = await (await browser.newContext()).newPage();
  await stranger.goto(`${instance.url}/sign-in`);
  await expect(stranger.getByRole('main')).toBeVisible();
  await expectGoodLooks(stranger, 'sign-in');
  await stranger.getByLabel('E-mail').fill('admin@example.com');
  await stranger.getByLabel('Password', { exact: true }).fill('certainly not this one');
  await stranger.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(stranger.getByRole('alert').first()).toBeVisible();
  await expectGoodLooks(stranger, 'sign-in-refused');
  await stranger.close();
});
