import { describe, expect, test } from 'vitest';
import { parseEnv } from '#lib/env.ts';
import { modelProvider } from './choose-provider.ts';
import { bedrockModelId } from './providers/bedrock-model-id.ts';

const choose = (variables: Record<string, string>, settings = {}) =>
  modelProvider(parseEnv({ DATABASE_URL: 'unused', ...variables }), settings);
const BEDROCK = { AI_DEFAULT_PROVIDER: 'bedrock', BEDROCK_REGION: 'us-east-1', BEDROCK_API_KEY: 'k' };

describe('the provider of models', () => {
  test.each([
    [{}, 'demo'],
    [{ AI_DEFAULT_PROVIDER: 'demo', ANTHROPIC_API_KEY: 'k' }, 'demo'],
    [{ ANTHROPIC_API_KEY: 'k' }, 'anthropic'],
    [{ AI_DEFAULT_PROVIDER: 'openai', ANTHROPIC_API_KEY: 'k' }, 'anthropic'],
    [BEDROCK, 'bedrock'],
    [{ ...BEDROCK, AI_DEFAULT_PROVIDER: 'Bedrock' }, 'bedrock'],
    [{ ...BEDROCK, ANTHROPIC_API_KEY: 'k', AI_DEFAULT_PROVIDER: '' }, 'anthropic'],
  ])('of %j is %s', (variables, name) => {
    expect(choose(variables)).toMatchObject({ name });
    expect(choose(variables).problem).toBeUndefined();
  });

  test.each([
    [{ AI_DEFAULT_PROVIDER: 'anthropic' }, /needs ANTHROPIC_API_KEY/],
    [{ AI_DEFAULT_PROVIDER: 'openai' }, /AI_DEFAULT_PROVIDER=openai.*means Anthropic.*ANTHROPIC_API_KEY/],
    [{ ANTHROPIC_API_KEY: 'k', ANTHROPIC_BASE_URL: 'file:///etc' }, /ANTHROPIC_BASE_URL/],
    [{ AI_DEFAULT_PROVIDER: 'bedrock', BEDROCK_API_KEY: 'k' }, /needs BEDROCK_REGION/],
    [{ AI_DEFAULT_PROVIDER: 'bedrock', BEDROCK_REGION: 'us-east-1', BEDROCK_ACCESS_KEY_ID: 'a' }, /BEDROCK_SECRET_ACCESS_KEY/],
  ])('that cannot work with %j says what is missing, and does not fall back to the demo', async (variables, message) => {
    const provider = choose(variables);
    expect(provider.name).not.toBe('demo');
    expect(provider.problem).toMatch(message);
    expect(await provider.check(AbortSignal.timeout(1000))).toMatchObject({ ok: false, message: expect.stringMatching(message) });
  });

  test('offers the models that the settings leave, and a default among them', () => {
    const provider = choose({ ANTHROPIC_API_KEY: 'k' }, { models: ['claude-opus-5-5'], defaultModel: 'claude-haiku-5-5' });
    expect(provider).toMatchObject({ models: ['claude-opus-5-5'], defaultModel: 'claude-opus-5-5', smallModel: 'claude-opus-5-5' });
  });

  test('uses one model for everything at an endpoint that may know only one', () => {
    const provider = choose({ ANTHROPIC_API_KEY: 'k', ANTHROPIC_BASE_URL: 'http://llm.internal/v', ANTHROPIC_MODEL_NAME: 'house-model' });
    expect(provider).toMatchObject({
      defaultModel: 'house-model',
      smallModel: 'house-model',
      label: 'Anthropic-compatible (llm.internal)',
    });
  });
});

test.each([
  ['claude-sonnet-5-5', 'us-east-1', 'us.anthropic.claude-sonnet-5-5'],
  ['claude-sonnet-5-5', 'eu-central-1', 'eu.anthropic.claude-sonnet-5-5'],
  ['claude-haiku-4-5', 'ap-northeast-1', 'jp.anthropic.claude-haiku-4-5-20251001-v1:0'],
  ['claude-opus-5-5', 'sa-east-1', 'global.anthropic.claude-opus-5-5'],
  ['eu.anthropic.claude-opus-5-5', 'us-east-1', 'eu.anthropic.claude-opus-5-5'],
])('Bedrock knows %s in %s as %s', (model, region, id) => {
  expect(bedrockModelId(model, region)).toBe(id);
});
