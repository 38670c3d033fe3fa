import { type BrowserContext, expect, type Page, request, test } from '@playwright/test';
import type pg from 'pg';
import { CLIENT, startIdentityProvider } from '../setup/identity-provider.ts';
import { signInByLink } from './builder-page.ts';
import { signInThere } from './identity-provider.ts';
import { connectTo } from './installation.ts';
import { type Instance, startInstance } from './instance.ts';
import { expectGoodLooks } from './looks.ts';
import { startMailbox } from './mailbox.ts';

const ADMIN = 'admin@example.com';
const PEOPLE = {
  anna: { email: 'Anna@company.example', email_verified: true, name: 'Anna\r\nBcc: all@evil.example', groups: ['Sales', 'By hand'] },
  stranger: { email: 'x@elsewhere.example', email_verified: true, name: 'Stranger' },
  thief: { email: ADMIN, email_verified: false, name: 'Thief' },
  boss: { email: ADMIN, email_verified: true, name: 'Boss' },
  silent: { name: 'Nobody' },
};

let idp: Awaited<ReturnType<typeof startIdentityProvider>>;
let mailbox: Awaited<ReturnType<typeof startMailbox>>;
let instance: Instance;
let database: pg.Client;
let admin: Page;

test.beforeAll(async ({ browser }) => {
  idp = await startIdentityProvider(PEOPLE);
  mailbox = await startMailbox();
  instance = await startInstance('signin', {
    env: {
      AUTH_OIDC_ISSUER: idp.issuer,
      AUTH_OIDC_CLIENT_ID: CLIENT.id,
      AUTH_OIDC_CLIENT_SECRET: CLIENT.secret,
      AUTH_OIDC_NAME: 'Company',
      AUTH_OIDC_GROUPS_CLAIM: 'groups',
      AUTH_ALLOWED_EMAIL_DOMAINS: 'company.example',
      EMAIL_SMTP_HOST: '127.0.0.1',
      EMAIL_SMTP_PORT: String(mailbox.port),
      EMAIL_SMTP_SENDER_EMAIL: 'glassworks@company.example',
    },
  });
  idp.open(`${instance.url}/api/auth/callback/oidc`);
  database = await connectTo(instance.dataDir);
  await database.query(`INSERT INTO "Group" ("id", "name") VALUES ('grp_hand', 'By hand')`);
  admin = await (await browser.newContext()).newPage();
  await signInByLink(admin, instance.link ?? '');
});
test.afterAll(async () => {
  await admin?.context().close();
  await database?.end();
  await instance?.stop();
  await Promise.all([idp?.stop(), mailbox?.stop()]);
});

const newPage = async (context: BrowserContext) => context.newPage();
const me = async (page: Page) =>
  (await page.request.get(`${instance.url}/api/me`)).json() as Promise<{ email?: string; role?: string; name?: string }>;
const sessionOf = async (context: BrowserContext) => (await context.cookies()).find(({ name }) => name === 'glassworks.session')?.value;

/** To the provider and back, as this person there. */
async function come(page: Page, login: string, path = '/sign-in'): Promise<void> {
  await page.goto(instance.url + path);
  await page.getByRole('button', { name: 'Continue with Company' }).click();
  await signInThere(page, login);
}

test('the sign-in page shows what is configured, and nothing else', async ({ browser }) => {
  const page = await newPage(await browser.newContext());
  await page.goto(`${instance.url}/sign-in`);
  await expect(page.getByRole('button', { name: /^Continue with/ })).toHaveText(['Continue with Company']);
  await expect(page.getByLabel('E-mail')).toBeVisible();
  await expectGoodLooks(page, 'sign-in-ways');
  await page.getByRole('button', { name: 'Mail me a sign-in link instead' }).click();
  await expectGoodLooks(page, 'sign-in-mail');
});

test('a person of the company comes in through the provider, with PKCE, state and nonce, with role and groups', async ({ browser }) => {
  const page = await newPage(await browser.newContext());
  const asked = page.waitForRequest((sent) => sent.url().startsWith(`${idp.issuer}/auth?`));
  await come(page, 'anna', '/sign-in?next=%2Fprojects');
  await page.waitForURL(`${instance.url}/projects`);
  const params = new URL((await asked).url()).searchParams;
  expect(params.get('code_challenge_method')).toBe('S256');
  for (const name of ['code_challenge', 'state', 'nonce']) expect(params.get(name), name).toBeTruthy();
  expect(await me(page)).toMatchObject({ email: 'anna@company.example', role: 'viewer', name: 'Anna Bcc: all@evil.example' });
  const groups = await database.query(
    `SELECT g."name", g."source" FROM "Group" g JOIN "GroupMember" m ON m."groupId" = g."id" JOIN "User" u ON u."id" = m."userId" WHERE u."email" = 'anna@company.example'`,
  );
  expect(groups.rows).toEqual([{ name: 'Sales', source: 'oidc' }]);
  const accounts = await database.query(`SELECT "access_token", "id_token", "refresh_token" FROM "Account"`);
  expect(accounts.rows).toEqual([{ access_token: null, id_token: null, refresh_token: null }]);
});

for (const [login, says] of [
  ['stranger', /does not belong to a domain/],
  ['thief', /has not confirmed your e-mail address/],
  ['silent', /did not tell your e-mail address/],
] as const) {
  test(`${login} does not come in, and is told why`, async ({ browser }) => {
    const page = await newPage(await browser.newContext());
    await come(page, login);
    await expect(page.getByRole('alert').filter({ hasText: says })).toBeVisible();
    expect(await sessionOf(page.context())).toBeUndefined();
  });
}

test('an address that the provider has confirmed leads to the person there is, and an open session of another is not gone on with', async ({
  browser,
}) => {
  const context = await browser.newContext();
  const page = await newPage(context);
  await come(page, 'anna');
  await page.waitForURL(`${instance.url}/`);
  const before = await sessionOf(context);
  await page.goto(`${idp.issuer}/session/end`).catch(() => null);
  await context.clearCookies({ domain: '127.0.0.1' });
  await come(page, 'boss');
  await page.waitForURL(`${instance.url}/`);
  expect(await me(page)).toMatchObject({ email: ADMIN, role: 'admin' });
  expect(await sessionOf(context)).not.toBe(before);
});

test('a session that somebody planted is not the one that a sign-in opens', async ({ browser }) => {
  const context = await browser.newContext();
  await context.addCookies([{ name: 'glassworks.session', value: 'planted-by-somebody', url: instance.url }]);
  const page = await newPage(context);
  await come(page, 'anna');
  await page.waitForURL(`${instance.url}/`);
  expect(await sessionOf(context)).not.toBe('planted-by-somebody');
  const planted = await request.newContext({ extraHTTPHeaders: { cookie: 'glassworks.session=planted-by-somebody' } });
  expect((await planted.get(`${instance.url}/api/me`)).status()).toBe(401);
});

test('a link by mail signs in once, by a press of its button; unknown addresses get the same answer and no mail', async ({ browser }) => {
  const page = await newPage(await browser.newContext());
  const ask = async (email: string) => {
    await page.goto(`${instance.url}/sign-in`);
    await page.getByRole('button', { name: 'Mail me a sign-in link instead' }).click();
    await page.getByLabel('E-mail').fill(email);
    await page.getByRole('button', { name: 'Mail me a sign-in link' }).click();
    await expect(page.getByRole('status').filter({ hasText: `If ${email} is known here` })).toBeVisible();
  };
  await ask('nobody@company.example');
  await ask(ADMIN);
  const link = await mailbox.link(ADMIN);
  expect(new URL(link).origin).toBe(instance.url);
  expect(mailbox.mails.flatMap(({ to }) => to)).toEqual([ADMIN]);
  await page.request.get(link); // as a scanner of links does
  await signInByLink(page, link);
  expect(await me(page)).toMatchObject({ email: ADMIN });
  const again = await newPage(await browser.newContext());
  await again.goto(link);
  await again.getByRole('button', { name: 'Sign in with this link' }).click();
  await expect(again.getByRole('heading', { name: 'This link no longer works' })).toBeVisible();
});

test('wrong passwords are slowed down, for accounts that exist and for others alike, until an administrator unlocks', async ({
  browser,
}) => {
  const client = await request.newContext();
  const tryPassword = async (email: string) => {
    const { csrfToken } = (await (await client.get(`${instance.url}/api/auth/csrf`)).json()) as { csrfToken: string };
    const form = { email, password: 'certainly wrong', csrfToken, json: 'true' };
    const response = await client.post(`${instance.url}/api/auth/callback/password`, { form });
    return { status: response.status(), wait: response.headers()['retry-after'], text: (await response.text()).replace(/req_\w+/, '') };
  };
  const answers: Record<string, { status: number; wait: string | undefined; text: string }[]> = {};
  for (const email of ['anna@company.example', 'nobody@company.example']) {
    answers[email] = [];
    for (let attempt = 0; attempt < 7; attempt++) answers[email].push(await tryPassword(email));
  }
  const [known, unknown] = Object.values(answers);
  expect(known?.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401, 401, 429]);
  expect(unknown?.map(({ status, text }) => [status, text])).toEqual(known?.map(({ status, text }) => [status, text]));
  expect(Number(known?.at(-1)?.wait)).toBeGreaterThan(0);

  const page = await newPage(await browser.newContext());
  await page.goto(`${instance.url}/sign-in`);
  await page.getByLabel('E-mail').fill('anna@company.example');
  await page.getByLabel('Password', { exact: true }).fill('certainly wrong');
  await database.query(
    `UPDATE "SignInThrottle" SET "failures" = 10, "until" = now() + interval '15 minutes' WHERE "key" = 'account:anna@company.example'`,
  );
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'Wait 15 minutes' })).toBeVisible();

  await admin.goto(`${instance.url}/admin/sign-in`);
  await admin.getByRole('button', { name: 'Unlock anna@company.example' }).click();
  await expect(admin.getByText('anna@company.example may try again.')).toBeVisible();
  expect((await tryPassword('anna@company.example')).status).toBe(401);
});

test('a sign-in that another site sends is not taken, nor one that leads elsewhere', async () => {
  const client = await request.newContext();
  const forged = await client.post(`${instance.url}/api/auth/callback/password`, {
    form: { email: ADMIN, password: 'x', csrfToken: 'made-up', json: 'true' },
    maxRedirects: 0,
  });
  expect(forged.headers()['set-cookie'] ?? '').not.toContain('glassworks.session');
  const foreign = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
  const body = { email: ADMIN };
  expect((await client.post(`${instance.url}/api/sign-in/link`, { data: body, headers: foreign })).status()).toBe(403);
  const { csrfToken } = (await (await client.get(`${instance.url}/api/auth/csrf`)).json()) as { csrfToken: string };
  await client.post(`${instance.url}/api/auth/signin/oidc`, { form: { csrfToken, callbackUrl: 'https://evil.example/', json: 'true' } });
  const { cookies } = await client.storageState();
  expect(decodeURIComponent(cookies.find(({ name }) => name === 'next-auth.callback-url')?.value ?? '')).toBe(instance.url);
});

test('neither a foreign host nor a forged address gets into mails and sessions', async () => {
  const before = mailbox.mails.filter(({ to }) => to.includes(ADMIN)).length;
  const client = await request.newContext({ extraHTTPHeaders: { 'x-forwarded-host': 'evil.example', 'x-forwarded-for': '6.6.6.6' } });
  await client.post(`${instance.url}/api/sign-in/link`, { data: { email: ADMIN, next: '//evil.example' } });
  const link = await mailbox.link(ADMIN, before + 1);
  expect(link.startsWith(`${instance.url}/sign-in?link=`)).toBe(true);
  expect(link).not.toContain('evil');
  const { rows } = await database.query<{ ip: string }>(`SELECT DISTINCT "ip" FROM "Session"`);
  expect(rows.map(({ ip }) => ip)).toEqual(['127.0.0.1']);
});

test('the administration shows and tries the ways; a test does not reach private addresses', async () => {
  await admin.goto(`${instance.url}/admin/sign-in`);
  await expect(admin.getByText(`${instance.url}/api/auth/callback/oidc`)).toBeVisible();
  await admin.getByRole('button', { name: 'Test: OpenID Connect' }).click();
  await expect(admin.getByText(/is not a public address/)).toBeVisible();
  await admin.getByRole('button', { name: 'Send me a mail: Link by e-mail' }).click();
  await expect(admin.getByText(/was taken by the mail server/)).toBeVisible();
  await expectGoodLooks(admin, 'admin-sign-in');
});

test('an administrator invites a person, who comes by the link', async ({ browser }) => {
  await admin.goto(`${instance.url}/admin/users`);
  await admin.getByRole('button', { name: 'Invite a person' }).click();
  const dialog = admin.getByRole('dialog');
  await dialog.getByLabel('E-mail').fill('guest@partner.example');
  await expectGoodLooks(admin, 'admin-invite');
  await dialog.getByRole('button', { name: 'Invite', exact: true }).click();
  await expect(dialog.getByText('A link was mailed to guest@partner.example', { exact: false })).toBeVisible();
  const page = await newPage(await browser.newContext());
  await page.goto(await mailbox.link('guest@partner.example'));
  await page.getByRole('button', { name: 'Sign in with this link' }).click();
  await expect.poll(async () => (await me(page)).email).toBe('guest@partner.example');
});

test('a service account is made with a narrowed token, and sessions are ended', async ({ browser }) => {
  await admin.goto(`${instance.url}/admin/service-accounts`);
  await admin.getByRole('button', { name: 'New service account' }).click();
  await admin.getByRole('dialog').getByLabel('Name').fill('Identity provider');
  await admin.getByRole('button', { name: 'Make it' }).click();
  const dialog = admin.getByRole('dialog', { name: 'Identity provider' });
  await dialog.getByLabel('Name').fill('SCIM');
  await dialog.getByRole('button', { name: 'Create token' }).click();
  const token = (await dialog.locator('code').first().textContent()) ?? '';
  expect(token).toMatch(/^gw_pat_/);
  await expectGoodLooks(admin, 'admin-service-account');
  expect(
    (await (await request.newContext()).get(`${instance.url}/api/me`, { headers: { authorization: `Bearer ${token}` } })).status(),
  ).toBe(200);
  await admin.keyboard.press('Escape');
  await expectGoodLooks(admin, 'admin-service-accounts');

  const context = await browser.newContext();
  const lost = await newPage(context);
  await come(lost, 'boss');
  await lost.waitForURL(`${instance.url}/`);
  await admin.goto(`${instance.url}/settings`);
  await expect(admin.getByRole('list', { name: 'Your sessions' })).toContainText('this one');
  await expectGoodLooks(admin, 'settings-sessions');
  await admin.getByRole('button', { name: 'Sign out everywhere else' }).click();
  await expect(admin.getByText('You are signed in here only.')).toBeVisible();
  expect((await lost.request.get(`${instance.url}/api/me`)).status()).toBe(401);
});
