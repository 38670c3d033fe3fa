import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import { signInByLink } from './builder-page.ts';
import { type Instance, startInstance } from './instance.ts';
import { expectGoodLooks } from './looks.ts';
import { reachInto } from './reach-into.ts';
import { plainApp } from './red-team/hostile-app.ts';
import { type SeededApp, seedApp, seedPerson } from './seeded.ts';

test.describe.configure({ mode: 'serial' });

let instance: Instance;
let admin: Page;
let vic: { page: Page; id: string };
let app: SeededApp;

test.beforeAll(async ({ browser }) => {
  test.setTimeout(300_000);
  instance = await startInstance('people');
  await reachInto(instance);
  admin = await signIn(await browser.newContext(), instance.link ?? '');
  const [ada, viewer] = [await seedPerson('editor', 'Ada Author'), await seedPerson('viewer', 'Vic Viewer')];
  app = await seedApp(instance, {
    name: 'Margins',
    ownerId: ada.id,
    versions: [plainApp('Margins of the year')],
    published: 1,
    personal: true,
  });
  vic = { page: await signIn(await browser.newContext(), viewer.link), id: viewer.id };
});
test.afterAll(() => instance?.stop());

async function signIn(context: BrowserContext, link: string): Promise<Page> {
  const page = await context.newPage();
  await signInByLink(page, link);
  return page;
}

const status = (page: Page) => page.request.get(`${instance.url}/api/apps/${app.id}`).then((response) => response.status());
const inTable = (name: string) => admin.getByRole('row').filter({ hasText: name });

/** Finds somebody by a few letters and takes them. */
async function pick(label: string, name: string): Promise<void> {
  await admin.getByLabel(label, { exact: true }).fill(name.slice(0, 5));
  await admin.getByRole('option', { name }).click();
}

test('an administrator finds a person and says what row filters see of them', async () => {
  await admin.goto(`${instance.url}/admin/users`);
  await admin.getByLabel('Search people').fill('vic');
  await expect(inTable('Ada Author')).toHaveCount(0);
  await expectGoodLooks(admin, 'admin-people');
  await admin.getByRole('button', { name: 'Vic Viewer' }).click();
  const details = admin.getByRole('dialog');
  await details.getByRole('button', { name: 'Add an attribute' }).click();
  await details.getByLabel('Name of attribute 1').fill('region');
  await details.getByLabel('Values of attribute 1').fill('EMEA, APAC');
  await expectGoodLooks(admin, 'admin-person');
  await details.getByRole('button', { name: 'Save attributes' }).click();
  await expect(admin.getByText('Attributes saved.')).toBeVisible();
  await admin.keyboard.press('Escape');
  await expect(details).toBeHidden();
  await expect(admin.getByRole('button', { name: 'Vic Viewer' })).toBeFocused();
});

test('makes a group of them', async () => {
  await admin.goto(`${instance.url}/admin/groups`);
  await expect(admin.getByText('No groups yet')).toBeVisible();
  await admin.getByRole('button', { name: 'New group' }).click();
  await admin.getByLabel('Name').fill('Finance');
  await admin.keyboard.press('Enter');
  await pick('Take somebody into the group', 'Vic Viewer');
  await expect(admin.getByRole('region', { name: 'People in this group' }).getByText('Vic Viewer')).toBeVisible();
  await expectGoodLooks(admin, 'admin-group');
  await admin.keyboard.press('Escape');
  await expect(inTable('Finance')).toContainText('1');
});

test('makes a role of exactly one scope', async () => {
  await admin.goto(`${instance.url}/admin/roles`);
  await admin.getByRole('button', { name: 'New role' }).click();
  await admin.getByLabel('Name').fill('Reader');
  await admin.getByRole('checkbox', { name: 'Open published apps of the spaces they may view' }).check();
  await expectGoodLooks(admin, 'admin-role');
  await admin.getByRole('button', { name: 'Make it' }).click();
  await expect(admin.getByRole('button', { name: 'Change the role Reader' })).toBeVisible();
  await expectGoodLooks(admin, 'admin-roles');
});

test('makes a closed space and lets the group in', async () => {
  await admin.goto(`${instance.url}/admin/spaces`);
  await admin.getByRole('button', { name: 'New space' }).click();
  await admin.getByLabel('Name').fill('Board');
  await admin.getByRole('checkbox').uncheck();
  await admin.getByRole('button', { name: 'Make it' }).click();
  await expect(inTable('Board')).toContainText('Only 1 on its list');
  await admin.getByRole('button', { name: 'More about the space Board' }).click();
  await admin.getByRole('menuitem', { name: 'Who may enter' }).click();
  await pick('Give access to a person or a group', 'Finance');
  await expectGoodLooks(admin, 'space-access');
  await admin.getByRole('button', { name: 'Save' }).click();
  await expect(inTable('Board')).toContainText('Only 2 on its list');
  await expectGoodLooks(admin, 'admin-spaces');
});

test('an app is seen through the group once it is moved there, and the dialog says so', async () => {
  expect(await status(vic.page)).toBe(404);
  await admin.goto(instance.url);
  await admin.getByRole('button', { name: 'More about Margins' }).click();
  await admin.getByRole('menuitem', { name: 'Who can see it' }).click();
  await admin.getByRole('dialog').getByLabel('Space', { exact: true }).first().click();
  await admin.getByRole('option', { name: 'Board' }).click();
  await expect(admin.getByText('The app was moved.')).toBeVisible();
  const seen = admin.getByRole('list', { name: 'Who can see it' });
  await expect(seen.getByRole('listitem').filter({ hasText: 'Vic Viewer' }).first()).toContainText(
    'As one of Finance: may view the space Board',
  );
  await expectGoodLooks(admin, 'app-access');
  expect(await status(vic.page)).toBe(200);
});

test('the apps can be narrowed to a space', async () => {
  await vic.page.goto(instance.url);
  await expect(vic.page.getByText('Margins')).toBeVisible();
  await vic.page.getByLabel('Space', { exact: true }).first().click();
  await expectGoodLooks(vic.page, 'apps-spaces');
  await vic.page.getByRole('option', { name: 'Personal apps' }).click();
  await expect(vic.page.getByText('No apps here')).toBeVisible();
  await vic.page.getByRole('button', { name: 'Show all apps' }).click();
  await expect(vic.page.getByText('Margins')).toBeVisible();
});

test('a person who is disabled is out at once, and the log has all of it', async () => {
  await admin.goto(`${instance.url}/admin/users`);
  await admin.getByRole('button', { name: 'Vic Viewer' }).click();
  await admin.getByRole('button', { name: 'Disable' }).click();
  await expect(admin.getByRole('dialog').getByRole('button', { name: 'Enable' })).toBeVisible();
  await expect.poll(() => status(vic.page)).toBe(401);
  const audit = (await (await admin.request.get(`${instance.url}/api/admin/audit?limit=200`)).json()) as { items: { action: string }[] };
  for (const action of [
    'user.attributes_changed',
    'group.members_changed',
    'role.created',
    'space.access_changed',
    'app.moved',
    'user.disabled',
  ]) {
    expect(audit.items.map((line) => line.action)).toContain(action);
  }
});

test('the last administrator is told why they stay', async () => {
  await admin.goto(`${instance.url}/admin/users`);
  await admin.getByLabel('Search people').fill('admin@');
  await admin.getByRole('row').filter({ hasText: 'admin@' }).getByRole('button').click();
  await admin.getByRole('button', { name: 'Disable' }).click();
  await expect(admin.getByRole('dialog').getByRole('alert')).toContainText('last admin');
});
