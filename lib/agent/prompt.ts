/** The person's words stand between these, so that neither the agent nor the demo model takes our words for theirs. */
const OPEN = '<request>';
const CLOSE = '</request>';
const MAX_ERRORS = 12_000;

interface Asked {
  readonly request: string;
  /** What the fields are that the request mentions: lib/agent/mentions.ts. Empty when it mentions none. */
  readonly fields?: string;
  /** What this organisation wants of every app, written by its administrators. */
  readonly house?: string;
}

export type TurnPrompt =
  /** The app is the empty template. */
  | (Asked & { readonly kind: 'first' })
  /** The agent knows the conversation. */
  | (Asked & { readonly kind: 'follow_up' })
  /** The agent does not know the conversation, or the app comes from a stored version. */
  | (Asked & { readonly kind: 'restarted'; readonly summary: string })
  /** The type check, the bundler or the verification refused what the agent wrote. */
  | { readonly kind: 'fix'; readonly errors: string; readonly attempt: number; readonly attempts: number };

/** The text of one turn. What the agent must always know is in the instructions, not here. */
export function userPrompt(turn: TurnPrompt): string {
  switch (turn.kind) {
    case 'first':
      return paragraphs('Build a new app in src/App.tsx.', houseStyle(turn.house), turn.fields, quote(turn.request));
    case 'follow_up':
      return paragraphs(
        'Change the app. Its source is in src/ and may have changed since: read a file before you edit it.',
        houseStyle(turn.house),
        turn.fields,
        quote(turn.request),
      );
    case 'restarted':
      return paragraphs(
        'Change the existing app. You do not remember the conversation about it: read its source in src/ first.',
        houseStyle(turn.house),
        turn.summary ? `Earlier turns, oldest first:\n<summary>\n${turn.summary}\n</summary>` : '',
        turn.fields,
        quote(turn.request),
      );
    case 'fix':
      return `The app does not pass its checks (try ${turn.attempt} of ${turn.attempts}). Fix the cause in src/ and run \`npm run check\`. Leave out nothing that was asked for.\n\n<errors>\n${cut(turn.errors)}\n</errors>`;
  }
}

/** The person's words out of a prompt made here; the whole text when it is not one. */
export function requestOf(prompt: string): string {
  const from = prompt.lastIndexOf(OPEN);
  const to = prompt.lastIndexOf(CLOSE);
  return from === -1 || to < from ? prompt : prompt.slice(from + OPEN.length, to).trim();
}

const paragraphs = (...parts: (string | undefined)[]): string => parts.filter(Boolean).join('\n\n');

const HOUSE = /<\/?\s*(house_style|request)\s*>/gi;

function houseStyle(text = ''): string {
  const clean = text.replace(HOUSE, '').trim();
  return clean === '' ? '' : `Instructions of this organisation for every app:\n<house_style>\n${clean}\n</house_style>`;
}

function quote(request: string): string {
  return `${OPEN}\n${request.replaceAll(OPEN, '').replaceAll(CLOSE, '').trim()}\n${CLOSE}`;
}

function cut(errors: string): string {
  return errors.length > MAX_ERRORS ? `${errors.slice(0, MAX_ERRORS)}\n… and more` : errors;
}
