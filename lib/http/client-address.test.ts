import { expect, test } from 'vitest';
import { addressReader } from './client-address.ts';

test('without a known proxy only the socket says where a request comes from', () => {
  expect(addressReader(undefined)('203.0.113.9', '198.51.100.1')).toBe('203.0.113.9');
});

test.each([
  ['198.51.100.1', '198.51.100.1'],
  ['6.6.6.6, 198.51.100.1', '198.51.100.1'],
  ['198.51.100.1, 10.1.2.3', '198.51.100.1'],
  ['[2001:db8::1]:4711', '2001:db8::1'],
  ['198.51.100.1:4711', '198.51.100.1'],
])('behind a known proxy, X-Forwarded-For "%s" means %s', (forwarded, expected) => {
  expect(addressReader('10.0.0.0/8, ::1')('::ffff:10.0.0.1', forwarded)).toBe(expected);
});

test.each([undefined, '', 'localhost', 'x\r\nset-cookie: a', '10.9.9.9'])(
  'what is no address of a client (%j) leaves the proxy',
  (forwarded) => {
    expect(addressReader('10.0.0.0/8')('10.0.0.1', forwarded)).toBe('10.0.0.1');
  },
);

test('a range that is none is refused at the start', () => {
  expect(() => addressReader('10.0.0.0/99')).toThrow(/GLASSWORKS_TRUSTED_PROXIES/);
});
