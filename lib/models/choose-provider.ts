import { type Env, env } from '#lib/env.ts';
import { type ReachOf, reachOfSetting } from '#lib/net/reach.ts';
import { type ModelProvider, smallModelEnv } from './provider.ts';
import { anthropicProvider } from './providers/anthropic.ts';
import { bedrockProvider } from './providers/bedrock.ts';
import { CLAUDE_MODELS } from './providers/claude-models.ts';
import { demoProvider } from './providers/demo.ts';
import { misconfiguredProvider } from './providers/misconfigured.ts';

export interface ModelSettings {
  /** Used when a build names no model; must be one of the provider's. */
  readonly defaultModel?: string;
  /** Narrows what builds may choose. */
  readonly models?: readonly string[];
}

/**
 * The provider that the settings ask for: `bedrock` by AI_DEFAULT_PROVIDER, otherwise Anthropic when it has a key,
 * and the demo model when nothing is set up. A provider that was asked for but cannot work says why; it never
 * falls back to the demo silently.
 */
export function modelProvider(source: Env, settings: ModelSettings = {}, reachOf: ReachOf = () => undefined): ModelProvider {
  const provider = choose(source, reachOf);
  const models = settings.models ? provider.models.filter((model) => settings.models?.includes(model)) : provider.models;
  const wanted = settings.defaultModel;
  if (models.length === 0 || (models === provider.models && !wanted)) return provider;
  const fallback = models.includes(provider.defaultModel) ? provider.defaultModel : (models[0] ?? provider.defaultModel);
  const smallModel = models.includes(provider.smallModel) ? provider.smallModel : fallback;
  const agentEnv = { ...provider.agentEnv, ...smallModelEnv(smallModel) };
  return { ...provider, models, smallModel, agentEnv, defaultModel: wanted && models.includes(wanted) ? wanted : fallback };
}

let current: { source: Env; provider: ModelProvider } | undefined;

/** The provider of this process, by the settings in force. */
export function currentProvider(): ModelProvider {
  const source = env();
  if (current?.source !== source) current = { source, provider: modelProvider(source, {}, reachOfSetting) };
  return current.provider;
}

function choose(source: Env, reachOf: ReachOf): ModelProvider {
  const asked = source.AI_DEFAULT_PROVIDER?.trim().toLowerCase();
  if (asked === 'demo') return demoProvider();
  if (asked === 'bedrock') return bedrock(source, reachOf);
  if (source.ANTHROPIC_API_KEY) return anthropic(source, source.ANTHROPIC_API_KEY, reachOf);
  if (asked === undefined) return demoProvider(bedrockHint(source));
  const meaning =
    asked === 'anthropic'
      ? 'AI_DEFAULT_PROVIDER=anthropic'
      : `AI_DEFAULT_PROVIDER=${asked} (anything but "bedrock" and "demo" means Anthropic)`;
  return misconfiguredProvider(
    'anthropic',
    'Anthropic',
    `${meaning} needs ANTHROPIC_API_KEY. Set it, or unset AI_DEFAULT_PROVIDER to use the demo model.`,
    CLAUDE_MODELS.standard,
  );
}

function anthropic(source: Env, apiKey: string, reachOf: ReachOf): ModelProvider {
  const baseUrl = source.ANTHROPIC_BASE_URL;
  if (baseUrl !== undefined && !/^https?:$/.test(URL.parse(baseUrl)?.protocol ?? '')) {
    return misconfiguredProvider('anthropic', 'Anthropic', 'ANTHROPIC_BASE_URL is not an http or https address.', CLAUDE_MODELS.standard);
  }
  const agents = baseUrl === undefined ? undefined : reachOf('ANTHROPIC_BASE_URL');
  return anthropicProvider({ apiKey, baseUrl, model: source.ANTHROPIC_MODEL_NAME, agents });
}

function bedrock(source: Env, reachOf: ReachOf): ModelProvider {
  const problem = bedrockProblem(source);
  const region = source.BEDROCK_REGION;
  if (problem || !region) {
    return misconfiguredProvider('bedrock', 'Amazon Bedrock', problem ?? '', source.BEDROCK_MODEL_NAME ?? CLAUDE_MODELS.standard);
  }
  return bedrockProvider({
    region,
    endpoint: source.BEDROCK_ENDPOINT,
    agents: source.BEDROCK_ENDPOINT === undefined ? undefined : reachOf('BEDROCK_ENDPOINT'),
    apiKey: source.BEDROCK_API_KEY,
    accessKeyId: source.BEDROCK_ACCESS_KEY_ID,
    secretAccessKey: source.BEDROCK_SECRET_ACCESS_KEY,
    sessionToken: source.BEDROCK_SESSION_TOKEN,
    model: source.BEDROCK_MODEL_NAME,
  });
}

function bedrockProblem(source: Env): string | null {
  if (!source.BEDROCK_REGION) {
    return 'AI_DEFAULT_PROVIDER=bedrock needs BEDROCK_REGION: an AWS region in which access to Claude Sonnet is enabled.';
  }
  if (source.BEDROCK_API_KEY) return null;
  if (source.BEDROCK_ACCESS_KEY_ID && source.BEDROCK_SECRET_ACCESS_KEY) return null;
  return 'AI_DEFAULT_PROVIDER=bedrock needs BEDROCK_API_KEY, or BEDROCK_ACCESS_KEY_ID together with BEDROCK_SECRET_ACCESS_KEY.';
}

function bedrockHint(source: Env): string | undefined {
  const has = source.BEDROCK_API_KEY ?? source.BEDROCK_ACCESS_KEY_ID;
  return has ? 'Bedrock credentials are set but not used: set AI_DEFAULT_PROVIDER=bedrock to use them.' : undefined;
}
