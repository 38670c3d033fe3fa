import { toError } from '#lib/errors.ts';
import { log } from '#lib/log.ts';
import { giveBackExpired } from './ledger.ts';

const SWEEP_MS = 10_000;

/** Gives back, now and every few seconds, what dead processes had set aside. Safe in any number of processes. Returns the way to stop. */
export function startSpendSweep(): () => void {
  const sweep = () => {
    giveBackExpired().then(
      (given) => given > 0 && log.warn({ given }, 'reservations of dead processes were given back'),
      (error: unknown) => log.warn({ err: toError(error) }, 'reservations of dead processes could not be given back'),
    );
  };
  sweep();
  const timer = setInterval(sweep, SWEEP_MS);
  return () => clearInterval(timer);
}
