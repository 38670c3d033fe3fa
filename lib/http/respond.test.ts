import { expect, test } from 'vitest';
import { z } from 'zod';
import { asked } from '#lib/asked.ts';
import { withLogFields } from '#lib/log-context.ts';
import { errorPart, errorResponse } from './respond.ts';

test('a database that is away is said as such, with the time to try again', async () => {
  const response = errorResponse(Object.assign(new Error('Server has closed the connection.'), { code: 'P1017' }), 'req_1');
  expect(response.status).toBe(503);
  expect(response.headers.get('retry-after')).toBe('2');
  expect(await response.json()).toMatchObject({
    error: { code: 'unavailable', message: expect.stringContaining('try again'), requestId: 'req_1' },
  });
});

test('any other defect stays unnamed', async () => {
  const response = errorResponse(new Error('secret detail'), 'req_2');
  expect(response.status).toBe(500);
  expect(await response.text()).not.toContain('secret detail');
});

test('a defect in a part of an answer is told with the id of the request that the answer belongs to', async () => {
  const part = await withLogFields({ requestId: 'req_3' }, async () => errorPart(new Error('secret detail')));
  expect(part).toEqual({ code: 'internal', message: expect.stringContaining('req_3') });
});

test('what somebody sent is theirs to mend; a stored value that does not fit is a defect of ours', async () => {
  const Name = z.object({ name: z.string() });
  const answer = (read: () => unknown) => {
    try {
      return read();
    } catch (thrown) {
      return errorResponse(thrown, 'req_4').status;
    }
  };
  expect(answer(() => asked(Name, { name: 7 }))).toBe(400);
  expect(answer(() => Name.parse({ name: 7 }))).toBe(500);
  expect(() => asked(Name, { name: 7 })).toThrow(/does not fit. name: /);
});
