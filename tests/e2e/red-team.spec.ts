import { expect, type Frame, type Page, test } from '@playwright/test';
import * as attacks from './red-team/attacks.js';
import { bridgeTests } from './red-team/bridge.ts';
import { insideTests } from './red-team/inside.ts';
import { tokenTests } from './red-team/tokens.ts';
import { DEPARTURES, REQUESTS } from './red-team/ways-out.ts';
import { attack, namesLookedUp, openControl, openHostile, startWorld, type World, watchHost } from './red-team/world.ts';

/**
 * A hostile app in the product's own page, in a real browser, with a canary that listens for whatever gets out. Every
 * attack also runs on an unprotected page, where the canary must notice it: silence proves something only then.
 */
let world: World;
let hostile: { page: Page; frame: Frame };
let control: { page: Page; frame: Frame };

test.beforeAll(async ({ playwright, launchOptions }) => {
  test.setTimeout(300_000);
  world = await startWorld((args) => playwright.chromium.launch({ ...launchOptions, args: [...(launchOptions.args ?? []), ...args] }));
  [hostile, control] = await Promise.all([openHostile(world), openControl(world)]);
});
test.afterAll(() => world?.close());

test('every attack that is written is in the list, and the other way round', () => {
  expect(Object.keys(attacks.requests).toSorted()).toEqual(Object.keys(REQUESTS).toSorted());
  expect(Object.keys(attacks.departures).toSorted()).toEqual(Object.keys(DEPARTURES).toSorted());
});

test.describe('an app that asks for an address reaches nothing', () => {
  for (const [name, way] of Object.entries(REQUESTS)) {
    test(name, async () => {
      const { prey, control: caught } = world;
      await attack(hostile.page, hostile.frame, 'requests', name, prey.target(name));
      await attack(control.page, control.frame, 'requests', name, caught.target(name));
      // What the app sent by the same means, it sent earlier.
      if (way !== null) await expect.poll(() => caught.seen).toContain(caught.sign(name, way));
      expect(prey.seen).toEqual([]);
    });
  }
});

test.describe('an app that would go elsewhere, or take the page along, reaches nothing', () => {
  for (const [name, way] of Object.entries(DEPARTURES)) {
    test(name, async () => {
      const { prey, control: caught, viewer } = world;
      const { page, frame } = await openHostile(world);
      const before = viewer.pages().length;
      const state = await watchHost(page);
      const untouched = await state();
      await attack(page, frame, 'departures', name, prey.target(name));
      const open = await openControl(world);
      await attack(open.page, open.frame, 'departures', name, caught.target(name));
      if (way !== null) await expect.poll(() => caught.seen).toContain(caught.sign(name, way));
      expect(prey.seen).toEqual([]);
      expect(await state()).toEqual(untouched);
      expect(untouched).toMatchObject({ heading: 'Hostile app' });
      expect(viewer.pages().length).toBe(before);
      await Promise.all([page.close(), open.page.context().close()]);
    });
  }
});

insideTests(() => world);
tokenTests(() => world);
bridgeTests(() => world);

test('the browser looked up no name that the app knows', async () => {
  await world.browser.close();
  const names = namesLookedUp(world.networkLog);
  expect(names.filter((name) => name.includes('.control.')).length).toBeGreaterThan(10);
  expect(names.filter((name) => name.includes('.prey.'))).toEqual([]);
  expect(world.prey.seen).toEqual([]);
});
