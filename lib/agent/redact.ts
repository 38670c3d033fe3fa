import type { AgentEvent } from './agent-event.ts';

const REMOVED = '[removed]';
/** A word that is longer is shown in parts. */
const MAX_HELD = 4096;

/** What keys of the common services look like. */
const KEY_SHAPES: readonly RegExp[] = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g,
  /\bsk-[A-Za-z0-9_-]{16,}/g,
  /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g,
  /\bgh[pousr]_[A-Za-z0-9]{20,}/g,
  /\bgithub_pat_[A-Za-z0-9_]{20,}/g,
  /\bglpat-[A-Za-z0-9_-]{16,}/g,
  /\bxox[abprs]-[A-Za-z0-9-]{10,}/g,
  /\bAIza[0-9A-Za-z_-]{30,}/g,
  /\bABSK[A-Za-z0-9+/=]{30,}/g,
  /\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]*/g,
  /(?<=\b[Bb]earer\s+)[A-Za-z0-9._~+/=-]{16,}/g,
  /(?<=:\/\/[^\s:/@]{1,100}:)[^\s:/@]{3,200}(?=@)/g,
];

/** A text without the given secrets and without anything that looks like a key. */
export function redactText(text: string, secrets: readonly string[]): string {
  let clean = text;
  for (const secret of secrets) if (secret.length >= 8) clean = clean.replaceAll(secret, REMOVED);
  for (const shape of KEY_SHAPES) clean = clean.replace(shape, REMOVED);
  return clean;
}

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

function redactEvent<Event extends object>(event: Event, secrets: readonly string[]): Event {
  const clean = (value: unknown): unknown => {
    if (typeof value === 'string') return redactText(value, secrets);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, clean(inner)]));
  };
  return clean(event) as Event;
}
