import { z } from 'zod';
import { audit } from '#lib/audit/audit.ts';
import type { SignInTest } from '#lib/contracts/admin-sign-in.ts';
import type { TestResult } from '#lib/contracts/settings.ts';
import { env, webOrigin } from '#lib/env.ts';
import { AppError, toError } from '#lib/errors.ts';
import { sendMail } from '#lib/mail/mail.ts';
import { guardedAgents } from '#lib/net/guarded-agents.ts';
import { guardedFetch } from '#lib/net/guarded-fetch.ts';
import { refusalIn } from '#lib/net/reach.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import { createTrial } from '#lib/settings/trials/steps.ts';
import { setups } from './providers.ts';

const Discovery = z.looseObject({
  issuer: z.string(),
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
  jwks_uri: z.url(),
  code_challenge_methods_supported: z.array(z.string()).optional(),
});
const Keys = z.looseObject({ keys: z.array(z.looseObject({})).min(1) });
const MAX_ANSWER = 500_000;
const DEADLINE_MS = 10_000;

/** Really tries a way to sign in, and says what to mend. */
export async function trySignIn(actor: Actor, { what }: SignInTest): Promise<TestResult> {
  const result = what === 'mail' ? await tryMail(actor) : await tryProvider(what);
  await audit(actor, { action: 'sign_in.tested', subject: { kind: 'setting', name: what }, details: { ok: result.ok } });
  return result;
}

async function tryMail({ email }: Actor): Promise<TestResult> {
  const trial = createTrial();
  await trial.step('send', async () => {
    await sendMail({ to: email, subject: 'Glassworks can send mail', text: ['This is the test that you asked for. Mail is set up.'] });
    return `A mail to ${email} was taken by the mail server. Look whether it arrives.`;
  });
  return trial.result();
}

async function tryProvider(id: Exclude<SignInTest['what'], 'mail'>): Promise<TestResult> {
  const setup = setups().find((one) => one.id === id);
  if (!setup) throw new AppError('unprocessable', 'This provider is not set up: issuer or client id is missing in the environment.');
  const trial = createTrial();
  let found: z.output<typeof Discovery> | undefined;
  await trial.step('discovery', async () => {
    const address = `${setup.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
    found = await readJson(address, Discovery, 'Check the issuer: this document has to lie under it.');
    return address;
  });
  await trial.step('issuer', async () => {
    if (found?.issuer !== setup.issuer)
      throw new AppError(
        'unprocessable',
        `It calls itself ${found?.issuer}, and is configured as ${setup.issuer}. The two must be the same, to the last slash.`,
      );
    const methods = found.code_challenge_methods_supported;
    return methods && !methods.includes('S256')
      ? 'It does not say that it supports PKCE with S256, which is sent to it anyway.'
      : undefined;
  });
  await trial.step('keys', async () => {
    const { keys } = await readJson(found?.jwks_uri ?? '', Keys, 'Without its keys nothing that it signs can be checked.');
    return `${keys.length} ${keys.length === 1 ? 'key' : 'keys'}`;
  });
  await trial.step('client', () => tryClient(found?.token_endpoint ?? '', setup));
  return trial.result();
}

/** A code that cannot be right: an issuer that knows the client refuses the code, one that does not refuses the client. */
async function tryClient(endpoint: string, { id, clientId, clientSecret }: ReturnType<typeof setups>[number]): Promise<string> {
  const body = new URLSearchParams({
    grant_type: 'authorization_code',
    code: 'a-test-that-must-fail',
    redirect_uri: `${(env().NEXTAUTH_URL ?? webOrigin()).replace(/\/$/, '')}/api/auth/callback/${id}`,
    code_verifier: 'x'.repeat(43),
    ...(clientSecret ? {} : { client_id: clientId }),
  });
  const basic = Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret ?? '')}`).toString('base64');
  const response = await ask(endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...(clientSecret ? { authorization: `Basic ${basic}` } : {}) },
    body: body.toString(),
  });
  const { error = '' } = z
    .looseObject({ error: z.string().optional() })
    .catch({})
    .parse(parsed(await limited(response)));
  if (error === 'invalid_client' || error === 'unauthorized_client' || response.status === 401)
    throw new AppError(
      'unprocessable',
      'It does not know this client id and secret. Check both, and that the client may use the authorization code.',
    );
  return 'It knows this client.';
}

async function readJson<T extends z.ZodType>(address: string, schema: T, advice: string): Promise<z.output<T>> {
  const response = await ask(address, {});
  if (response.status !== 200) throw new AppError('unprocessable', `${address} answered ${response.status}. ${advice}`);
  const read = schema.safeParse(parsed(await limited(response)));
  if (!read.success) throw new AppError('unprocessable', `What ${address} answered is not what OpenID Connect asks for. ${advice}`);
  return read.data;
}

/** The address comes from a setting, or from a document of somebody else: it is checked before anything is sent. */
async function ask(address: string, init: RequestInit): Promise<Response> {
  const fetchGuarded = guardedFetch(guardedAgents({ allowPrivate: env().GLASSWORKS_ALLOW_PRIVATE_NETWORK_TESTS === true }));
  try {
    return await fetchGuarded(address, { ...init, signal: AbortSignal.timeout(DEADLINE_MS) });
  } catch (thrown) {
    const refused = refusalIn(thrown);
    if (refused) throw refused;
    const { code } = toError(thrown) as NodeJS.ErrnoException;
    throw new AppError('bad_gateway', `${address} cannot be reached${code ? ` (${code})` : ''}. Check the address, DNS and firewalls.`, {
      cause: thrown,
    });
  }
}

async function limited(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk as Uint8Array, { stream: true });
    if (text.length > MAX_ANSWER)
      throw new AppError('unprocessable', 'The answer is far larger than it should be. Is this the right address?');
  }
  return text;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
