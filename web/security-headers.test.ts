import { expect, test } from 'vitest';
import { parseEnv } from '#lib/env.ts';
import { securityHeaders } from './security-headers.ts';

const ORIGINS = 'https://intranet.example.com,https://wiki.example.com';
const settings = (more: Record<string, string> = {}) => parseEnv({ DATABASE_URL: 'postgres://x', ...more });

test('nobody may show a page in a frame', () => {
  const headers = securityHeaders(settings(), 'n', '/apps/app_1/view');
  expect(headers['Content-Security-Policy']).toContain("frame-ancestors 'none'");
  expect(headers['X-Frame-Options']).toBe('DENY');
});

test('where origins are allowed they may show an app by itself, and no other page', () => {
  const allowed = settings({ GLASSWORKS_EMBED_ORIGINS: ORIGINS });
  const view = securityHeaders(allowed, 'n', '/apps/app_1/view?x=1');
  expect(view['Content-Security-Policy']).toContain('frame-ancestors https://intranet.example.com https://wiki.example.com');
  expect(view).not.toHaveProperty('X-Frame-Options');
  for (const path of ['/', '/admin/model', '/apps/app_1', '/apps/app_1/view/../../admin', '/sign-in?next=/apps/app_1/view'])
    expect(securityHeaders(allowed, 'n', path)['X-Frame-Options'], path).toBe('DENY');
});
