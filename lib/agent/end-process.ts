import type { GuestProcess } from '#lib/sandbox/guest.ts';

/** An interrupted agent still writes its last result; then it is asked, then told. */
const LADDER = [
  { signal: 'SIGINT', waitMs: 5000 },
  { signal: 'SIGTERM', waitMs: 3000 },
  { signal: 'SIGKILL', waitMs: 5000 },
] as const;

/** Ends a process group step by step, until `ended` is kept. */
export async function endProcess(process: GuestProcess, ended: Promise<unknown>): Promise<void> {
  let over = false;
  const done = ended.then(
    () => {
      over = true;
    },
    () => {
      over = true;
    },
  );
  for (const { signal, waitMs } of LADDER) {
    if (over) return;
    await process.kill(signal);
    await Promise.race([done, new Promise((resolve) => setTimeout(resolve, waitMs).unref())]);
  }
}
