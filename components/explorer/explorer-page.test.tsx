import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { encodeQuery } from '#lib/client/query-url.ts';
import type { Catalog } from '#lib/contracts/catalog.ts';
import type { MetricQueryInput } from '#lib/contracts/query.ts';
import { renderUi } from '#tests/setup/render.tsx';
import { ExplorerPage } from './explorer-page.tsx';

// What Next does with the browser's history: reads follow `pushState` and `replaceState`.
const listeners = vi.hoisted(() => new Set<() => void>());
vi.mock('next/navigation', async () => {
  const { useSyncExternalStore } = await import('react');
  return {
    useSearchParams: () => {
      const search = useSyncExternalStore(
        (listener) => {
          listeners.add(listener);
          return () => listeners.delete(listener);
        },
        () => window.location.search,
      );
      return new URLSearchParams(search);
    },
  };
});
for (const name of ['pushState', 'replaceState'] as const) {
  const original = window.history[name].bind(window.history);
  window.history[name] = (...args) => {
    original(...args);
    for (const listener of listeners) listener();
  };
}

const dimension = (id: string, label: string) => ({ id, label, type: 'string' as const, description: null, baseId: null, interval: null });
const CATALOG: Catalog = {
  explores: [
    {
      name: 'orders',
      label: 'Orders',
      description: null,
      joins: [],
      dimensions: [dimension('region', 'Region'), dimension('status', 'Status')],
      metrics: [{ id: 'revenue', label: 'Revenue', type: 'sum', format: { kind: 'currency', currency: 'USD' }, description: null }],
    },
  ],
};
const PROJECT = {
  id: 'p',
  name: 'Retail',
  source: { kind: 'folder', path: '/d' },
  warehouse: { kind: 'duckdb', label: 'DuckDB' },
  explores: 1,
  errors: [],
  createdAt: '2026-01-01T00:00:00.000Z',
};
const RESULT = {
  columns: [
    { id: 'region', label: 'Region', kind: 'dimension', type: 'string', format: null },
    { id: 'revenue', label: 'Revenue', kind: 'metric', type: 'sum', format: { kind: 'currency', currency: 'USD' } },
  ],
  rows: [['East', 1234]],
  rowCount: 1,
  truncated: false,
  cache: { hit: false, ageMs: 0 },
  timing: { compileMs: 1, warehouseMs: 30, totalMs: 42 },
};

let asked: { path: string; body: unknown; signal: AbortSignal }[] = [];
let scopes: string[] = [];
let answer: () => Promise<Response> = async () => json(RESULT);
const json = (body: unknown, status = 200) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });
beforeEach(() => {
  asked = [];
  scopes = ['run:Query', 'view:Sql'];
  answer = async () => json(RESULT);
  vi.stubGlobal('fetch', async (path: string, init: RequestInit = {}) => {
    if (path === '/api/features') return json({ dataApps: { enabled: true }, writeback: { enabled: false }, scopes });
    if (path === '/api/projects/p') return json(PROJECT);
    if (path.endsWith('/catalog')) return json(CATALOG);
    asked.push({ path, body: JSON.parse(String(init.body)), signal: init.signal as AbortSignal });
    if (path.endsWith('/compile')) return json({ sql: 'SELECT 1', parameters: ['East'], usedTables: ['orders'], warnings: [] });
    return answer();
  });
});
afterEach(() => vi.unstubAllGlobals());

function open(query?: MetricQueryInput | string, more = '') {
  const text = query === undefined ? null : typeof query === 'string' ? query : encodeQuery(query);
  window.history.replaceState(null, '', `/projects/p/explore${text === null ? '' : `?query=${text}${more}`}`);
  renderUi(<ExplorerPage projectId="p" />);
}
const REVENUE = { explore: 'orders', metrics: ['revenue'], dimensions: ['region'] };

describe('the explorer', () => {
  it('asks nothing of the warehouse until there is something to ask', async () => {
    open({ explore: 'orders' });
    expect(await screen.findByText('Choose at least one field')).toBeTruthy();
    expect(asked).toEqual([]);
  });

  it('shows the rows of the query in its address, in the formats of the catalog', async () => {
    open(REVENUE);
    expect(await screen.findByRole('cell', { name: '$1,234' })).toBeTruthy();
    expect(asked.map(({ path }) => path)).toEqual(['/api/projects/p/query']);
    expect(asked[0]?.body).toMatchObject(REVENUE);
    expect(screen.getByText('1 row in 42 ms, 30 ms of it in the warehouse')).toBeTruthy();
  });

  it('writes every edit into the address, and runs on demand only', async () => {
    open(REVENUE);
    await screen.findByRole('cell', { name: 'East' });
    await userEvent.click(screen.getByRole('checkbox', { name: 'Status' }));
    expect(new URLSearchParams(window.location.search).get('query')).toBe(encodeQuery({ ...REVENUE, dimensions: ['region', 'status'] }));
    expect(screen.getByText(/These rows are of the one before/)).toBeTruthy();
    expect(asked.length).toBe(1);
    await userEvent.click(screen.getByRole('button', { name: 'Run' }));
    await vi.waitFor(() => expect(asked.at(-1)?.body).toMatchObject({ dimensions: ['region', 'status'] }));
  });

  it('stops waiting on demand, so that the warehouse is stopped too', async () => {
    answer = () => new Promise(() => undefined);
    open(REVENUE);
    await userEvent.click(await screen.findByRole('button', { name: 'Cancel' }));
    expect(asked[0]?.signal.aborted).toBe(true);
    expect(await screen.findByText('The query was cancelled')).toBeTruthy();
    answer = async () => json(RESULT);
    await userEvent.click(screen.getByRole('button', { name: 'Run the query' }));
    expect(await screen.findByRole('cell', { name: 'East' })).toBeTruthy();
  });

  it('hands the keyboard on to the button that runs when a filter is taken out', async () => {
    open({ ...REVENUE, filters: { dimensions: { and: [{ target: { fieldId: 'region' }, operator: 'equals', values: ['East'] }] } } });
    await userEvent.click(await screen.findByRole('button', { name: 'Remove the filter Region is East' }));
    expect(new URLSearchParams(window.location.search).get('query')).toBe(encodeQuery(REVENUE));
    expect(document.activeElement?.textContent).toBe('Run');
  });

  it('saves no rows of the query before while another one runs', async () => {
    open(REVENUE);
    await screen.findByRole('button', { name: 'CSV' });
    await userEvent.click(screen.getByRole('checkbox', { name: 'Status' }));
    answer = () => new Promise(() => undefined);
    await userEvent.click(screen.getByRole('button', { name: 'Run' }));
    await screen.findByRole('button', { name: 'Cancel' });
    expect(screen.getByRole('cell', { name: 'East' })).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'CSV' })).toBeNull();
  });

  it('keeps the keyboard on the button that runs and cancels, and takes a double click for one', async () => {
    open(REVENUE);
    await screen.findByRole('cell', { name: 'East' });
    answer = () => new Promise(() => undefined);
    await userEvent.dblClick(screen.getByRole('button', { name: 'Run' }));
    const cancel = await screen.findByRole('button', { name: 'Cancel' });
    expect(asked.map(({ signal }) => signal.aborted)).toEqual([false, false]);
    expect(document.activeElement).toBe(cancel);
    await userEvent.keyboard('{Enter}');
    await screen.findByRole('button', { name: 'Run' });
    expect(asked[1]?.signal.aborted).toBe(true);
    expect(document.activeElement).toBe(cancel);
  });

  it('says what the warehouse says', async () => {
    answer = async () =>
      json({ error: { code: 'unprocessable', message: 'The warehouse refused: no such column.', requestId: 'r1' } }, 422);
    open(REVENUE);
    expect(await screen.findByText('The warehouse refused: no such column.')).toBeTruthy();
  });

  it('says what to do when no row matches', async () => {
    answer = async () => json({ ...RESULT, rows: [], rowCount: 0 });
    open(REVENUE);
    expect(await screen.findByText('No rows match')).toBeTruthy();
  });

  it('names a field that is gone and takes it out', async () => {
    open({ ...REVENUE, dimensions: ['region', 'continent'] });
    expect((await screen.findAllByText(/continent/)).length).toBeGreaterThan(0);
    await userEvent.click(screen.getByRole('button', { name: 'Take it out' }));
    expect(new URLSearchParams(window.location.search).get('query')).toBe(encodeQuery(REVENUE));
  });

  it('says that an explore is gone', async () => {
    open({ explore: 'nothing', metrics: ['x'] });
    expect(await screen.findByText(/There is no explore “nothing”/)).toBeTruthy();
  });

  it('offers a new start for a link that cannot be read', async () => {
    open('abc');
    await userEvent.click(await screen.findByRole('button', { name: 'Start anew' }));
    expect(await screen.findByText('Choose an explore to begin')).toBeTruthy();
  });

  it('shows the exact SQL with its parameters to those who may see it', async () => {
    open(REVENUE, '&view=sql');
    expect(await screen.findByText('SELECT 1')).toBeTruthy();
    expect(screen.getByText('"East"')).toBeTruthy();
  });

  it('says why there is no SQL to those who may not, and asks for none', async () => {
    scopes = ['run:Query'];
    open(REVENUE, '&view=sql');
    expect(await screen.findByText('Your role does not show SQL')).toBeTruthy();
    expect(asked.some(({ path }) => path.endsWith('/compile'))).toBe(false);
  });

  it('leads back to the app one comes from', async () => {
    open(REVENUE, '&app=app_1');
    expect((await screen.findByRole('link', { name: 'Back to the app' })).getAttribute('href')).toBe('/apps/app_1');
  });
});
