import { expect, test } from 'vitest';
import { VerifySession } from './session.ts';

const session = () =>
  new VerifySession(async () => {
    throw new Error('not asked here');
  }, AbortSignal.timeout(5_000));

test('what an app says is kept in a form that a database takes', async () => {
  const opened = session();
  await opened.receive(JSON.stringify({ type: 'error', message: 'broken \0 \ud83d' }));
  opened.noteError('half \udc00');
  expect(opened.errors.lines).toEqual(['broken \ufffd \ufffd', 'half \ufffd']);
  opened.end();
});

test('a query that could not be kept with the version is refused', async () => {
  const opened = session();
  const filters = { dimensions: { and: [{ target: { fieldId: 'a' }, operator: 'equals', values: ['x\0'] }] } };
  expect(await opened.receive(JSON.stringify({ type: 'query', id: 1, query: { explore: 'orders', filters } }))).toMatchObject({
    type: 'failure',
    code: 'invalid_request',
  });
  expect([...opened.queries.values()]).toEqual([]);
  opened.end();
});
