import { describe, expect, it } from 'vitest';
import { bundleKey, bundlePrefix, pathProblem, screenshotKey, snapshotKey, sourceKey } from './keys.ts';

describe('the key layout', () => {
  it('puts all of a build under one prefix', () => {
    expect(sourceKey('app_1', 'bld_2')).toBe('apps/app_1/builds/bld_2/source.tar.gz');
    expect(bundleKey(bundlePrefix('app_1', 'bld_2'), 'assets/a.js')).toBe('apps/app_1/builds/bld_2/bundle/assets/a.js');
    expect(screenshotKey('app_1', 'bld_2')).toBe('apps/app_1/builds/bld_2/screenshot.png');
    expect(snapshotKey('sbx_1', '2026-11-20T10-00-00-000Z')).toBe('sandboxes/sbx_1/snapshots/2026-11-20T10-00-00-000Z.tar.gz');
  });

  it.each(['', '../x', 'a/b', 'a.b', '-x', 'a'.repeat(65)])('refuses the id %j', (id) => {
    expect(() => sourceKey(id, 'bld_2')).toThrow(/not a valid app id/);
  });

  it.each(['../source.tar.gz', '/x', 'a/../../x', '', 'a\nb', `${'a'.repeat(201)}`, 'é'.repeat(101), '\ud800'])(
    'refuses the path %j in a bundle',
    (path) => {
      expect(() => bundleKey('apps/a/builds/b/bundle/', path)).toThrow();
    },
  );

  it('allows the paths that bundlers write', () => {
    for (const path of ['index.html', 'assets/index-Da3_x.js', 'assets/Größe (1).png', '.vite/manifest.json'])
      expect(pathProblem(path)).toBeNull();
  });
});
