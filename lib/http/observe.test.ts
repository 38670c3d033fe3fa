import { expect, test } from 'vitest';
import { patternOf } from './observe.ts';

test.each([
  ['/api/health', {}, '/api/health'],
  ['/api/apps/app_1/builds', { appId: 'app_1' }, '/api/apps/{appId}/builds'],
  [
    '/api/apps/app_1/versions/3/files/src/App.tsx',
    { appId: 'app_1', number: '3', path: ['src', 'App.tsx'] },
    '/api/apps/{appId}/versions/{number}/files/{path}',
  ],
  ['/api/apps/a%2Fb', { appId: 'a/b' }, '/api/apps/{appId}'],
  ['/api/projects/p%20q/query', { projectId: 'p q' }, '/api/projects/{projectId}/query'],
])('%s is %#: a route, whatever ids are in it', (path, params, route) => {
  expect(patternOf(path, params)).toBe(route);
});

test('what people put in the address does not make new routes', () => {
  const routes = new Set(Array.from({ length: 100 }, (_, index) => patternOf(`/api/apps/${index}/builds`, { appId: String(index) })));
  expect([...routes]).toEqual(['/api/apps/{appId}/builds']);
});
