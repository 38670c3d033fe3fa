import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

const WAIT_MS = 30_000;
/** Freed pages go back to the system bit by bit: the smallest of a few looks counts. */
const LOOKS = 5;
const BETWEEN_LOOKS_MS = 400;
const MB = 1024 ** 2;

interface Inspected {
  readonly pid: number;
  /** What it runs, e.g. `web/main.ts`. */
  readonly entry: string;
  readonly inspectorPort: number;
}

/** In megabytes. */
export interface MemoryInUse {
  /** What JavaScript still reaches, buffers included. */
  readonly heap: number;
  /** Pages that are this process's alone: what its death would give back to the machine. */
  readonly pages: number;
}

/** What a Node process still holds once everything that nobody needs is thrown away. Opens its inspector, on loopback. */
export async function memoryInUse(inspected: Inspected): Promise<MemoryInUse> {
  const { pid } = inspected;
  process.kill(pid, 'SIGUSR1');
  const socket = new WebSocket(await inspectorOf(inspected));
  const answers = new Map<number, (result: Record<string, number>) => void>();
  let calls = 0;
  const failed = Promise.withResolvers<never>();
  failed.promise.catch(() => undefined); // heard by whoever waits for an answer
  const late = setTimeout(() => failed.reject(new Error(`the inspector of ${pid} does not answer`)), WAIT_MS);
  socket.onerror = () => failed.reject(new Error(`the inspector of ${pid} closed the connection`));
  socket.onmessage = ({ data }) => {
    const { id, result } = JSON.parse(String(data)) as { id: number; result: Record<string, number> };
    answers.get(id)?.(result);
  };
  const ask = (method: string) => {
    const id = ++calls;
    const answer = new Promise<Record<string, number>>((resolve) => answers.set(id, resolve));
    socket.send(JSON.stringify({ id, method }));
    return Promise.race([answer, failed.promise]);
  };
  try {
    await Promise.race([new Promise((open) => (socket.onopen = open)), failed.promise]);
    const pages: number[] = [];
    for (let look = 0; look < LOOKS; look++) {
      await ask('HeapProfiler.collectGarbage');
      await delay(BETWEEN_LOOKS_MS);
      pages.push(privatePages(pid));
    }
    const { usedSize = Number.NaN, embedderHeapUsedSize = 0, backingStorageSize = 0 } = await ask('Runtime.getHeapUsage');
    return { heap: (usedSize + embedderHeapUsedSize + backingStorageSize) / MB, pages: Math.min(...pages) / MB };
  } finally {
    clearTimeout(late);
    socket.close();
  }
}

/** In bytes. */
function privatePages(pid: number): number {
  const lines = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8').matchAll(/^Private_(?:Clean|Dirty):\s+(\d+) kB$/gm);
  return [...lines].reduce((sum, [, kB]) => sum + Number(kB) * 1024, 0);
}

async function inspectorOf({ entry, inspectorPort }: Inspected): Promise<string> {
  for (const deadline = Date.now() + WAIT_MS; Date.now() < deadline; await delay(100)) {
    const response = await fetch(`http://127.0.0.1:${inspectorPort}/json/list`).catch(() => null); // it is being opened
    const [target] = ((await response?.json()) ?? []) as { title?: string; webSocketDebuggerUrl: string }[];
    if (!target) continue;
    if (target.title?.includes(entry)) return target.webSocketDebuggerUrl;
    throw new Error(`another process (${target.title}) has the inspector's port ${inspectorPort}`);
  }
  throw new Error(`the inspector of ${entry} did not open`);
}
