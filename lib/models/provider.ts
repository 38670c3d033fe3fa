/** What the gateway asks of a source of models. One file each in providers/. */

export type ProviderName = 'anthropic' | 'bedrock' | 'demo';

/** One call on its way to a provider: already authorised, its money set aside. */
export interface ModelRequest {
  readonly path: '/v1/messages' | '/v1/messages/count_tokens';
  /** The query string as it came, with its `?`, or empty. */
  readonly search: string;
  /** The body as it came, byte for byte. */
  readonly raw: Buffer;
  readonly body: MessagesBody;
  /** Headers that may travel on; credentials and hop headers are gone. */
  readonly headers: Readonly<Record<string, string>>;
}

/** The few keys of a Messages request that we look at; everything else passes by untouched. */
export interface MessagesBody {
  readonly model: string;
  readonly max_tokens?: number | undefined;
  readonly stream?: boolean | undefined;
  readonly [key: string]: unknown;
}

export interface ModelAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: AsyncIterable<Uint8Array>;
}

export interface ProviderCheck {
  readonly ok: boolean;
  /** What was seen and, when it failed, what to do. No secrets. */
  readonly message: string;
}

export interface ProviderProbe {
  readonly status: 'ok' | 'degraded' | 'down';
  /** What was seen and, when it does not work, what to do. No secrets. */
  readonly message: string;
}

export interface ModelProvider {
  readonly name: ProviderName;
  /** For people, such as "Anthropic" or "Demo (no AI)". */
  readonly label: string;
  /** Models that a build may use. */
  readonly models: readonly string[];
  readonly defaultModel: string;
  /** For the agent's side requests, such as titles. */
  readonly smallModel: string;
  /** Why it cannot work as it is set up; absent when it can. */
  readonly problem?: string;
  /** Environment that the agent needs to speak to this provider. */
  readonly agentEnv: Readonly<Record<string, string>>;
  /** @throws Error when the provider cannot be reached; an error answer is an answer */
  send(request: ModelRequest, signal: AbortSignal): Promise<ModelAnswer>;
  /** Really makes a tiny call. Never throws for a provider that refuses. */
  check(signal: AbortSignal): Promise<ProviderCheck>;
  /** Whether it is reached and takes our credentials, without spending anything. Never throws. */
  probe(signal: AbortSignal): Promise<ProviderProbe>;
}

/** Tells the agent which model to use for its side requests: its own default may not be allowed here. */
export const smallModelEnv = (model: string): Readonly<Record<string, string>> => ({
  ANTHROPIC_DEFAULT_HAIKU_MODEL: model,
  ANTHROPIC_SMALL_FAST_MODEL: model,
});

/** An answer in the form of the Messages API's errors. */
export function errorAnswer(status: number, type: string, message: string, headers: Record<string, string> = {}): ModelAnswer {
  const body = Buffer.from(JSON.stringify({ type: 'error', error: { type, message } }));
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: once(body) };
}

export function jsonAnswer(value: unknown): ModelAnswer {
  return { status: 200, headers: { 'content-type': 'application/json' }, body: once(Buffer.from(JSON.stringify(value))) };
}

async function* once(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes;
}
