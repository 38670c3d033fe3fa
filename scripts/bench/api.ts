import { createToken } from '../../lib/auth/api-tokens.ts';
import { Build, BuildStarted } from '../../lib/contracts/build.ts';
import { BuildEvent } from '../../lib/contracts/build-event.ts';
import { QueryResult } from '../../lib/contracts/query.ts';
import { db } from '../../lib/db/client.ts';

/** A client of the HTTP API, as a script would be one. */
export async function openApi(url: string) {
  const admin = await db().user.findFirstOrThrow({ where: { role: 'admin' } });
  const { token } = await createToken(admin.id, { name: 'bench' });
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const call = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(url + path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };
  const { items } = (await call('GET', '/api/projects')) as { items: { id: string }[] };
  const projectId = items[0]?.id ?? '';
  return {
    adminId: admin.id,
    token,
    projectId,
    createApp: async () => ((await call('POST', '/api/apps', { projectId })) as { id: string }).id,
    startBuild: async (appId: string, prompt: string) =>
      BuildStarted.parse(await call('POST', `/api/apps/${appId}/builds`, { prompt, clientKey: crypto.randomUUID() })).buildId,
    getBuild: async (id: string) => Build.parse(await call('GET', `/api/builds/${id}`)),
    query: async (query: unknown) => QueryResult.parse(await call('POST', `/api/projects/${projectId}/query`, query)),
    events: (buildId: string, signal: AbortSignal) => readEvents(`${url}/api/builds/${buildId}/events`, headers, signal),
  };
}

export type Api = Awaited<ReturnType<typeof openApi>>;

/** The frames of an event stream, as they arrive. */
async function* readEvents(address: string, headers: Record<string, string>, signal: AbortSignal): AsyncGenerator<BuildEvent> {
  const response = await fetch(address, { headers: { ...headers, accept: 'text/event-stream' }, signal });
  let buffer = '';
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    buffer += Buffer.from(chunk).toString('utf8');
    for (let end = buffer.indexOf('\n\n'); end >= 0; end = buffer.indexOf('\n\n')) {
      const data = /^data: (.*)$/m.exec(buffer.slice(0, end))?.[1];
      buffer = buffer.slice(end + 2);
      if (data !== undefined) yield BuildEvent.parse(JSON.parse(data));
    }
  }
}
