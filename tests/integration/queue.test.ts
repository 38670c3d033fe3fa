import { afterAll, expect, test } from 'vitest';
import { resetEnv } from '#lib/env.ts';
import { closeQueue, queue } from '#lib/jobs/queue.ts';

afterAll(() => closeQueue());

test('a queue that could not be opened is opened by the next call, once the database is back', async () => {
  const url = process.env.DATABASE_URL;
  process.env.DATABASE_URL = 'postgresql://nobody@127.0.0.1:1/none';
  resetEnv();
  await expect(queue()).rejects.toThrow();
  process.env.DATABASE_URL = url;
  resetEnv();
  await expect(queue()).resolves.toBeTruthy();
});
