import { mapTexts, redactText } from '#lib/redact.ts';
import type { AgentEvent } from './agent-event.ts';

/** A word that is longer is shown in parts. */
const MAX_HELD = 4096;

/**
 * Cleans events on their way out. Drafts come in pieces that may cut a key in two, so only whole words leave:
 * the last one is held back until a space follows it.
 */
export function createRedactor(secrets: readonly string[]): (event: AgentEvent) => AgentEvent[] {
  let held = '';
  return (event) => {
    if (event.type !== 'draft') {
      if (event.type === 'text' || event.type === 'draft.discarded') held = '';
      return [redactEvent(event, secrets)];
    }
    held += event.delta;
    const cut = held.length > MAX_HELD ? held.length : held.search(/\S*$/);
    const whole = held.slice(0, cut);
    held = held.slice(cut);
    return whole === '' ? [] : [{ type: 'draft', delta: redactText(whole, secrets) }];
  };
}

const redactEvent = <Event extends object>(event: Event, secrets: readonly string[]): Event =>
  mapTexts(event, (text) => redactText(text, secrets)) as Event;
