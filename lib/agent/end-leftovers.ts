import { AppError } from '#lib/errors.ts';
import type { Guest } from '#lib/sandbox/guest.ts';

const DEADLINE_MS = 10_000;

/**
 * What an agent left running has lost its parent and is a child of the sandbox's first process. What the guest agent
 * started is its child and stays. Forks nothing itself: there may be no room for another process.
 */
const END = `guest=$PPID
for round in 1 2 3 4 5 6 7 8 9; do
  found=
  for folder in /proc/[0-9]*; do
    pid=\${folder#/proc/}
    if [ "$pid" = 1 ] || [ "$pid" = "$guest" ]; then continue; fi
    parent=
    while read -r key value; do
      if [ "$key" = PPid: ]; then parent=$value; break; fi
    done < "$folder/status"
    if [ "$parent" = 1 ] && kill -9 "$pid"; then found=1; fi
  done 2>/dev/null
  if [ -z "$found" ]; then exit 0; fi
done`;

/**
 * Ends what an agent left running, before its work is checked.
 * @throws AppError `unprocessable` when nothing can be started in the sandbox any more
 */
export async function endLeftovers(guest: Guest, signal: AbortSignal): Promise<void> {
  const { exitCode } = await guest.run({ argv: ['/bin/sh', '-c', END], timeoutMs: DEADLINE_MS }, signal);
  if (exitCode === 0) return;
  throw new AppError(
    'unprocessable',
    'The agent left so much running that its sandbox can start nothing more. Try again: the next prompt gets a new sandbox.',
  );
}
