import { expect, expectTypeOf, test } from 'vitest';
import type { z } from 'zod';
import { AppMessage, BRIDGE_VERSION, type BridgeHello, type BridgeWelcome, type HostMessage } from '../../../lib/contracts/bridge.ts';
import {
  type FilterGroup,
  type FilterOperator,
  MetricQuery,
  type MetricQueryInput,
  type QueryResult,
} from '../../../lib/contracts/query.ts';
import type * as sdk from '../template/sdk/types.ts';

/** The SDK's types are read-only so that apps can pass constants; the contract's are not. */
type Mutable<T> = T extends readonly (infer Item)[]
  ? Mutable<Item>[]
  : T extends object
    ? { -readonly [Key in keyof T]: Mutable<T[Key]> }
    : T;
type SameKeys<A, B> = [keyof A, keyof B] extends [keyof B, keyof A] ? true : false;

test('the types of the app SDK are those of the contract', () => {
  expectTypeOf<Mutable<sdk.MetricQueryInput>>().toExtend<MetricQueryInput>();
  expectTypeOf<MetricQuery>().toExtend<sdk.MetricQueryInput>();
  expectTypeOf<SameKeys<sdk.MetricQueryInput, MetricQueryInput>>().toEqualTypeOf<true>();
  expectTypeOf<FilterGroup>().toExtend<sdk.FilterGroup>();
  expectTypeOf<sdk.FilterOperator>().toEqualTypeOf<FilterOperator>();
  expectTypeOf<Mutable<sdk.QueryResult>>().toExtend<QueryResult>();
  expectTypeOf<QueryResult>().toExtend<sdk.QueryResult>();
  expectTypeOf<SameKeys<sdk.QueryResult, QueryResult>>().toEqualTypeOf<true>();
});

test('the messages of the app SDK are those of the bridge', () => {
  expectTypeOf<Mutable<sdk.AppMessage>>().toExtend<z.input<typeof AppMessage>>();
  // Apps of before, which ask one query a message, are still answered.
  expectTypeOf<Exclude<AppMessage['type'], 'query'>>().toEqualTypeOf<sdk.AppMessage['type']>();
  expectTypeOf<Mutable<sdk.HostMessage>>().toExtend<HostMessage>();
  expectTypeOf<HostMessage>().toExtend<sdk.HostMessage>();
  expectTypeOf<Mutable<sdk.Hello>>().toEqualTypeOf<z.infer<typeof BridgeHello>>();
  expectTypeOf<Mutable<sdk.Welcome>>().toEqualTypeOf<z.infer<typeof BridgeWelcome>>();
  const version: sdk.Hello['version'] = BRIDGE_VERSION;
  expect(version).toBe(1);
});

test('the contract takes what the SDK calls a query', () => {
  const query: sdk.MetricQueryInput = {
    explore: 'orders',
    dimensions: ['orders_date_month'],
    metrics: ['orders_count'],
    filters: {
      dimensions: {
        and: [
          { target: { fieldId: 'orders_date' }, operator: 'inThePast', values: [12], settings: { unitOfTime: 'months' } },
          { or: [{ target: { fieldId: 'regions_name' }, operator: 'isNull' }] },
        ],
      },
    },
    sorts: [{ fieldId: 'orders_date_month' }],
  };
  const message: sdk.AppMessage = { type: 'queries', queries: [{ id: 1, query }] };
  expect(AppMessage.parse(message)).toEqual(message);
  expect(MetricQuery.parse(query)).toMatchObject({ limit: 500 });
});
