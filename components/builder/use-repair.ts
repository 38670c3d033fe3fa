import { useRef, useState } from 'react';
import { notifyProblem } from '#components/ui/notify.ts';
import { type ProblemsView, repairPrompt } from '#lib/client/app-problems.ts';
import { randomId } from '#lib/client/random-id.ts';
import { isActive } from '#lib/client/use-builds.ts';
import { useQueueFollowUp } from '#lib/client/use-follow-up.ts';
import type { App } from '#lib/contracts/app.ts';

/** The repair is not asked for, is on its way to the server, or is being made. */
export type RepairState = 'no' | 'sending' | 'building';

interface RepairOptions {
  app: App;
  /** Puts a prompt into the composer. */
  write(prompt: string): void;
  /** The prompt is on its way. */
  onSent(): void;
}

/** Asks for a repair of what goes wrong in the running app; once for each version, as long as a build is under way. */
export function useRepair({ app, write, onSent }: RepairOptions) {
  const queue = useQueueFollowUp(app.id);
  // What is pending is drawn a moment later: a double click may be faster.
  const underWay = useRef(false);
  const [asked, setAsked] = useState<number | null>(null);
  const building = app.latestBuild !== null && isActive(app.latestBuild);

  function fix(seen: ProblemsView) {
    const prompt = repairPrompt(seen);
    // A prompt that waits already is not pushed out by this one.
    if (app.followUp !== null) return write(prompt);
    if (underWay.current) return;
    underWay.current = true;
    queue.mutate(
      { prompt, clientKey: randomId() },
      {
        onSuccess: () => {
          setAsked(seen.version);
          onSent();
        },
        onError: (error) => {
          write(prompt);
          notifyProblem('The repair was not started. Its prompt is in the composer.', error);
        },
        onSettled: () => {
          underWay.current = false;
        },
      },
    );
  }

  function stateOf(version: number): RepairState {
    if (queue.isPending) return 'sending';
    return building && asked === version ? 'building' : 'no';
  }
  return { fix, stateOf };
}
