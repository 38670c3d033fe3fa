import { randomBytes } from 'node:crypto';
import { type MessagesApi, startMessagesApi } from '#emulators/messages-api/server.ts';
import { type Instance, type Settings, startInstance } from './instance.ts';

export interface ScriptedInstance {
  readonly api: MessagesApi;
  readonly instance: Instance;
  /** Starts it again on the same folder, with the same model. */
  startAgain(env?: Record<string, string>): Promise<Instance>;
  /** Stops what runs, and the model. */
  close(): Promise<void>;
}

/** An installation whose model is a scripted stand-in of the Messages API, with a key of its own. */
export async function startScriptedInstance(name: string, env: Settings = {}): Promise<ScriptedInstance> {
  const api = await startMessagesApi({ apiKey: `sk-ant-e2e-${randomBytes(16).toString('hex')}` });
  const settings = (port: number) => ({
    ANTHROPIC_API_KEY: api.apiKey,
    ANTHROPIC_BASE_URL: api.url,
    ...(typeof env === 'function' ? env(port) : env),
  });
  let instance: Instance | null = null;
  const start = async (more: Record<string, string>, keep: boolean) => {
    instance = await startInstance(name, { keep, env: (port) => ({ ...settings(port), ...more }) });
    return instance;
  };
  const close = async () => {
    await instance?.stop();
    await api.close();
  };
  try {
    return { api, instance: await start({}, false), startAgain: (more = {}) => start(more, true), close };
  } catch (error) {
    await close();
    throw error;
  }
}
