import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

export interface StartOptions {
  readonly port: number;
  readonly appsPort: number;
  readonly gatewayPort: number;
  readonly host: string;
  readonly dataDir: string;
  readonly dev: boolean;
  readonly install: boolean;
}

const DEFAULT_PORT = 3000;

/** Reads the command line; the environment's values are the defaults. Exits with advice when it does not fit. */
export function readOptions(args: string[]): StartOptions {
  const { values } = parse(args);
  const port = portOf('--port', values.port ?? process.env.GLASSWORKS_PORT, DEFAULT_PORT);
  return {
    port,
    appsPort: portOf('--apps-port', values['apps-port'] ?? process.env.GLASSWORKS_APPS_PORT, port + 1),
    gatewayPort: portOf('--gateway-port', values['gateway-port'] ?? process.env.GLASSWORKS_GATEWAY_PORT, port + 2),
    host: values.host ?? process.env.GLASSWORKS_HOST ?? '127.0.0.1',
    dataDir: resolve(values['data-dir'] ?? process.env.GLASSWORKS_DATA_DIR ?? '.glassworks'),
    dev: values.dev ?? false,
    install: !values['no-install'],
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        port: { type: 'string' },
        'apps-port': { type: 'string' },
        'gateway-port': { type: 'string' },
        host: { type: 'string' },
        'data-dir': { type: 'string' },
        dev: { type: 'boolean' },
        'no-install': { type: 'boolean' },
        'no-open': { type: 'boolean' },
      },
    });
  } catch (error) {
    fail(error instanceof Error ? error.message : String(error));
  }
}

function portOf(name: string, text: string | undefined, fallback: number): number {
  if (text === undefined || text === '') return fallback;
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  fail(`${name} must be a port number, not "${text}".`);
}

function fail(message: string): never {
  console.error(`${message}\nSee: npm start -- --help`);
  process.exit(2);
}
