import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type FaultWorld, oneNumber, startFaultWorld } from './fault-world.ts';

let world: FaultWorld;
let appId: string;
beforeAll(async () => {
  world = await startFaultWorld();
}, 600_000);
afterAll(() => world?.close());
beforeEach(async () => {
  appId = await world.app();
});

test('an app is built here at all', async () => {
  const built = await world.build(appId, oneNumber());
  console.error(built.ms, built.status, built.error, built.told);
  expect(built).toMatchObject({ status: 'succeeded', versionNumber: 1 });
});
