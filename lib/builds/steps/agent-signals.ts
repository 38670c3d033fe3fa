import { goesOnElsewhere } from '../stop.ts';

/**
 * How a build's stop reaches its agent. A build that is cancelled, or out of time, ends the agent; one that goes on in
 * another worker leaves it at work.
 */
export function agentSignals(build: AbortSignal): { signal: AbortSignal; detach: AbortSignal } {
  const end = new AbortController();
  const detach = new AbortController();
  const pass = () => {
    const target = goesOnElsewhere(build) ? detach : end;
    target.abort(build.reason);
  };
  if (build.aborted) pass();
  else build.addEventListener('abort', pass, { once: true });
  return { signal: end.signal, detach: detach.signal };
}
