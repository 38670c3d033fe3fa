import { expect, test } from 'vitest';
import { commandOf } from './guest-command.ts';

test.each([
  [['/opt/glassworks/bin/node', 'node_modules/vite/bin/vite.js', 'build'], 'vite'],
  [['/opt/glassworks/bin/node', 'node_modules/typescript/bin/tsc', '--noEmit'], 'tsc'],
  [['/opt/glassworks/bin/claude', '-p'], 'claude'],
  [['/bin/sh', '-c', 'echo a secret'], 'sh'],
  [['/opt/glassworks/bin/node', '-e', 'secret()'], 'node'],
  [[], ''],
])('%j is called by its tool, without arguments', (argv, name) => {
  expect(commandOf(argv)).toBe(name);
});
