/**
 * The title of the window: what the page is called, or what a page says instead, with the number of unread apps before it.
 * The framework writes titles of its own when it changes pages; each is taken as the page's name and written over.
 */
let base = '';
let written: string | null = null;
let said: string | null = null;
let unread = 0;

function write(): void {
  // The framework may have written just now, before its observer was told.
  if (document.title !== written) base = document.title;
  written = said ?? `${unread > 0 ? `(${unread >= 100 ? '99+' : unread}) ` : ''}${base}`;
  if (document.title !== written) document.title = written;
}

/** Says something else than the page's name, e.g. "● Ready – Revenue"; null ends it. */
export function sayInTitle(text: string | null): void {
  said = text;
  write();
}

export function countInTitle(count: number): void {
  unread = count;
  write();
}

/** Keeps the title right for as long as the product is on the page. Returns the way to stop. */
export function keepTitle(): () => void {
  const watch = new MutationObserver(() => {
    if (document.title !== written) write();
  });
  watch.observe(document.head, { subtree: true, childList: true, characterData: true });
  write();
  return () => watch.disconnect();
}
