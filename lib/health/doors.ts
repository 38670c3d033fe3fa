import http, { type RequestOptions } from 'node:http';

const EVERY_MS = 2_000;
const DEADLINE_MS = 1_500;

export interface Door {
  /** For people: "the model gateway's socket". */
  readonly name: string;
  readonly at: Pick<RequestOptions, 'socketPath' | 'host' | 'port'>;
}

/**
 * Knocks at this process's own doors every two seconds, as a stranger would: a process may live although nobody gets in.
 * @returns how the last round went, and the way to stop
 */
export function watchDoors(doors: readonly Door[]): { status: () => { ok: boolean; message?: string }; stop: () => void } {
  let shut: string[] = [];
  const round = async () => {
    const answers = await Promise.all(doors.map(async (door) => ((await isOpen(door)) ? [] : [door.name])));
    shut = answers.flat();
  };
  const timer = setInterval(() => void round(), EVERY_MS);
  return {
    status: () => (shut.length === 0 ? { ok: true } : { ok: false, message: `It runs, but nobody gets in by ${shut.join(' and ')}.` }),
    stop: () => clearInterval(timer),
  };
}

/** Any answer at all will do. */
function isOpen({ at }: Door): Promise<boolean> {
  return new Promise((resolve) => {
    const request = http.request({ ...at, method: 'HEAD', path: '/', timeout: DEADLINE_MS, agent: false }, (response) => {
      response.resume();
      resolve(true);
    });
    request.on('timeout', () => request.destroy(new Error('no answer in time')));
    request.on('error', () => resolve(false));
    request.end();
  });
}
