import type { Page, Route } from '@playwright/test';

const SIGN_IN = /\/api\/auth/;

/** What the network does to every call of the API but signing in. */
export type ApiFault = 'slow' | 'failing' | 'empty';

const FAILURE = {
  error: { code: 'unavailable', message: 'The database does not answer. Try again in a moment.', requestId: 'req_example' },
};

/** Lays a fault between page and server, on the paths of `only`. The result takes it away again and lets go of what was held. */
export async function breakApi(page: Page, fault: ApiFault, only: RegExp = /./): Promise<() => Promise<void>> {
  const held: Route[] = [];
  const onRoute = async (route: Route) => {
    const { pathname } = new URL(route.request().url());
    if (SIGN_IN.test(pathname) || !only.test(pathname)) return route.fallback();
    if (fault === 'slow') return void held.push(route);
    if (fault === 'failing') return route.fulfill({ status: 500, json: FAILURE });
    return route.request().method() === 'GET' && (await isList(route))
      ? route.fulfill({ json: { items: [], nextCursor: null } })
      : route.fallback();
  };
  await page.route('**/api/**', onRoute);
  return async () => {
    await page.unroute('**/api/**', onRoute);
    await Promise.all(held.map((route) => route.abort().catch(() => undefined))); // the page may have left it already
  };
}

/** Only what really is a list is emptied: an app stays an app. */
async function isList(route: Route): Promise<boolean> {
  if ((route.request().headers().accept ?? '').includes('text/event-stream')) return false;
  const answer = await route.fetch();
  const body: unknown = await answer.json().catch(() => null);
  return typeof body === 'object' && body !== null && 'items' in body;
}
