import { type Browser, expect, type Page, test } from '@playwright/test';
import type { TurnScript } from '#emulators/messages-api/turn.ts';
import { newestBuild } from './build-log.ts';
import { ask, expectVersion, signInByLink, startApp, turnOf } from './builder-page.ts';
import { expectGoodLooks } from './looks.ts';
import { oneNumberApp } from './one-number-app.ts';
import { type ScriptedInstance, startScriptedInstance } from './scripted-instance.ts';

const PROMPT = 'How many orders were there?';

test.describe.configure({ mode: 'serial' });

let scripted: ScriptedInstance;
let admin: Page;
let member: Page;

test.beforeAll(async ({ browser }) => {
  test.setTimeout(300_000);
  scripted = await startScriptedInstance('money');
  admin = await signedIn(browser, scripted.instance.link ?? '');
  const invited = await admin.request.post(`${scripted.instance.url}/api/admin/users/invite`, {
    data: { email: 'mia@example.com', name: 'Mia', role: 'editor' },
  });
  member = await signedIn(browser, ((await invited.json()) as { link: string }).link);
});
test.afterAll(async () => {
  await admin?.context().close();
  await member?.context().close();
  await scripted?.close();
});

async function signedIn(browser: Browser, link: string): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await signInByLink(page, link);
  return page;
}

/** The answer that writes the app costs nearly all that the member may spend. */
function dearApp(title: string): TurnScript {
  const script = oneNumberApp({ title });
  return (request) => {
    const turn = typeof script === 'function' ? script(request) : script;
    const writes = 'tools' in turn && turn.tools?.some(({ name }) => name === 'Write');
    return writes ? { ...turn, usage: { input_tokens: 2000, output_tokens: 495_000 } } : turn;
  };
}

test('an administrator limits what a person may spend', async () => {
  await admin.goto(`${scripted.instance.url}/admin/budgets`);
  await expect(admin.getByText('Nothing is limited')).toBeVisible();
  await admin.getByRole('button', { name: 'New budget' }).click();
  const dialog = admin.getByRole('dialog');
  await dialog.getByRole('combobox', { name: 'Whose' }).click();
  await admin.getByRole('option', { name: 'Person' }).click();
  await dialog.getByRole('combobox', { name: 'Person' }).fill('mia');
  await admin.getByRole('option', { name: 'Mia (mia@example.com)' }).click();
  await dialog.getByLabel('Limit in USD').fill('5');
  await dialog.getByRole('button', { name: 'Make the budget' }).click();
  await expect(dialog).toBeHidden();
  const row = admin.getByRole('row', { name: /Mia/ });
  await expect(row).toContainText('$5.00 a month');
  await expect(row).toContainText('$0.00 of $5.00');
});

test('the build that reaches it is stopped: the person sees which limit, whose, and when it starts anew', async () => {
  scripted.api.setTurns([dearApp('Orders so far')]);
  await startApp(member, PROMPT);
  const problem = turnOf(member, PROMPT).getByRole('region', { name: 'The build failed' });
  await expect(problem).toContainText('The budget is used up', { timeout: 90_000 });
  await expect(problem).toContainText("Mia's monthly limit of $5.00 for all spending");
  await expect(problem).toContainText(/starts anew at \d{4}-\d\d-01 00:00 UTC; an administrator can raise it/);
  await expect(problem).toContainText('What the agent wrote so far is kept. Your next prompt goes on from it.');
  expect((await newestBuild(member)).error?.code).toBe('budget_exceeded');
});

test('administrators hear of it, and see it in the budgets and in the audit log', async () => {
  await admin.goto(`${scripted.instance.url}/admin/budgets`);
  await expect(admin.getByRole('alert').filter({ hasText: "Mia's monthly limit" }).first()).toBeVisible();
  await expect(admin.getByRole('row', { name: /Mia/ })).toContainText(/\$4\.\d\d of \$5\.00/);
  await admin.goto(`${scripted.instance.url}/admin/audit`);
  await expect(admin.getByRole('row', { name: /Stopped at a budget/ })).toContainText("Mia's monthly limit of $5.00");
});

test('once it is raised, the build goes on from its draft', async () => {
  await admin.goto(`${scripted.instance.url}/admin/budgets`);
  await admin.getByRole('button', { name: 'Actions for Mia: All spending' }).click();
  await admin.getByRole('menuitem', { name: 'Change' }).click();
  await admin.getByRole('dialog').getByLabel('Limit in USD').fill('20');
  await admin.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await expect(admin.getByRole('row', { name: /Mia/ })).toContainText('$20.00 a month');

  scripted.api.setTurns([oneNumberApp({ title: 'Written anew' })]);
  await turnOf(member, PROMPT).getByRole('button', { name: 'Edit the prompt and try again' }).click();
  await expect(member.getByLabel('What do you want to see?')).toHaveValue(PROMPT);
  await member.getByLabel('What do you want to see?').fill('Go on');
  await member.getByRole('button', { name: 'Build', exact: true }).click();
  const frame = await expectVersion(member, 1);
  // The agent remembers what it wrote, finds it in place, and ends the turn: the version is the draft.
  await expect(frame.getByRole('heading', { name: 'Orders so far' })).toBeVisible();
  expect((await newestBuild(member)).status).toBe('succeeded');
});

test('a limit can be overridden for a time, with a reason', async () => {
  await admin.getByRole('button', { name: 'Actions for Mia: All spending' }).click();
  await admin.getByRole('menuitem', { name: 'Override for a time' }).click();
  const dialog = admin.getByRole('dialog');
  await expect(dialog.getByRole('button', { name: 'Override' })).toBeDisabled();
  await dialog.getByLabel('Reason').fill('The quarter closes today');
  await dialog.getByRole('switch', { name: 'No limit at all' }).click();
  await dialog.getByRole('button', { name: 'Override' }).click();
  await expect(admin.getByRole('row', { name: /Mia/ })).toContainText('Overridden until');
  await admin.goto(`${scripted.instance.url}/admin/audit`);
  await expect(admin.getByRole('row', { name: /Let a budget be exceeded/ })).toContainText('The quarter closes today');
});

test('usage shows what it cost, and the pages can be read by everybody', async () => {
  await admin.goto(`${scripted.instance.url}/admin/usage`);
  await expect(admin.getByRole('table', { name: 'What was spent, by day' })).toBeAttached();
  await expect(admin.getByRole('region', { name: 'Spent by user' }).getByRole('row', { name: /Mia/ })).toContainText('100%');
  await expect(admin.getByRole('row', { name: /budget_exceeded/ })).toBeVisible();
  const csv = await admin.request.get(`${scripted.instance.url}/api/admin/usage.csv?groupBy=user`);
  expect(csv.headers()['content-type']).toContain('text/csv');
  expect(await csv.text()).toMatch(/^key,name,model_usd.*\r\nusr_\w+,Mia,/);
  for (const place of ['usage', 'budgets', 'prices']) {
    await admin.goto(`${scripted.instance.url}/admin/${place}`);
    await expect(admin.locator('[aria-busy="true"]')).toHaveCount(0);
    await expect(admin.getByRole('table').first()).toBeAttached();
    await expectGoodLooks(admin, `admin-${place}`);
  }
});

test('a price of one’s own comes before the built-in one', async () => {
  await admin.getByRole('button', { name: 'New price' }).click();
  const dialog = admin.getByRole('dialog');
  await dialog.getByText('Sandboxes', { exact: true }).click();
  await dialog.getByLabel('Name').fill('local');
  await dialog.getByLabel('A minute').fill('0.5');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(admin.getByRole('region', { name: 'Sandboxes' }).first().getByRole('row', { name: /Yours/ })).toContainText('$0.5');

  scripted.api.setTurns([oneNumberApp({ title: 'With a paid sandbox' })]);
  await ask(member, 'Once more');
  await expectVersion(member, 2);
  const { usage } = (await newestBuild(member)) as unknown as { usage: { sandboxUsd: number; sandboxSeconds: number } };
  expect(usage.sandboxUsd).toBeGreaterThan(0);
  expect(usage.sandboxUsd).toBeCloseTo((usage.sandboxSeconds / 60) * 0.5, 3);
});
