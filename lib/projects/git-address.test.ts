import { expect, test } from 'vitest';
import { gitHostOf, withoutCredentials } from './git-address.ts';

test('no user name, password or token stays in an address, also when the password holds an @', () => {
  expect(withoutCredentials('https://ghp_token@host.example/team/repo.git')).toBe('https://host.example/team/repo.git');
  expect(withoutCredentials('https://me:p@ss:w@rd@host.example/repo')).toBe('https://host.example/repo');
  expect(withoutCredentials('ssh://git@host.example/repo')).toBe('ssh://host.example/repo');
  expect(withoutCredentials("cannot access 'https://a:b@x.example/r': then https://c:d@y.example/s")).toBe(
    "cannot access 'https://x.example/r': then https://y.example/s",
  );
});

test('an address without credentials stays as it is', () => {
  for (const url of ['git@host.example:team/repo.git', 'https://host.example/team/@scope/repo']) expect(withoutCredentials(url)).toBe(url);
});

test.each([
  ['https://GitHub.com/a/b.git', 'github.com'],
  ['https://user:token@gitlab.example.com:8443/a', 'gitlab.example.com:8443'],
  ['ssh://git@github.com/a/b', 'github.com'],
  ['git@github.com:a/b.git', 'github.com'],
  ['git@evil.com:github.com/a', 'evil.com'],
  ['https://github.com@evil.com/a', 'evil.com'],
  ['nowhere', null],
])('the host of %s is %s', (url, host) => {
  expect(gitHostOf(url)).toBe(host);
});
