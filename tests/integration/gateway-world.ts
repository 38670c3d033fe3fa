import { join } from 'node:path';
import { db } from '#lib/db/client.ts';
import { parseEnv } from '#lib/env.ts';
import { newId } from '#lib/ids.ts';
import { modelProvider } from '#lib/models/choose-provider.ts';
import { type ModelGateway, type ModelGatewayOptions, startModelGateway } from '#lib/models/gateway-server.ts';
import type { ModelProvider } from '#lib/models/provider.ts';
import { mintRunToken } from '#lib/models/run-token.ts';

/** A running build in the database, and a token for it. */
export async function runningBuild(models: readonly string[]): Promise<{ buildId: string; appId: string; token: string }> {
  const userId = newId('usr');
  const projectId = newId('prj');
  const appId = newId('app');
  const buildId = newId('bld');
  await db().user.create({ data: { id: userId, email: `${userId}@example.com` } });
  await db().project.create({ data: { id: projectId, name: 'p', source: {}, warehouse: {} } });
  await db().app.create({ data: { id: appId, projectId, ownerId: userId, name: 'a' } });
  const build = { id: buildId, appId, requestedById: userId, clientKey: 'k', prompt: 'p', model: 'm', status: 'running' };
  await db().build.create({ data: build });
  return { buildId, appId, token: await mintRunToken({ buildId, models, ttlMs: 60_000 }) };
}

export function providerOf(variables: Record<string, string>): ModelProvider {
  return modelProvider(parseEnv({ DATABASE_URL: 'unused', ...variables }));
}

export async function gatewayFor(
  provider: ModelProvider,
  options: Partial<ModelGatewayOptions> = {},
): Promise<ModelGateway & { url: string }> {
  const gateway = await startModelGateway({ port: 0, provider: () => provider, ...options });
  return { ...gateway, url: `http://127.0.0.1:${gateway.port}` };
}

export const socketIn = (folder: string): string => join(folder, 'model', 'gateway.sock');

/** Waits for a condition with a deadline. */
export async function until<T>(read: () => Promise<T | null | undefined | false>, what: string, deadlineMs = 5_000): Promise<T> {
  const end = performance.now() + deadlineMs;
  while (performance.now() < end) {
    const value = await read();
    if (value) return value;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`not within ${deadlineMs} ms: ${what}`);
}

export const TOOLS = [{ name: 'Bash', description: 'run', input_schema: { type: 'object' as const } }];

export function messagesBody(model: string, extra: Record<string, unknown> = {}): string {
  return JSON.stringify({ model, max_tokens: 1000, messages: [{ role: 'user', content: 'hello' }], tools: TOOLS, ...extra });
}

export function post(url: string, token: string, body: string, init: RequestInit = {}): Promise<Response> {
  return fetch(`${url}/v1/messages?beta=true`, {
    ...init,
    method: 'POST',
    body,
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'anthropic-version': '2023-06-01',
      'anthropic-beta': 'one-2026-01-01,two-2026-02-02',
      ...init.headers,
    },
  });
}
