import { randomBytes } from 'node:crypto';
import { type MessagesApi, startMessagesApi } from '#emulators/messages-api/server.ts';
import { type Instance, startInstance } from './instance.ts';

export interface ScriptedInstance {
  readonly api: MessagesApi;
  readonly instance: Instance;
  /** Starts it again on the same folder, with the same model. */
  startAgain(env?: Record<string, string>): Promise<Instance>;
}

/** An installation whose model is a scripted stand-in of the Messages API, with a key of its own. */
export async function startScriptedInstance(name: string, env: Record<string, string> = {}): Promise<ScriptedInstance> {
  const api = await startMessagesApi({ apiKey: `sk-ant-e2e-${randomBytes(16).toString('hex')}` });
  const settings = { ANTHROPIC_API_KEY: api.apiKey, ANTHROPIC_BASE_URL: api.url, ...env };
  const startAgain = (more: Record<string, string> = {}) => startInstance(name, { keep: true, env: { ...settings, ...more } });
  try {
    return { api, instance: await startInstance(name, { env: settings }), startAgain };
  } catch (error) {
    await api.close();
    throw error;
  }
}
