import { createServer } from 'node:net';

/** A TCP port on loopback that nobody listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

interface Wanted {
  readonly port: number;
  readonly what: string;
  readonly flag: string;
}

/** Says which of these ports cannot be listened on, and what to do; empty when all can. */
export async function portProblems(host: string, wanted: readonly Wanted[]): Promise<string[]> {
  const problems: string[] = [];
  for (const { port, what, flag } of wanted) {
    const why = await whyNot(host, port);
    if (why) problems.push(`${what} cannot listen on ${host}:${port} (${why}). Choose another port with ${flag}.`);
  }
  return problems;
}

function whyNot(host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'EADDRINUSE' ? 'another program does' : error.message));
    server.listen(port, host, () => server.close(() => resolve(null)));
  });
}
