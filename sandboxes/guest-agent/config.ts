import { readFileSync, unlinkSync } from 'node:fs';

/** How a sandbox's guest agent is told what to be. It comes over stdin (or a file that is deleted), never by argv or environment. */
export interface GuestConfig {
  /** Demanded on every call. */
  readonly token: string;
  /** An inherited listening socket, or a path to listen at. */
  readonly listen: { readonly fd: number } | { readonly path: string };
  /** The one folder that files may be in. */
  readonly root: string;
  readonly home: string;
  readonly path: string;
  /** A door to the model gateway: a loopback port whose bytes go to a unix socket. */
  readonly forward: { readonly port: number; readonly socket: string } | null;
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

function text(source: Record<string, unknown>, key: string): string {
  const value = source[key];
  if (typeof value !== 'string' || value === '') throw new Error(`guest agent: the configuration lacks "${key}"`);
  return value;
}

function listenOf(value: unknown): GuestConfig['listen'] {
  if (isObject(value) && typeof value.fd === 'number') return { fd: value.fd };
  if (isObject(value) && typeof value.path === 'string') return { path: value.path };
  throw new Error('guest agent: the configuration lacks "listen"');
}

export function parseConfig(json: string): GuestConfig {
  const source: unknown = JSON.parse(json);
  if (!isObject(source)) throw new Error('guest agent: the configuration is not an object');
  const forward = source.forward;
  return {
    token: text(source, 'token'),
    listen: listenOf(source.listen),
    root: text(source, 'root'),
    home: text(source, 'home'),
    path: text(source, 'path'),
    forward:
      isObject(forward) && typeof forward.port === 'number' && typeof forward.socket === 'string'
        ? { port: forward.port, socket: forward.socket }
        : null,
  };
}

/** Reads the configuration once: from `--config-file PATH`, which is deleted, or else all of stdin. */
export function takeConfig(argv: readonly string[]): GuestConfig {
  const at = argv.indexOf('--config-file');
  const file = at === -1 ? undefined : argv[at + 1];
  if (file === undefined) return parseConfig(readFileSync(0, 'utf8'));
  const json = readFileSync(file, 'utf8');
  unlinkSync(file);
  return parseConfig(json);
}
