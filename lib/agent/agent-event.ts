export interface AgentUsage {
  /** All tokens that went in, cached ones included. */
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** The agent's own estimate; the gateway's ledger is what counts. */
  readonly usd: number;
}

/** How the agent says a run ended. A process may say it more than once: the last one counts. */
export interface AgentResult {
  readonly isError: boolean;
  /** `completed`, `max_turns`, `budget_exhausted`, `api_error`, `aborted_streaming`, … or null when it said none. */
  readonly terminalReason: string | null;
  readonly apiErrorStatus: number | null;
  readonly stopReason: string | null;
  readonly sessionId: string | null;
  readonly turns: number;
  readonly message: string;
  readonly usage: AgentUsage;
}

/** What an agent does, in our words. Paths inside the app are relative to it. */
export type AgentEvent =
  | { readonly type: 'started'; readonly sessionId: string; readonly model: string; readonly version: string }
  /** A piece of text that may still be withdrawn. */
  | { readonly type: 'draft'; readonly delta: string }
  /** The draft before it counts for nothing. */
  | { readonly type: 'draft.discarded' }
  /** The whole text; takes the place of its draft. */
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'thinking'; readonly summary: string }
  | {
      readonly type: 'tool';
      readonly id: string;
      readonly name: string;
      readonly summary: string;
      readonly path?: string;
      readonly status: 'started' | 'finished' | 'failed';
    }
  | {
      readonly type: 'file';
      readonly path: string;
      readonly change: 'created' | 'edited';
      readonly additions: number;
      readonly deletions: number;
    }
  | { readonly type: 'notice'; readonly code: string; readonly message: string }
  | { readonly type: 'result'; readonly result: AgentResult };
