import { readEvents } from '#lib/builds/event-log.ts';
import type { BuildEvent } from '#lib/contracts/build-event.ts';

/**
 * A build's log with each streamed text in one piece: a key that was cut in two by the streaming would not be
 * recognised. What was said whole later is left out of the stream.
 */
export async function wholeEvents(buildId: string): Promise<BuildEvent[]> {
  const whole: BuildEvent[] = [];
  let streamed: { seq: number; at: string; delta: string } | null = null;
  for (const event of await readEvents(buildId, 0)) {
    if (event.kind === 'text') {
      const before: string = streamed?.delta ?? '';
      streamed = { seq: event.seq, at: event.at, delta: before + event.delta };
      continue;
    }
    // Withdrawn (empty) or taken over by the whole text.
    if (event.kind === 'text.done') streamed = null;
    whole.push(event);
  }
  return streamed ? [...whole, { kind: 'text', ...streamed }] : whole;
}

interface StepTime {
  readonly step: string;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly status: 'started' | 'finished' | 'failed';
}

/** When each step ran; one that comes twice is there twice. */
export function stepTimes(events: readonly BuildEvent[]): StepTime[] {
  const times: StepTime[] = [];
  for (const event of events) {
    if (event.kind !== 'step') continue;
    if (event.status === 'started') {
      times.push({ step: event.name, startedAt: event.at, endedAt: null, status: 'started' });
      continue;
    }
    const open = times.findLastIndex((time) => time.step === event.name && time.endedAt === null);
    const begun = times[open];
    if (begun) times[open] = { ...begun, endedAt: event.at, status: event.status };
  }
  return times;
}
