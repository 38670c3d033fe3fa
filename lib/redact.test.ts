import { expect, test } from 'vitest';
import { mapTexts, redactText, secretsIn } from './redact.ts';

test('tokens of our own are known by their shape', () => {
  for (const prefix of ['gwr', 'gw_pat', 'gw_link']) {
    expect(redactText(`link=${prefix}_${'aB3-'.repeat(8)}, and more`, [])).toBe('link=[removed], and more');
  }
});

test('a list stays a list and a date becomes a text, at any depth and in names of fields', () => {
  const given = { list: ['secret-1', { at: new Date(0) }], 'secret-1': null, count: 3 };
  const clean = mapTexts(given, (text) => text.replace('secret-1', '-'));
  expect(clean).toEqual({ list: ['-', { at: '1970-01-01T00:00:00.000Z' }], '-': null, count: 3 });
});

test('secrets are found by the names of their variables and within addresses', () => {
  const found = secretsIn({
    ANTHROPIC_API_KEY: 'not-a-known-shape',
    DATABASE_URL: 'postgres://gw:p%40ssw0rd!@db:5432/x',
    OTEL_EXPORTER_OTLP_HEADERS: 'x-team=observability,authorization=Basic abcdefgh',
    GLASSWORKS_SECRET_KEY: `${'a'.repeat(64)}, ${'b'.repeat(64)}`,
    S3_SECRET_KEY: 'short',
    PATH: '/usr/bin:/usr/local/bin',
  });
  for (const secret of ['not-a-known-shape', 'p%40ssw0rd!', 'p@ssw0rd!', 'Basic abcdefgh', 'a'.repeat(64), 'b'.repeat(64)]) {
    expect(found).toContain(secret);
  }
  expect(found).not.toContain('short');
  expect(found.join()).not.toContain('/usr/bin');
});

test('the longer of two secrets goes first, so that none is left in part', () => {
  const secrets = secretsIn({ A_TOKEN: 'abcdefgh', B_TOKEN: 'abcdefgh-and-more' });
  expect(redactText('x abcdefgh-and-more y', secrets)).toBe('x [removed] y');
});
