import type { Need } from './model.ts';

interface Row {
  readonly need: Need;
  /** What an allowed call sends; without it an allowed call is not made where it would change something. */
  readonly body?: unknown;
  /** It is about an app that was deleted. */
  readonly deleted?: boolean;
}

const see: Need = { app: 'see' };
const change: Need = { app: 'change' };
const build: Need = { app: 'build' };
const prompt = () => ({ prompt: 'Revenue by month', clientKey: `key-${crypto.randomUUID()}` });
const metric = { explore: 'orders', dimensions: [], metrics: ['orders_count'] };
const VERSION = '/api/apps/{appId}/versions/{number}';

/** Whole branches that take one scope at the door and nothing else. A test says so of each route in them. */
export const BRANCHES: Readonly<Record<string, string>> = {
  '/api/admin/': 'manage:Organization',
  '/api/scim/v2/': 'manage:Provisioning',
};

/** What every other route takes besides what it says at the door. `own` is about nobody but who asks. */
export const ROWS: Readonly<Record<string, Row>> = {
  'GET /api/apps': { need: 'own' },
  'POST /api/apps': { need: { place: 'personal' }, body: {} },
  'GET /api/apps/{appId}': { need: see },
  'PATCH /api/apps/{appId}': { need: change, body: { description: 'x' } },
  'DELETE /api/apps/{appId}': { need: change, body: null },
  'GET /api/apps/{appId}/access': { need: change },
  'GET /api/apps/{appId}/builds': { need: change },
  'POST /api/apps/{appId}/builds': { need: build, body: prompt },
  'GET /api/apps/{appId}/estimate': { need: see },
  'POST /api/apps/{appId}/duplicate': { need: 'copy', body: null },
  'PUT /api/apps/{appId}/follow-up': { need: build, body: prompt },
  'POST /api/apps/{appId}/follow-up': { need: build, body: null },
  'DELETE /api/apps/{appId}/follow-up': { need: change, body: null },
  'POST /api/apps/{appId}/queries': { need: see, body: { version: 1, queries: [{ id: 1, query: metric }] } },
  'POST /api/apps/{appId}/query': { need: see, body: { version: 1, query: metric } },
  'POST /api/apps/{appId}/seen': { need: see, body: null },
  'POST /api/apps/{appId}/undelete': { need: change, body: null, deleted: true },
  'POST /api/apps/{appId}/unpublish': { need: change, body: null },
  'GET /api/apps/{appId}/versions': { need: see },
  [`GET ${VERSION}`]: { need: see },
  [`GET ${VERSION}/diff`]: { need: change },
  [`GET ${VERSION}/download`]: { need: change },
  [`GET ${VERSION}/files`]: { need: change },
  [`GET ${VERSION}/files/{path}`]: { need: change },
  [`POST ${VERSION}/preview-token`]: { need: see, body: null },
  [`POST ${VERSION}/publish`]: { need: change, body: null },
  [`POST ${VERSION}/restore`]: { need: change, body: null },
  [`GET ${VERSION}/screenshot`]: { need: change },
  'GET /api/builds/{buildId}': { need: change },
  'GET /api/builds/{buildId}/diagnostics': { need: change },
  'GET /api/builds/{buildId}/events': { need: change },
  'POST /api/builds/{buildId}/cancel': { need: change, body: null },
  'GET /api/directory': { need: { place: 'directory' } },
  'GET /api/features': { need: 'own' },
  'GET /api/me': { need: 'own' },
  'PATCH /api/me': { need: 'own', body: { name: 'Me' } },
  'GET /api/me/budget-notices': { need: 'own' },
  'DELETE /api/me/budget-notices/{noticeId}': { need: 'own' },
  'GET /api/me/builds/events': { need: 'own' },
  'PUT /api/me/password': { need: 'own' },
  'GET /api/me/sessions': { need: 'own' },
  'DELETE /api/me/sessions': { need: 'own' },
  'DELETE /api/me/sessions/{sessionId}': { need: 'own' },
  'GET /api/me/tokens': { need: 'own' },
  'POST /api/me/tokens': { need: 'own' },
  'DELETE /api/me/tokens/{tokenId}': { need: 'own' },
  'GET /api/me/unread': { need: 'own' },
  'DELETE /api/me/unread': { need: 'own' },
  'GET /api/projects': { need: 'door' },
  'POST /api/projects': { need: 'door' },
  'GET /api/projects/{projectId}': { need: { project: 'see' } },
  'PATCH /api/projects/{projectId}': { need: { project: 'see' }, body: { name: 'Shop' } },
  'DELETE /api/projects/{projectId}': { need: { project: 'see' } },
  'GET /api/projects/{projectId}/catalog': { need: { project: 'see' } },
  'POST /api/projects/{projectId}/query': { need: { project: 'see' }, body: metric },
  'POST /api/projects/{projectId}/query/compile': { need: { project: 'see' }, body: metric },
  'POST /api/projects/{projectId}/refresh': { need: { project: 'see' }, body: null },
  'POST /api/projects/{projectId}/test': { need: { project: 'see' }, body: null },
  'GET /api/spaces': { need: 'own' },
  'POST /api/spaces': { need: { place: 'top' }, body: { name: 'Made' } },
  'GET /api/spaces/{spaceId}': { need: { space: 'see' } },
  'PATCH /api/spaces/{spaceId}': { need: { space: 'manage' }, body: { description: 'x' } },
  'DELETE /api/spaces/{spaceId}': { need: { space: 'manage' }, body: null },
  'GET /api/spaces/{spaceId}/access': { need: { space: 'manage' } },
  'PUT /api/spaces/{spaceId}/access': { need: { space: 'manage' }, body: 'same' },
};
