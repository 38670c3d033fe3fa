import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type BedrockBody, type Credentials, checkAuth, checkBody, isProblem, type Problem } from './check-request.ts';
import { chunkMessage, exceptionMessage } from './event-stream.ts';

interface BedrockTurn {
  readonly text?: string;
  readonly usage?: { readonly input_tokens: number; readonly output_tokens: number };
  readonly fault?:
    | {
        readonly kind: 'error';
        readonly status: number;
        readonly type: string;
        readonly message?: string;
        readonly headers?: Record<string, string>;
      }
    /** An exception inside a stream that already began. */
    | { readonly kind: 'exception'; readonly type: string; readonly message?: string }
    | { readonly kind: 'drop' };
}

interface SeenBedrockRequest {
  readonly modelId: string;
  readonly operation: 'invoke' | 'invoke-with-response-stream';
  readonly auth: 'bearer' | 'sigv4';
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: BedrockBody;
}

export interface BedrockApi {
  readonly url: string;
  readonly requests: readonly SeenBedrockRequest[];
  readonly refused: readonly string[];
  setTurns(turns: readonly BedrockTurn[]): void;
  close(): Promise<void>;
}

export interface BedrockApiOptions extends Credentials {
  readonly turns?: readonly BedrockTurn[];
  /** Betas that this "region" does not know. */
  readonly unknownBetas?: readonly string[];
}

const USAGE = { input_tokens: 1000, output_tokens: 40 };

/** A stand-in of the Bedrock runtime for Claude: its addresses, its credentials, its event-stream frames. */
export async function startBedrockApi(options: BedrockApiOptions): Promise<BedrockApi> {
  const standIn = new StandIn(options);
  const server = http.createServer((req, res) => {
    standIn.serve(req, res).catch((error: unknown) => {
      standIn.refused.push(`the stand-in failed: ${String(error)}`);
      res.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: standIn.requests,
    refused: standIn.refused,
    setTurns: (turns) => standIn.setTurns(turns),
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

class StandIn {
  readonly requests: SeenBedrockRequest[] = [];
  readonly refused: string[] = [];
  private readonly options: BedrockApiOptions;
  private turns: readonly BedrockTurn[];
  private next = 0;

  constructor(options: BedrockApiOptions) {
    this.options = options;
    this.turns = options.turns ?? [{ text: 'Hello from Bedrock.' }];
  }

  setTurns(turns: readonly BedrockTurn[]): void {
    this.turns = turns;
    this.next = 0;
  }

  async serve(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const path = /^\/model\/([^/]+)\/(invoke|invoke-with-response-stream|count-tokens)$/.exec(req.url ?? '');
    const raw = await textOf(req);
    if (req.method !== 'POST' || !path)
      return this.refuse(res, { status: 404, type: 'UnknownOperationException', message: String(req.url) });
    const denied = checkAuth(req.headers, this.options);
    if (denied) return this.refuse(res, denied);
    if (path[2] === 'count-tokens') return this.countTokens(res, raw);
    const body = checkBody(raw);
    if (isProblem(body)) return this.refuse(res, body);
    const unknown = body.anthropic_beta?.find((beta) => this.options.unknownBetas?.includes(beta));
    if (unknown) return this.refuse(res, { status: 400, type: 'ValidationException', message: `invalid beta flag: ${unknown}` });
    const operation = path[2] === 'invoke' ? 'invoke' : 'invoke-with-response-stream';
    const auth = String(req.headers.authorization).startsWith('Bearer ') ? 'bearer' : 'sigv4';
    const modelId = decodeURIComponent(path[1] ?? '');
    this.requests.push({ modelId, operation, auth, headers: req.headers, body });
    answer(res, this.turns[Math.min(this.next++, this.turns.length - 1)] ?? {}, operation);
  }

  /** Free: it is no request of the model. */
  private countTokens(res: ServerResponse, raw: string): void {
    const { input } = JSON.parse(raw) as { input?: { invokeModel?: { body?: string } } };
    const body = checkBody(Buffer.from(input?.invokeModel?.body ?? '', 'base64').toString('utf8'));
    if (isProblem(body)) {
      this.refuse(res, body);
      return;
    }
    res.writeHead(200, { 'content-type': 'application/json' });
    res.end(JSON.stringify({ inputTokens: 8 }));
  }

  private refuse(res: ServerResponse, problem: Problem): void {
    this.refused.push(`${problem.status} ${problem.type}: ${problem.message}`);
    sendError(res, problem);
  }
}

function answer(res: ServerResponse, turn: BedrockTurn, operation: SeenBedrockRequest['operation']): void {
  const { text = 'ok', usage = USAGE, fault } = turn;
  if (fault?.kind === 'error') {
    sendError(res, { message: 'scripted', ...fault }, fault.headers);
    return;
  }
  const message = { id: 'msg_bdrk_1', type: 'message', role: 'assistant', model: 'claude', stop_sequence: null };
  if (operation === 'invoke') {
    res.writeHead(200, { 'content-type': 'application/json' });
    res.end(JSON.stringify({ ...message, content: [{ type: 'text', text }], stop_reason: 'end_turn', usage }));
    return;
  }
  res.writeHead(200, { 'content-type': 'application/vnd.amazon.eventstream', 'x-amzn-bedrock-content-type': 'application/json' });
  const send = (event: object) => res.write(chunkMessage(event));
  send({ type: 'message_start', message: { ...message, content: [], stop_reason: null, usage: { ...usage, output_tokens: 1 } } });
  send({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } });
  send({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } });
  if (fault?.kind === 'exception') {
    res.end(exceptionMessage(fault.type, fault.message ?? 'scripted'));
    return;
  }
  if (fault?.kind === 'drop') {
    res.write('', () => res.socket?.destroy());
    return;
  }
  send({ type: 'content_block_stop', index: 0 });
  send({ type: 'message_delta', delta: { stop_reason: 'end_turn', stop_sequence: null }, usage: { output_tokens: usage.output_tokens } });
  send({
    type: 'message_stop',
    'amazon-bedrock-invocationMetrics': { inputTokenCount: usage.input_tokens, outputTokenCount: usage.output_tokens },
  });
  res.end();
}

function sendError(res: ServerResponse, { status, type, message }: Problem, headers: Readonly<Record<string, string>> = {}): void {
  res.writeHead(status, { 'content-type': 'application/json', 'x-amzn-errortype': type, ...headers });
  res.end(JSON.stringify({ message }));
}

async function textOf(req: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of req as AsyncIterable<Buffer>) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}
