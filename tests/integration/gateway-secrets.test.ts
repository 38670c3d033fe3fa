import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { startMessagesApi } from '#emulators/messages-api/server.ts';
import { messagesBody, post, runningBuild, until } from './gateway-world.ts';

const KEY = 'sk-ant-real-key-never-shown';
const MODEL = 'claude-sonnet-5-5';
const PROCESS = `
  const { startModelGateway } = await import('#lib/models/gateway-server.ts');
  const gateway = await startModelGateway({ port: 0 });
  console.log(gateway.port);
`;

test('neither the key, a run token nor a prompt appears in the log, whatever goes wrong', async () => {
  const api = await startMessagesApi({ apiKey: KEY });
  const { token } = await runningBuild([MODEL]);
  const variables = {
    ANTHROPIC_API_KEY: KEY,
    ANTHROPIC_BASE_URL: api.url,
    GLASSWORKS_LOG_LEVEL: 'trace',
    DATABASE_URL: process.env.DATABASE_URL,
  };
  const child = spawn(process.execPath, ['--input-type=module', '-e', PROCESS], { env: { ...process.env, ...variables } });
  let log = '';
  child.stderr.on('data', (part) => {
    log += part;
  });
  try {
    const [port] = await once(child.stdout, 'data');
    const url = `http://127.0.0.1:${String(port).trim()}`;
    const body = messagesBody(MODEL, { stream: true, system: 'a prompt that is private' });
    const statuses: number[] = [];
    const turns = [
      { text: 'ok' },
      { fault: { kind: 'status' as const, status: 401, message: `bad key ${KEY}` } },
      { fault: { kind: 'reset' as const } },
      { text: 'x'.repeat(300), fault: { kind: 'drop' as const, afterDeltas: 2 } },
    ];
    api.setTurns(turns);
    for (const _turn of turns) {
      const answer = await post(url, token, body);
      statuses.push(answer.status);
      const text = await answer.text().catch((error: Error) => error.message);
      expect(text + JSON.stringify([...answer.headers])).not.toContain(KEY);
    }
    expect(statuses).toEqual([200, 401, 502, 200]);
    await until(async () => log.split('\n').filter((line) => line.includes('model call')).length >= 4, 'four lines of log');
    for (const secret of [KEY, token, 'private']) expect(log).not.toContain(secret);
  } finally {
    child.kill('SIGKILL');
    await api.close();
  }
});
