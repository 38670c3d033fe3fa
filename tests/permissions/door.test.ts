import { globSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { describeApi } from '#lib/http/openapi.ts';
import { ROUTE_META } from '#lib/http/route.ts';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
/** next-auth brings its own handler. */
const EXCEPT = ['app/api/auth/[...nextauth]/route.ts'];

test('every API handler goes through the door and says who may call it', async () => {
  const files = globSync('app/api/**/route.ts').filter((file) => !EXCEPT.includes(file));
  expect(files.length).toBeGreaterThan(20);
  const open: string[] = [];
  for (const file of files) {
    const module = (await import(resolve(file))) as Record<string, { [ROUTE_META]?: { access: string } }>;
    const handlers = Object.entries(module).filter(([name]) => METHODS.includes(name));
    expect(handlers.length, `${file} exports no handler`).toBeGreaterThan(0);
    for (const [method, handler] of handlers) {
      const access = handler[ROUTE_META]?.access;
      expect(access, `${method} ${file} does not go through the door`).toBeTruthy();
      if (access === 'public') open.push(file);
    }
  }
  expect([...new Set(open)].sort()).toEqual(['app/api/health/route.ts', 'app/api/openapi.json/route.ts', 'app/api/sign-in/link/route.ts']);
});

test("the API's description names every route, and nothing that is not there", async () => {
  const { ROUTES } = await import('../../app/api/openapi.json/routes.ts');
  const expected = globSync('app/api/**/route.ts')
    .filter((file) => !EXCEPT.includes(file) && !file.includes('openapi.json'))
    .map((file) => file.slice('app'.length, -'/route.ts'.length).replace(/\[(?:\.\.\.)?(\w+)\]/g, '{$1}'));
  expect(Object.keys(ROUTES).sort()).toEqual(expected.sort());
  const document = describeApi(ROUTES) as { paths: Record<string, Record<string, { summary: string }>> };
  expect(document.paths['/api/apps/{appId}/builds']?.post?.summary).toBe('Start a build from a prompt');
});
