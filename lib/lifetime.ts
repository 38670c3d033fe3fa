import { log } from '#lib/log.ts';

const DEADLINE_MS = 12_000;

/**
 * Runs `stop` once when the process is asked to end: by a signal, or because the supervisor that holds our stdin is
 * gone (however it died). The process ends when `stop` is done, or after a deadline.
 */
export function onShutdown(stop: () => Promise<void>): void {
  let stopping = false;
  const end = (reason: string) => {
    if (stopping) return;
    stopping = true;
    log.info({ reason }, 'stopping');
    setTimeout(() => process.exit(1), DEADLINE_MS).unref();
    stop().then(
      () => process.exit(0),
      (error) => {
        log.error({ err: error }, 'stopping failed');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', () => end('SIGTERM'));
  process.on('SIGINT', () => end('SIGINT'));
  if (process.stdin.isTTY || process.env.GLASSWORKS_SUPERVISED !== '1') return;
  process.stdin.resume();
  process.stdin.on('end', () => end('the supervisor is gone'));
}
