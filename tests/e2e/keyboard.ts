import { expect, type Locator, type Page } from '@playwright/test';

const MOST_STOPS = 120;

/** Goes to an element with Tab alone; every link and button on the way must show that it has the focus. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeAttached(); // a radio button's own box is hidden below its drawing
  for (let stops = 0; stops < MOST_STOPS; stops++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
    expect(await unmarkedFocus(page), 'an element that has the focus without showing it').toBeNull();
  }
  throw new Error(`${target} was not reached with ${MOST_STOPS} presses of Tab`);
}

/** Tab to it, then Enter. */
export async function pressOn(page: Page, target: Locator): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press('Enter');
}

/** The link or button that has the focus and nothing to show for it; null when all is well. */
function unmarkedFocus(page: Page): Promise<string | null> {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (!(element instanceof HTMLElement) || !['A', 'BUTTON'].includes(element.tagName)) return null;
    const { outlineStyle, boxShadow } = getComputedStyle(element);
    return outlineStyle === 'none' && boxShadow === 'none' ? element.outerHTML.slice(0, 200) : null;
  });
}
