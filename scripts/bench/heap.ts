import { setTimeout as delay } from 'node:timers/promises';

const INSPECTOR = 'http://127.0.0.1:9229/json/list';
const WAIT_MS = 30_000;

/**
 * Megabytes that a Node process still holds once everything that nobody needs is thrown away. Opens its inspector, on loopback.
 * @param entry what it runs, e.g. `web/main.ts`
 */
export async function heapInUse({ pid, entry }: { readonly pid: number; readonly entry: string }): Promise<number> {
  process.kill(pid, 'SIGUSR1');
  const socket = new WebSocket(await inspectorOf(entry));
  const answers = new Map<number, (result: Record<string, number>) => void>();
  let calls = 0;
  const failed = Promise.withResolvers<never>();
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
    for (let round = 0; round < 3; round++) await ask('HeapProfiler.collectGarbage');
    const { usedSize = Number.NaN, embedderHeapUsedSize = 0, backingStorageSize = 0 } = await ask('Runtime.getHeapUsage');
    return (usedSize + embedderHeapUsedSize + backingStorageSize) / 1024 ** 2;
  } finally {
    clearTimeout(late);
    socket.close();
  }
}

async function inspectorOf(entry: string): Promise<string> {
  for (const deadline = Date.now() + WAIT_MS; Date.now() < deadline; await delay(100)) {
    const response = await fetch(INSPECTOR).catch(() => null); // it is being opened
    const [target] = ((await response?.json()) ?? []) as { title?: string; webSocketDebuggerUrl: string }[];
    if (!target) continue;
    if (target.title?.includes(entry)) return target.webSocketDebuggerUrl;
    throw new Error(`another process (${target.title}) has the inspector's port 9229`);
  }
  throw new Error(`the inspector of ${entry} did not open`);
}
