import { useSearchParams } from 'next/navigation';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { type DecodedQuery, decodeQuery, encodeQuery } from '#lib/client/query-url.ts';
import type { MetricQuery } from '#lib/contracts/query.ts';

export const VIEWS = ['table', 'chart', 'sql'] as const;
export type View = (typeof VIEWS)[number];

export interface ExplorerState {
  /** The query of the address; null while none is chosen. */
  decoded: DecodedQuery | null;
  /** The query whose rows are shown: the newest that was run, or one that was run before and that the address names again. */
  ran: MetricQuery | null;
  /** Whether the address holds another query than the one whose rows are shown. */
  edited: boolean;
  view: View;
  /** The app that one came from, to go back to. */
  appId: string | null;
  edit(query: MetricQuery): void;
  /** One step: for what shows its effect at once, such as another order of the rows. */
  editAndRun(query: MetricQuery): void;
  /** Shows the rows of the address's query. */
  run(): void;
  setView(view: View): void;
  clear(): void;
}

/** Whether a query asks for anything. */
export const isRunnable = (query: MetricQuery): boolean => query.dimensions.length + query.metrics.length > 0;

const runnableText = (text: string | null): text is string => {
  const decoded = text === null ? null : decodeQuery(text);
  return decoded?.ok === true && isRunnable(decoded.query);
};

/**
 * The explorer's state lives in the address, so that it can be shared, reloaded and gone back in. The first edit after
 * a run makes a new entry of the history and later ones replace it: "back" returns to the query that was run.
 */
export function useExplorer(): ExplorerState {
  const params = useSearchParams();
  const [text, write] = useOwnOrAddress(params.get('query'));
  const [runs, setRuns] = useState<readonly string[]>(() => (runnableText(text) ? [text] : []));
  const shownText = text !== null && runs.includes(text) ? text : (runs.at(-1) ?? null);
  const decoded = useMemo(() => (text === null ? null : decodeQuery(text)), [text]);
  const ran = useMemo(() => queryOf(shownText), [shownText]);
  const wanted = params.get('view');

  const go = useCallback((changes: Record<string, string | null>, how: 'push' | 'replace') => {
    const next = new URLSearchParams(window.location.search);
    for (const [name, value] of Object.entries(changes)) {
      if (value === null) next.delete(name);
      else next.set(name, value);
    }
    const path = `${window.location.pathname}${next.size === 0 ? '' : `?${next}`}`;
    if (how === 'push') window.history.pushState(null, '', path);
    else window.history.replaceState(null, '', path);
  }, []);

  const setQuery = (next: string | null, how: 'push' | 'replace') => {
    write(next);
    go({ query: next }, how);
  };
  const markRun = (next: string) => setRuns((before) => [...before.filter((one) => one !== next), next]);

  return {
    decoded,
    ran,
    edited: text !== shownText,
    view: VIEWS.find((view) => view === wanted) ?? 'table',
    appId: params.get('app'),
    edit: (query) => setQuery(encodeQuery(query), text === null || runs.includes(text) ? 'push' : 'replace'),
    run: () => {
      if (runnableText(text)) markRun(text);
    },
    editAndRun: (query) => {
      const next = encodeQuery(query);
      setQuery(next, 'push');
      if (isRunnable(query)) markRun(next);
    },
    setView: (view) => go({ view: view === 'table' ? null : view }, 'replace'),
    clear: () => setQuery(null, 'push'),
  };
}

/** The address's text, or the one that is on its way into it: the router follows a moment later, and a field must not wait. */
function useOwnOrAddress(address: string | null): [string | null, (text: string | null) => void] {
  const [own, setOwn] = useState<{ text: string | null } | null>(null);
  const arrived = own !== null && own.text === address;
  useEffect(() => {
    if (arrived) setOwn(null);
  }, [arrived]);
  useEffect(() => {
    const forget = () => setOwn(null);
    window.addEventListener('popstate', forget);
    return () => window.removeEventListener('popstate', forget);
  }, []);
  return [own === null ? address : own.text, (text) => setOwn({ text })];
}

function queryOf(text: string | null): MetricQuery | null {
  const decoded = text === null ? null : decodeQuery(text);
  return decoded?.ok === true ? decoded.query : null;
}
