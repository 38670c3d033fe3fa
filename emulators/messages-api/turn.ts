/** What the stand-in answers to one request. */
export interface Turn {
  readonly thinking?: string;
  readonly text?: string;
  readonly tools?: readonly { readonly name: string; readonly input: Readonly<Record<string, unknown>>; readonly id?: string }[];
  /** By default `tool_use` with tools and `end_turn` without. */
  readonly stop?: string;
  readonly usage?: Partial<TurnUsage>;
  /** Before the answer begins, in milliseconds. */
  readonly delayMs?: number;
  /** Between two deltas, in milliseconds. */
  readonly paceMs?: number;
  /** Waits after so many deltas until the promise is kept. */
  readonly hold?: { readonly afterDeltas: number; readonly until: Promise<unknown> };
  readonly fault?: Fault;
}

export interface TurnUsage {
  readonly input_tokens: number;
  readonly output_tokens: number;
  readonly cache_creation_input_tokens: number;
  readonly cache_read_input_tokens: number;
}

type Fault =
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly type?: string;
      readonly message?: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** Cuts the connection after so many deltas. */
  | { readonly kind: 'drop'; readonly afterDeltas: number }
  /** Says nothing more after so many deltas and keeps the connection open. */
  | { readonly kind: 'stall'; readonly afterDeltas: number }
  | { readonly kind: 'error-event'; readonly afterDeltas: number; readonly type?: string; readonly message?: string }
  /** Never answers. */
  | { readonly kind: 'hang' }
  /** Cuts the connection before any answer. */
  | { readonly kind: 'reset' }
  | { readonly kind: 'refusal'; readonly category?: string };

/** Answered in order; the last one repeats. A function sees the request. */
export type TurnScript = Turn | ((request: SeenRequest) => Turn);

export interface SeenRequest {
  readonly id: number;
  readonly path: string;
  readonly search: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly raw: string;
  readonly body: RequestBody;
  /** How the connection ended, once it has. */
  ended?: 'complete' | 'client left';
}

export interface RequestBody {
  readonly model: string;
  readonly max_tokens: number;
  readonly stream?: boolean | undefined;
  readonly messages: readonly Message[];
  readonly tools?: readonly { readonly name?: string }[] | undefined;
  readonly [key: string]: unknown;
}

export interface Message {
  readonly role: 'user' | 'assistant' | 'system';
  readonly content: string | readonly Block[];
}

export interface Block {
  readonly type: string;
  readonly [key: string]: unknown;
}

export const TYPES_BY_STATUS: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  402: 'billing_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  500: 'api_error',
  529: 'overloaded_error',
};
