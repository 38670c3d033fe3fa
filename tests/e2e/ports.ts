import { createServer } from 'node:net';

const FIRST = 21_000;
const SPAN = 20_000;
const STEP = 5;

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/** The first of `count` ports in a row on loopback that nobody listens on. */
export async function freePorts(count: number): Promise<number> {
  const offset = (process.pid * 37) % SPAN;
  for (let step = 0; step < SPAN; step += STEP) {
    const first = FIRST + ((offset + step) % SPAN);
    const free = await Promise.all(Array.from({ length: count }, (_, index) => isFree(first + index)));
    if (free.every(Boolean)) return first;
  }
  throw new Error(`no ${count} free ports in a row`);
}
