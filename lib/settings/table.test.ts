import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { Env } from '#lib/env.ts';
import { settingsReference } from './reference.ts';
import { findSetting, SETTINGS } from './table.ts';
import { checkedText } from './validate.ts';

/** Every variable that the operators' documents name. */
const DOCUMENTED = `AI_DEFAULT_PROVIDER ANTHROPIC_API_KEY APPS_RUNTIME_ENABLED APPS_S3_BUCKET
  AZURE_CONTAINER_SESSIONS_AI_WRITEBACK_POOL_ENDPOINT AZURE_CONTAINER_SESSIONS_API_VERSION
  AZURE_CONTAINER_SESSIONS_DATA_APP_POOL_ENDPOINT AZURE_CONTAINER_SESSIONS_TOKEN_SCOPE BEDROCK_ACCESS_KEY_ID BEDROCK_API_KEY
  BEDROCK_REGION BEDROCK_SECRET_ACCESS_KEY BEDROCK_SESSION_TOKEN E2B_AI_WRITEBACK_TEMPLATE_NAME E2B_AI_WRITEBACK_TEMPLATE_TAG
  E2B_API_KEY E2B_TEMPLATE_NAME E2B_TEMPLATE_TAG LAMBDA_MICROVM_AI_WRITEBACK_IMAGE_ARN LAMBDA_MICROVM_DATA_APP_IMAGE_ARN
  LAMBDA_MICROVM_EGRESS_CONNECTOR_ARN LAMBDA_MICROVM_EXECUTION_ROLE_ARN LAMBDA_MICROVM_INGRESS_CONNECTOR_ARN LAMBDA_MICROVM_REGION
  LIGHTDASH_LICENSE_KEY NODE_ENV S3_BUCKET SANDBOX_AI_WRITEBACK_DOCKER_IMAGE SANDBOX_DOCKER_IMAGE SANDBOX_IDLE_TIMEOUT_MS
  SANDBOX_PROVIDER SANDBOX_SNAPSHOT_RETENTION_MS`.split(/\s+/);

const variables = SETTINGS.map(({ variable }) => variable);

test('every variable that the server reads has its row', () => {
  expect(Object.keys(Env.shape).filter((name) => !variables.includes(name))).toEqual([]);
});

test("every variable of the operators' documents has its row", () => {
  expect(DOCUMENTED.filter((name) => !variables.includes(name))).toEqual([]);
});

test('no name and no variable has two rows', () => {
  expect(new Set(variables).size).toBe(variables.length);
  expect(new Set(SETTINGS.map(({ name }) => name)).size).toBe(SETTINGS.length);
});

test('what this version does not read says so, and cannot be stored', () => {
  for (const { variable, available, stored } of SETTINGS) {
    if (available) expect(Env.shape).toHaveProperty(variable);
    else expect(stored, variable).toBe(false);
  }
  expect(settingsReference()).toMatch(/`E2B_API_KEY`.*not in this version/);
});

test('the reference in docs is what the table makes', () => {
  const file = resolve(import.meta.dirname, '../../docs/settings.md');
  expect(readFileSync(file, 'utf8'), 'run: node scripts/settings-reference.ts').toBe(settingsReference());
});

const check = (name: string, value: string | number | boolean) => {
  const row = findSetting(name);
  if (row === undefined) throw new Error(`no setting ${name}`);
  return checkedText(row, value);
};

test('a value that does not fit is refused by the name of its setting', () => {
  expect(() => check('model.provider', 'oracle')).toThrow('Provider (AI_DEFAULT_PROVIDER): it is one of anthropic, bedrock, demo.');
  expect(() => check('retention.idleTimeoutMs', -5)).toThrow(/Idle timeout/);
  expect(() => check('sandbox.poolSize', 9)).toThrow(/Ready in advance/);
  expect(() => check('features.dataApps', 'maybe')).toThrow(/Data apps/);
  expect(() => check('embedding.origins', 'https://a.example.com https://*')).toThrow('"https://*" is not an origin');
  expect(() => check('embedding.origins', "https://a.example.com; script-src 'none'")).toThrow(/is not an origin/);
  expect(() => check('model.anthropic.apiKey', 'sk-1\r\nx-evil: 1')).toThrow(/control character/);
});

test('addresses of services are http, without credentials, and never link-local', () => {
  for (const wrong of ['file:///etc/passwd', 'gopher://x', 'http://u:p@host', 'http://169.254.169.254/latest', 'http://[fe80::1]', 'x'])
    expect(() => check('model.anthropic.baseUrl', wrong), wrong).toThrow(/Address/);
  expect(check('model.anthropic.baseUrl', ' https://proxy.example.com/v1 ')).toBe('https://proxy.example.com/v1');
});

test('values are stored as text, an empty one not at all, lists by commas', () => {
  expect(check('features.dataApps', false)).toBe('false');
  expect(check('sandbox.poolSize', 3)).toBe('3');
  expect(check('storage.region', '  ')).toBeNull();
  expect(check('embedding.origins', 'https://a.example.com\nhttps://b.example.com')).toBe('https://a.example.com,https://b.example.com');
});
