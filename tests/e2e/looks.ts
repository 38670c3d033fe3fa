import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const FOLDER = 'test-results/pages';
const DESK = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };

/** Every way in which a person may see a page. */
const WAYS = [
  { name: 'light', size: DESK, colorScheme: 'light' },
  { name: 'dark', size: DESK, colorScheme: 'dark' },
  { name: 'phone', size: PHONE, colorScheme: 'light' },
  { name: 'phone-dark', size: PHONE, colorScheme: 'dark' },
] as const;

/**
 * Looks at the page as it is now, on a desk and on a phone, in light and in dark: no finding of the accessibility
 * checker, nothing wider than the screen, and a picture of each in `folder`, by default `test-results/pages`.
 */
export async function expectGoodLooks(page: Page, name: string, folder: string = FOLDER): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const findings: string[] = [];
  for (const way of WAYS) {
    await page.setViewportSize(way.size);
    await page.emulateMedia({ colorScheme: way.colorScheme, reducedMotion: 'reduce' });
    await atRest(page, way.colorScheme);
    const { violations } = await new AxeBuilder({ page }).exclude('iframe').analyze();
    for (const { id, nodes } of violations) {
      findings.push(`${way.name}: ${id} at ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
    }
    await page.screenshot({ path: join(folder, `${name}-${way.name}.png`) });
    const overhang = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    if (overhang > 0) findings.push(`${way.name}: ${overhang} px wider than the screen`);
  }
  await page.setViewportSize(DESK);
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
  expect(findings, name).toEqual([]);
}

/** The page hears of a changed colour scheme a moment after the browser does, and what moves takes its time. */
async function atRest(page: Page, colorScheme: string): Promise<void> {
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', colorScheme);
  await page.evaluate(async () => {
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    const ending = document.getAnimations().filter(({ effect }) => Number.isFinite(effect?.getComputedTiming().endTime));
    await Promise.allSettled(ending.map(({ finished }) => finished));
  });
}
