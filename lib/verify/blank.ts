import type { Frame } from 'playwright';

/** How much there is to see in an app outside its shell (`data-glassworks-shell`: title bar, navigation). */
export interface Visible {
  /** Characters of visible text. */
  readonly text: number;
  /** Charts and pictures of at least 8 × 8 pixels. */
  readonly pictures: number;
}

/** Looks at what is painted in the frame. Runs in the app's own page: it may hang, so wait with a deadline. */
export function countVisible(frame: Frame): Promise<Visible> {
  return frame.evaluate(() => {
    const SHELL = '[data-glassworks-shell]';
    const shown = (element: Element | null): boolean =>
      element !== null &&
      element.closest(`${SHELL}, script, style, noscript, template`) === null &&
      element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    let text = 0;
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const content = node.textContent?.trim() ?? '';
      if (content === '' || !shown(node.parentElement)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const { width, height } = range.getBoundingClientRect();
      if (width > 0 && height > 0) text += content.length;
    }
    const pictures = [...document.querySelectorAll('svg, canvas, img')].filter((element) => {
      const { width, height } = element.getBoundingClientRect();
      return width >= 8 && height >= 8 && shown(element) && (element.tagName !== 'svg' || element.childElementCount > 0);
    }).length;
    return { text, pictures };
  });
}
