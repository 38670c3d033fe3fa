import { errorAnswer, type ModelProvider, type ProviderName, smallModelEnv } from '../provider.ts';

/** Stands where a provider was asked for but cannot be set up: every call and every check says what is missing. */
export function misconfiguredProvider(name: ProviderName, label: string, message: string, model: string): ModelProvider {
  return {
    name,
    label,
    models: [model],
    defaultModel: model,
    smallModel: model,
    problem: message,
    agentEnv: smallModelEnv(model),
    send: async () => errorAnswer(403, 'permission_error', message, { 'x-should-retry': 'false' }),
    check: async () => ({ ok: false, message }),
    probe: async () => ({ status: 'down', message }),
  };
}
