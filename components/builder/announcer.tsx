import { useEffect, useState } from 'react';
import { STEP_LABELS } from '#lib/client/step-labels.ts';
import type { Transcript } from '#lib/client/transcript.ts';
import type { ConversationTurn } from '#lib/client/use-conversation.ts';

const MAX_CHARS = 400;

/** Tells a screen reader what is complete: a step that begins, a text that was said, the end. Never words that still stream. */
export function Announcer({ turn }: { turn: ConversationTurn | undefined }) {
  const news = turn?.live === true ? newsOf(turn) : null;
  const [said, setSaid] = useState('');
  useEffect(() => {
    if (news !== null) setSaid(news);
  }, [news]);
  return (
    <p className="gw-visually-hidden" role="status">
      {said}
    </p>
  );
}

function endOf({ status, versionNumber }: NonNullable<Transcript['done']>, reason: string): string {
  if (status !== 'succeeded') return `The build ${status === 'failed' ? 'failed' : 'was cancelled'}. ${reason}`;
  return `The build is done. ${versionNumber === null ? 'Nothing had to be changed.' : `Version ${versionNumber} is ready.`}`;
}

function newsOf({ transcript }: ConversationTurn): string | null {
  if (transcript === null) return null;
  if (transcript.done !== null) return endOf(transcript.done, transcript.error?.message ?? '');
  const text = transcript.items.findLast((item) => item.type === 'text' && !item.streaming);
  const step = transcript.steps.findLast(({ status }) => status === 'started');
  const doing = step === undefined ? '' : STEP_LABELS[step.name].doing;
  // The step comes first: it stays while texts come and go.
  return text?.type === 'text' && step?.name === 'generate' ? text.text.slice(0, MAX_CHARS) : doing === '' ? null : doing;
}
