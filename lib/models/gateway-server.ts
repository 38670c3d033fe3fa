import { chmod, mkdir, rm } from 'node:fs/promises';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, ListenOptions } from 'node:net';
import { dirname } from 'node:path';
import { AppError } from '#lib/errors.ts';
import { log } from '#lib/log.ts';
import { count } from '#lib/metrics/meter.ts';
import { currentProvider } from './choose-provider.ts';
import { type CallLimits, handleCall } from './gateway-call.ts';
import { Refusal, sendRefusal } from './gateway-reply.ts';
import type { ModelProvider, ModelRequest } from './provider.ts';

/** A socket's path is a fixed field of 108 bytes in the kernel. */
const MAX_SOCKET_PATH = 107;
const MAX_CALLS_AT_ONCE = 64;
const LIMITS: CallLimits = { headersMs: 600_000, idleMs: 120_000, perBuild: 12 };

export interface ModelGatewayOptions {
  /** Where sandboxes find it. Its folder and the socket are open to every user: the run token decides. */
  readonly socketPath?: string;
  readonly host?: string;
  /** Also listen on TCP; 0 takes a free port. */
  readonly port?: number;
  /** By default the provider that the environment asks for. */
  readonly provider?: () => ModelProvider;
  readonly limits?: Partial<CallLimits>;
}

export interface ModelGateway {
  /** The TCP port, when there is one. */
  readonly port: number | undefined;
  /** Stops listening, gives up calls under way (they are settled) and waits for them. */
  close(): Promise<void>;
}

/**
 * The only door out of a sandbox: the Messages API, to be used with a run token. The real key is added here.
 * @throws AppError `unprocessable` when it cannot listen where it is told to
 */
export async function startModelGateway(options: ModelGatewayOptions): Promise<ModelGateway> {
  const calls = new Calls(options);
  const servers: http.Server[] = [];
  const listen = async (where: ListenOptions) => {
    const server = http.createServer((req, res) => calls.serve(req, res));
    servers.push(server);
    await listening(server, where);
    return server;
  };
  if (options.socketPath) await listenOnSocket(options.socketPath, listen);
  const tcp = options.port === undefined ? undefined : await listen({ host: options.host ?? '127.0.0.1', port: options.port });
  return {
    port: (tcp?.address() as AddressInfo | undefined)?.port,
    close: async () => {
      const closed = servers.map((server) => new Promise<void>((resolve) => server.close(() => resolve())));
      await calls.giveUp();
      for (const server of servers) server.closeAllConnections();
      await Promise.all(closed);
    },
  };
}

class Calls {
  private readonly options: ModelGatewayOptions;
  private readonly limits: CallLimits;
  private readonly running = new Map<AbortController, Promise<void>>();
  private readonly active = new Map<string, number>();

  constructor(options: ModelGatewayOptions) {
    this.options = options;
    this.limits = { ...LIMITS, ...options.limits };
  }

  serve(req: IncomingMessage, res: ServerResponse): void {
    const abort = new AbortController();
    res.on('close', () => {
      if (!res.writableFinished) abort.abort(new Error('The client went away.'));
    });
    const done = this.answer(req, res, abort)
      .catch((error: unknown) => fail(res, error))
      .finally(() => this.running.delete(abort));
    this.running.set(abort, done);
  }

  async giveUp(): Promise<void> {
    for (const abort of this.running.keys()) abort.abort(new Error('The gateway is stopping.'));
    await Promise.all(this.running.values());
  }

  private async answer(req: IncomingMessage, res: ServerResponse, abort: AbortController): Promise<void> {
    const { pathname, search } = new URL(req.url ?? '/', 'http://gateway');
    if (req.method === 'HEAD' && (pathname === '/' || pathname === '/api/hello')) {
      res.writeHead(200).end();
      return;
    }
    if (req.method !== 'POST' || !isServed(pathname)) throw new Refusal(404, 'not_found_error', 'There is nothing here but /v1/messages.');
    if (this.running.size > MAX_CALLS_AT_ONCE) throw new Refusal(429, 'rate_limit_error', 'Too many calls at once.', true);
    const provider = (this.options.provider ?? currentProvider)();
    await handleCall(req, res, pathname, search, { provider, abort, limits: this.limits, active: this.active });
  }
}

const isServed = (path: string): path is ModelRequest['path'] => path === '/v1/messages' || path === '/v1/messages/count_tokens';

function fail(res: ServerResponse, error: unknown): void {
  if (error instanceof Refusal) {
    count('glassworks_model_refusals_total', { status: error.status });
    log.info({ status: error.status, type: error.type }, 'model call refused');
    sendRefusal(res, error);
    return;
  }
  if (!res.destroyed) log.error({ err: error }, 'model call failed');
  sendRefusal(res, new Refusal(500, 'api_error', 'The model gateway failed; its log says why.', true));
}

async function listenOnSocket(path: string, listen: (where: ListenOptions) => Promise<http.Server>): Promise<void> {
  if (Buffer.byteLength(path) > MAX_SOCKET_PATH) {
    throw new AppError(
      'unprocessable',
      `The path of the gateway's socket is too long (${path}). Choose a data folder with a shorter path.`,
    );
  }
  await mkdir(dirname(path), { recursive: true });
  await chmod(dirname(path), 0o755);
  await rm(path, { force: true });
  await listen({ path });
  await chmod(path, 0o666);
}

function listening(server: http.Server, where: ListenOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const refused = (cause: Error) =>
      reject(
        new AppError('unprocessable', `The model gateway cannot listen on ${where.path ?? `port ${where.port}`}: ${cause.message}`, {
          cause,
        }),
      );
    server.once('error', refused);
    server.listen(where, () => {
      server.off('error', refused);
      server.on('error', (error) => log.error({ err: error }, 'model gateway listener'));
      resolve();
    });
  });
}
