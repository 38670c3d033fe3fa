import { expect, test } from 'vitest';
import { isDatabaseAway, isDatabaseFull } from './away.ts';

const withCode = (code: string, message = 'x') => Object.assign(new Error(message), { code });

test('a database that is down, starting, or gone in the middle is away', () => {
  for (const code of ['ECONNREFUSED', '57P01', '57P03', '08006', 'P1001', 'P1017']) expect(isDatabaseAway(withCode(code)), code).toBe(true);
  for (const words of ['Connection terminated unexpectedly', 'Client has encountered a connection error and is not queryable'])
    expect(isDatabaseAway(new Error(words)), words).toBe(true);
});

test('what lies behind an error counts', () => {
  expect(isDatabaseAway(new Error('the step failed', { cause: withCode('ECONNRESET') }))).toBe(true);
  expect(isDatabaseAway(Object.assign(withCode('P2010'), { meta: { driverAdapterError: { cause: { originalCode: '57P01' } } } }))).toBe(
    true,
  );
});

test('a refusal is an answer: the database is there', () => {
  for (const code of ['P2002', '23505', '42P01', '40001']) expect(isDatabaseAway(withCode(code)), code).toBe(false);
  expect(isDatabaseAway(withCode('22P02', 'invalid input: "Connection terminated"'))).toBe(false);
});

test('anything else that is thrown is not about the database', () => {
  for (const thrown of [null, undefined, 'Connection terminated', new Error('The sandbox does not answer.'), {}]) {
    expect(isDatabaseAway(thrown)).toBe(false);
  }
});

test('an error that is its own cause is looked at once', () => {
  const error = new Error('round');
  error.cause = error;
  expect(isDatabaseAway(error)).toBe(false);
});

test('a database without room is not away: it refused, and can be read', () => {
  const full = Object.assign(withCode('P2039'), { meta: { driverAdapterError: { cause: { originalCode: '53100' } } } });
  expect(isDatabaseFull(full)).toBe(true);
  expect(isDatabaseAway(full)).toBe(false);
  expect(isDatabaseFull(withCode('57P01'))).toBe(false);
});
