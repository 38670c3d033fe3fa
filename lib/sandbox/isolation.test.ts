import { describe, expect, it } from 'vitest';
import { assertIsolationAllowed } from './isolation.ts';
import { sandboxProvider } from './providers/provider.ts';

const weak = { isolation: 'process' } as const;

describe('assertIsolationAllowed', () => {
  it.each(['127.0.0.1', '127.0.1.7', 'localhost', '::1', '[::1]'])('lets processes isolate on %s', (host) => {
    expect(() => assertIsolationAllowed({ host, capabilities: weak, allowWeak: undefined })).not.toThrow();
  });

  it.each(['0.0.0.0', '::', '10.0.0.5', 'glassworks.example.com', '127.0.0.1.example.com', ''])(
    'refuses it on "%s" and says what to set',
    (host) => {
      expect(() => assertIsolationAllowed({ host, capabilities: weak, allowWeak: undefined })).toThrow(
        /GLASSWORKS_ALLOW_WEAK_ISOLATION=true/,
      );
    },
  );

  it('lets the operator decide, and stronger isolation be', () => {
    expect(() => assertIsolationAllowed({ host: '0.0.0.0', capabilities: weak, allowWeak: true })).not.toThrow();
    expect(() => assertIsolationAllowed({ host: '0.0.0.0', capabilities: { isolation: 'microvm' }, allowWeak: false })).not.toThrow();
  });
});

describe('sandboxProvider', () => {
  it('is local unless told otherwise', () => {
    expect(sandboxProvider({ GLASSWORKS_DATA_DIR: '/tmp/none' }, { dir: '/tmp/none' }).name).toBe('local');
  });

  it.each(['e2b', 'docker', 'nonsense'])('says which providers this version has when asked for %s', (name) => {
    const env = { SANDBOX_PROVIDER: name, GLASSWORKS_DATA_DIR: '/tmp/none' };
    expect(() => sandboxProvider(env, { dir: '/tmp/none' })).toThrow(/This version has: local/);
  });
});
