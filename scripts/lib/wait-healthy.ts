import { Health } from '../../lib/contracts/health.ts';

const DEADLINE_MS = 60_000;
const EVERY_MS = 100;
/** These must be up before a person is sent to the page; the rest is said in the summary. */
const NEEDED = ['database', 'worker', 'gateway'];

interface Address {
  readonly host: string;
  readonly port: number;
}

/** Who listens everywhere is reached on loopback. */
const reachable = (host: string) => (host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host);

/** Waits until the pages, the worker and the gateway answer. Returns the last word on each part. */
export async function waitUntilHealthy({ host, port }: Address, report: (message: string) => void): Promise<Health> {
  const deadline = Date.now() + DEADLINE_MS;
  let last: Health | null = null;
  while (Date.now() < deadline) {
    last = await readHealth(`http://${reachable(host)}:${port}`);
    const waiting = NEEDED.filter((name) => last?.checks.find((check) => check.name === name)?.status !== 'ok');
    const sandbox = last?.checks.find((check) => check.name === 'sandbox');
    if (last && waiting.length === 0 && !sandbox?.message?.includes('not tried')) return last;
    report(last ? `waiting for ${waiting.join(', ') || 'the sandbox'}` : 'waiting for the pages');
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
  }
  if (last) return last;
  throw new Error(`The pages did not answer within ${DEADLINE_MS / 1000} s. Start with GLASSWORKS_LOG_LEVEL=debug to see why.`);
}

async function readHealth(origin: string): Promise<Health | null> {
  try {
    const response = await fetch(`${origin}/api/health`, { signal: AbortSignal.timeout(5_000) });
    const parsed = Health.safeParse(await response.json());
    return parsed.success ? parsed.data : null;
  } catch {
    return null; // not up yet: the deadline above says when to give up
  }
}
