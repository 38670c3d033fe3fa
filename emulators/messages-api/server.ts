import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { messageOf, streamMessage } from './answer.ts';
import { checkBody, checkHeaders } from './check-request.ts';
import { type SeenRequest, type Turn, type TurnScript, TYPES_BY_STATUS } from './turn.ts';

export interface MessagesApiOptions {
  readonly turns?: readonly TurnScript[];
  /** For requests without tools (titles and the like); they use up no turn. */
  readonly side?: Turn;
  readonly apiKey?: string;
  readonly port?: number;
}

export interface MessagesApi {
  readonly url: string;
  readonly port: number;
  readonly apiKey: string;
  readonly requests: readonly SeenRequest[];
  /** What was refused, and why: empty after a good run. */
  readonly refused: readonly string[];
  /** Replaces the script and begins it anew. */
  setTurns(turns: readonly TurnScript[]): void;
  close(): Promise<void>;
}

const SIDE: Turn = { text: '{"title":"A title"}', usage: { input_tokens: 20, output_tokens: 5 } };

/** A scripted stand-in of the Messages API on loopback, with its real wire: events or JSON, and its errors. */
export async function startMessagesApi(options: MessagesApiOptions = {}): Promise<MessagesApi> {
  const standIn = new StandIn(options);
  const server = http.createServer((req, res) => {
    standIn.serve(req, res).catch((error: unknown) => {
      standIn.refused.push(`the stand-in failed: ${String(error)}`);
      res.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    apiKey: standIn.apiKey,
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
  readonly apiKey: string;
  readonly requests: SeenRequest[] = [];
  readonly refused: string[] = [];
  private turns: readonly TurnScript[];
  private readonly side: Turn;
  private next = 0;

  constructor(options: MessagesApiOptions) {
    this.apiKey = options.apiKey ?? 'sk-stand-in';
    this.turns = options.turns ?? [{ text: 'Hello.' }];
    this.side = options.side ?? SIDE;
  }

  setTurns(turns: readonly TurnScript[]): void {
    this.turns = turns;
    this.next = 0;
  }

  async serve(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const { pathname, search } = new URL(req.url ?? '/', 'http://stand-in');
    res.setHeader('request-id', `req_${this.requests.length + 1}`);
    if (req.method === 'HEAD') {
      res.writeHead(200).end();
      return;
    }
    if (req.method !== 'POST' || !/\/v1\/messages(\/count_tokens)?$/.test(pathname))
      return this.refuse(res, 404, `${req.method} ${pathname}`);
    const raw = await textOf(req);
    const wrong = checkHeaders(req.headers, this.apiKey);
    if (wrong) return this.refuse(res, wrong.status, wrong.message);
    if (pathname.endsWith('/count_tokens')) return sendJson(res, 200, { input_tokens: Math.ceil(raw.length / 4) });
    const checked = checkBody(raw);
    if (!('body' in checked)) return this.refuse(res, checked.status, checked.message);
    const id = this.requests.length + 1;
    const request: SeenRequest = { id, path: pathname, search, headers: req.headers, raw, body: checked.body };
    this.requests.push(request);
    res.on('close', () => {
      request.ended = res.writableFinished ? 'complete' : 'client left';
    });
    await answer(res, this.turnFor(request), request);
  }

  private turnFor(request: SeenRequest): Turn {
    if ((request.body.tools ?? []).length === 0) return this.side;
    const script = this.turns[Math.min(this.next++, this.turns.length - 1)] ?? SIDE;
    return typeof script === 'function' ? script(request) : script;
  }

  private refuse(res: ServerResponse, status: number, message: string): void {
    this.refused.push(`${status} ${message}`);
    sendError(res, status, message);
  }
}

async function answer(res: ServerResponse, turn: Turn, request: SeenRequest): Promise<void> {
  if (turn.delayMs) await wait(turn.delayMs);
  const { fault } = turn;
  if (fault?.kind === 'hang') return;
  if (fault?.kind === 'reset') {
    res.socket?.destroy();
    return;
  }
  if (fault?.kind === 'status') return sendError(res, fault.status, fault.message ?? 'scripted error', fault.headers, fault.type);
  const message = messageOf(turn, request.body);
  if (request.body.stream !== true) return sendJson(res, 200, message);
  res.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' });
  await streamMessage(res, turn, message);
}

function sendError(
  res: ServerResponse,
  status: number,
  message: string,
  headers = {},
  type = TYPES_BY_STATUS[status] ?? 'api_error',
): void {
  sendJson(res, status, { type: 'error', error: { type, message }, request_id: res.getHeader('request-id') }, headers);
}

function sendJson(res: ServerResponse, status: number, value: unknown, headers: Readonly<Record<string, string>> = {}): void {
  res.writeHead(status, { 'content-type': 'application/json', ...headers });
  res.end(JSON.stringify(value));
}

async function textOf(req: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of req as AsyncIterable<Buffer>) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}
