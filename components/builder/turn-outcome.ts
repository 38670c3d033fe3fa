import { isActive } from '#lib/client/use-builds.ts';
import type { ConversationTurn } from '#lib/client/use-conversation.ts';
import type { BuildStatus } from '#lib/contracts/build-event.ts';

/** How a build ended: its log's word, or the list's while the log is not there; null before its end. */
export function outcomeOf({ build, transcript }: ConversationTurn): { status: BuildStatus; versionNumber: number | null } | null {
  if (transcript?.done) return transcript.done;
  return isActive(build) ? null : { status: build.status, versionNumber: build.versionNumber };
}
