import type { Guest } from '#lib/sandbox/guest.ts';
import { CONFIG_DIR, HOME_DIR, transcriptPath } from './places.ts';
import { shell } from './shell.ts';

/** Everything but the conversation goes: settings, hooks and start-up files that an earlier turn may have left. */
const REBUILD = `
transcript=$1 config=$2 home=$3
found=lost
kept=$(mktemp -d /workspace/.kept-XXXXXX)
if [ -f "$transcript" ] && [ ! -L "$transcript" ] && [ -s "$transcript" ]; then mv "$transcript" "$kept/transcript"; found=kept; fi
rm -rf "$config" "$home"
mkdir -p "$(dirname "$transcript")" "$home"
if [ $found = kept ]; then mv "$kept/transcript" "$transcript"; fi
rm -rf "$kept"
echo $found
`;

/**
 * Makes the agent's own folder anew before a run, with nothing in it but the transcript of this conversation.
 * Returns whether there was one.
 */
export async function rebuildConfig(guest: Guest, sessionId: string, signal: AbortSignal): Promise<boolean> {
  const path = transcriptPath(sessionId);
  return (await shell(guest, REBUILD, [path, CONFIG_DIR, HOME_DIR], signal)) === 'kept';
}

/** Whether this sandbox still knows a conversation. */
export async function hasTranscript(guest: Guest, sessionId: string, signal: AbortSignal): Promise<boolean> {
  const script = 'if [ -f "$1" ] && [ ! -L "$1" ] && [ -s "$1" ]; then echo kept; else echo lost; fi';
  return (await shell(guest, script, [transcriptPath(sessionId)], signal)) === 'kept';
}

/** The conversation as bytes, to be kept outside of the sandbox. */
export function readTranscript(guest: Guest, sessionId: string, signal: AbortSignal): Promise<Buffer> {
  return guest.readFile(transcriptPath(sessionId), signal);
}

/** Puts a kept conversation back, in a sandbox that has lost it. */
export async function writeTranscript(guest: Guest, sessionId: string, bytes: Uint8Array, signal: AbortSignal): Promise<void> {
  await guest.writeFile(transcriptPath(sessionId), bytes, signal);
}
