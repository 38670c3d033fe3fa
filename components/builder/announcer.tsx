import { STEP_LABELS } from '#lib/client/step-labels.ts';
import type { Transcript } from '#lib/client/transcript.ts';

const OUTCOMES = { succeeded: 'The build is ready.', failed: 'The build failed.', cancelled: 'The build was cancelled.' };

/** Says aloud, for screen readers, what is under way, each finished text, and the outcome; not every streamed word. */
export function Announcer({ transcript, live }: { transcript: Transcript; live: boolean }) {
  if (!live && transcript.done === null) return null;
  const step = transcript.steps.findLast((one) => one.status === 'started');
  const said = transcript.items.findLast((item) => item.type === 'text' && !item.streaming);
  const state = transcript.done === null ? (step === undefined ? '' : STEP_LABELS[step.name].doing) : OUTCOMES[transcript.done.status];
  return (
    <div className="gw-visually-hidden" aria-live={live ? 'polite' : 'off'}>
      <p>{said?.type === 'text' ? said.text : ''}</p>
      <p>{state}</p>
    </div>
  );
}
