import { describe, expect, it } from 'vitest';
import { AppMessage } from '#lib/contracts/bridge.ts';
import { createMeter, refuseBeforeReading } from './message-guard.ts';

const RULE = { target: { fieldId: 'orders_status' }, operator: 'equals', values: ['completed'] };

/** Two ways at every level to the same piece: small in memory, without end for whoever walks it. */
function diamond(levels: number): unknown {
  let node: unknown = { target: {}, operator: 'none' };
  for (let level = 0; level < levels; level += 1) node = { and: [node], or: [node] };
  return node;
}

function nested(levels: number): unknown {
  let node: unknown = 1;
  for (let level = 0; level < levels; level += 1) node = [node];
  return node;
}

function circle(): unknown {
  const node: Record<string, unknown> = { type: 'query', id: 1 };
  node.query = node;
  return node;
}

const queryWith = (filters: unknown) => ({ type: 'query', id: 1, query: { explore: 'orders', filters: { dimensions: filters } } });

describe('a message is refused before it is read', () => {
  it.each([
    ['is long', { type: 'error', message: 'x'.repeat(1_000_000) }],
    ['is long in many pieces', { type: 'x', list: Array.from({ length: 900 }, () => 'x'.repeat(1_000)) }],
    ['has a huge list', { type: 'queries', queries: new Array(50_000_000) }],
    ['has many keys', Object.fromEntries(Array.from({ length: 2_000 }, (_, index) => [`k${index}`, 1]))],
    ['is nested without end', nested(5_000)],
    ['is a circle', circle()],
    ['leads to one piece on a million ways', queryWith(diamond(20))],
    ['names a prototype', JSON.parse('{"type":"settled","queries":1,"__proto__":{"polluted":true}}')],
    ['holds bytes', { type: 'error', message: new Uint8Array(10) }],
    ['holds a map', { type: 'error', message: new Map([['a', 1]]) }],
    ['is a download of more than may be saved', { type: 'download', filename: 'a', mime: 'b', text: 'x'.repeat(21_000_000) }],
  ])('when it %s, in little time', (_, message) => {
    const started = performance.now();
    expect(refuseBeforeReading(message)).toEqual(expect.any(String));
    expect(performance.now() - started).toBeLessThan(250);
  });

  it('not when it is honest', () => {
    const queries = Array.from({ length: 50 }, (_, id) => ({ id: id + 1, query: queryWith({ and: [RULE, { or: [RULE, RULE] }] }).query }));
    const file = { type: 'download', filename: 'a.csv', mime: 'text/csv', text: 'x'.repeat(20_000_000) };
    for (const message of [{ type: 'queries', queries }, file, { type: 'cancel', id: 3 }, 'hello', null]) {
      expect(refuseBeforeReading(message)).toBeNull();
    }
  });

  it('so that what passes is read in little time', () => {
    const started = performance.now();
    const wide = queryWith({ and: Array.from({ length: 300 }, () => diamond(3)) });
    if (refuseBeforeReading(wide) === null) AppMessage.safeParse(wide);
    expect(performance.now() - started).toBeLessThan(500);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

it('a meter lets a burst through, then so many a second, and counts the rest', () => {
  let now = 0;
  const meter = createMeter({ burst: 3, perSecond: 2, clock: () => now });
  expect([1, 2, 3, 4].map(() => meter.take())).toEqual([true, true, true, false]);
  now = 1_000;
  expect([1, 2, 3].map(() => meter.take())).toEqual([true, true, false]);
  now = 60_000;
  expect([1, 2, 3, 4].map(() => meter.take())).toEqual([true, true, true, false]);
  expect(meter.refused).toBe(3);
});
