import { afterEach, expect, test, vi } from 'vitest';
import { createLog } from './log.ts';
import { addLogFields, withLogFields } from './log-context.ts';

const PLAIN_SECRET = 'plain-secret-of-a-setting';
vi.stubEnv('ANTHROPIC_API_KEY', PLAIN_SECRET);

const QUOTED_SECRET = 'plain "quoted\\" secret of a setting';
vi.stubEnv('S3_SECRET_KEY', QUOTED_SECRET);

const lines: string[] = [];
const log = createLog({ write: (line: string) => void lines.push(line) }, 'debug');
const parsed = () => lines.map((line) => JSON.parse(line) as Record<string, unknown>);
afterEach(() => void lines.splice(0));

const KEYS = [
  `sk-ant-api03-${'a1'.repeat(20)}`,
  `gwr_${'aZ0_'.repeat(8)}`,
  `gw_pat_${'aZ0_'.repeat(8)}`,
  `ghp_${'Q'.repeat(36)}`,
  '-----BEGIN PRIVATE KEY-----\nMIIEfake',
  PLAIN_SECRET,
];

test.each(KEYS)('a planted key is in no line, whether in the message, a field, a list, an error or its cause (%#)', (key) => {
  log.info(`it said ${key}`);
  log.info({ deep: { deeper: [{ text: `x ${key} y` }] }, [key]: 1 }, 'fields');
  log.error({ err: new Error(`failed with ${key}`, { cause: new Error(`because of ${key}`) }) }, 'thrown');
  expect(parsed()).toHaveLength(3);
  const all = lines.join('');
  for (const part of key.split('\n')) expect(all).not.toContain(part);
  expect(all).toContain('[removed]');
});

test('a secret that JSON writes otherwise is found all the same', () => {
  log.info({ text: `it said ${QUOTED_SECRET}.` }, QUOTED_SECRET);
  expect(parsed()).toMatchObject([{ text: 'it said [removed].', msg: '[removed]' }]);
});

test('fields that are called like secrets lose their values', () => {
  log.info({ password: 'p1', warehouse: { token: 't1' }, a: { b: { authorization: 'Basic 123' } } }, 'x');
  expect(lines.join('')).not.toMatch(/p1|t1|Basic/);
});

test('a line with nothing to hide is written as it is', () => {
  log.info({ buildId: 'bld_1', ms: 3 }, 'a "quoted" message');
  expect(parsed()).toMatchObject([{ level: 30, buildId: 'bld_1', ms: 3, msg: 'a "quoted" message', time: expect.any(String) }]);
});

test('ids that are known further out are on every line, at any depth and after any wait; their neighbours see none', async () => {
  const one = withLogFields({ requestId: 'req_1', userId: 'usr_1' }, async () => {
    await new Promise((resolve) => setImmediate(resolve));
    await withLogFields({ buildId: 'bld_1' }, async () => {
      addLogFields({ sandboxId: 'sbx_1' });
      await new Promise((resolve) => setImmediate(resolve));
      log.info('inner');
    });
    log.info('outer');
  });
  const two = withLogFields({ requestId: 'req_2' }, async () => log.info('other'));
  await Promise.all([one, two]);
  log.info('nobody');
  const by = (msg: string) => parsed().find((line) => line.msg === msg);
  expect(by('inner')).toMatchObject({ requestId: 'req_1', userId: 'usr_1', buildId: 'bld_1', sandboxId: 'sbx_1' });
  expect(by('outer')).not.toHaveProperty('buildId');
  expect(by('other')).toMatchObject({ requestId: 'req_2' });
  expect(by('other')).not.toHaveProperty('userId');
  expect(by('nobody')).not.toHaveProperty('requestId');
});
