import { expect, expectTypeOf, test } from 'vitest';
import type { z } from 'zod';
import type { AppMessage, BridgeHello, BridgeWelcome, HostMessage } from '../../../lib/contracts/bridge.ts';
import { BRIDGE_VERSION } from '../../../lib/contracts/bridge.ts';
import type { MetricQueryInput, QueryResult } from '../../../lib/contracts/query.ts';
import type * as sdk from '../template/sdk/types.ts';

/** The SDK's types are read-only so that apps can pass constants; the contract's are not. */
type Mutable<T> = T extends string | number | boolean | null | undefined
  ? T
  : T extends readonly (infer Item)[]
    ? Mutable<Item>[]
    : { -readonly [Key in keyof T]: Mutable<T[Key]> };
type SameKeys<A, B> = [keyof A, keyof B] extends [keyof B, keyof A] ? true : false;

type ContractAppMessage = z.input<typeof AppMessage>;

test('the types of the app SDK are those of the contract', () => {
  expectTypeOf<Mutable<sdk.MetricQueryInput>>().toExtend<MetricQueryInput>();
  expectTypeOf<MetricQueryInput>().toExtend<sdk.MetricQueryInput>();
  expectTypeOf<SameKeys<sdk.MetricQueryInput, MetricQueryInput>>().toEqualTypeOf<true>();
  expectTypeOf<Mutable<sdk.QueryResult>>().toExtend<QueryResult>();
  expectTypeOf<QueryResult>().toExtend<sdk.QueryResult>();
  expectTypeOf<SameKeys<sdk.QueryResult, QueryResult>>().toEqualTypeOf<true>();
});

test('the messages of the app SDK are those of the bridge', () => {
  expectTypeOf<Mutable<sdk.AppMessage>>().toExtend<ContractAppMessage>();
  expectTypeOf<ContractAppMessage>().toExtend<sdk.AppMessage>();
  expectTypeOf<Mutable<sdk.HostMessage>>().toExtend<HostMessage>();
  expectTypeOf<HostMessage>().toExtend<sdk.HostMessage>();
  expectTypeOf<Mutable<sdk.Hello>>().toEqualTypeOf<z.infer<typeof BridgeHello>>();
  expectTypeOf<Mutable<sdk.Welcome>>().toEqualTypeOf<z.infer<typeof BridgeWelcome>>();
  const version: sdk.Hello['version'] = BRIDGE_VERSION;
  expect(version).toBe(1);
});
