import type { BuildEventBody } from '#lib/contracts/build-event.ts';
import { assertUnreachable } from '#lib/errors.ts';
import type { AgentEvent } from './agent-event.ts';

/** Drafts that follow each other become one: a stream of small deltas is most of an agent's output. */
export function coalesce(events: readonly AgentEvent[]): AgentEvent[] {
  const merged: AgentEvent[] = [];
  for (const event of events) {
    const last = merged.at(-1);
    if (event.type === 'draft' && last?.type === 'draft') merged[merged.length - 1] = { type: 'draft', delta: last.delta + event.delta };
    else merged.push(event);
  }
  return merged;
}

/** What an agent did, as lines of the build's log. Tokens and money are logged from the ledger, not from here. */
export function toBuildEvents(events: readonly AgentEvent[]): BuildEventBody[] {
  return coalesce(events).flatMap(toBuildEvent);
}

function toBuildEvent(event: AgentEvent): BuildEventBody[] {
  switch (event.type) {
    case 'draft':
      return [{ kind: 'text', delta: event.delta }];
    case 'draft.discarded':
      return [{ kind: 'text.done', text: '' }];
    case 'text':
      return [{ kind: 'text.done', text: event.text }];
    case 'thinking':
      return [{ kind: 'thinking', summary: event.summary }];
    case 'tool': {
      const { id, name, summary, path, status } = event;
      return [{ kind: 'tool', id, name, summary, ...(path === undefined ? {} : { path }), status }];
    }
    case 'file': {
      const { path, change, additions, deletions } = event;
      return [{ kind: 'file', path, change, additions, deletions }];
    }
    case 'notice':
      return [{ kind: 'notice', code: event.code, message: event.message }];
    case 'started':
    case 'result':
      return [];
    default:
      return assertUnreachable(event);
  }
}
