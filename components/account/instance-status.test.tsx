import { screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Health } from '#lib/contracts/health.ts';
import { renderUi } from '#tests/setup/render.tsx';
import { InstanceStatus } from './instance-status.tsx';

const answer = (body: unknown) => new Response(JSON.stringify(body), { headers: { 'content-type': 'application/json' } });

function serve(health: Health) {
  vi.stubGlobal('fetch', async (path: string) =>
    answer(path === '/api/health' ? health : { dataApps: { enabled: true }, writeback: { enabled: false }, scopes: [] }),
  );
}
afterEach(() => vi.unstubAllGlobals());

describe('the status of the instance', () => {
  it('says of the demo model that it is no AI, and which variables switch a real one on', async () => {
    serve({
      status: 'ok',
      version: '1.0.0',
      checks: [{ name: 'model', status: 'ok', message: 'Demo model (no AI): no model key is set.' }],
    });
    renderUi(<InstanceStatus />);
    const [model] = await screen.findAllByRole('listitem');
    expect(model?.textContent).toContain('On, but no AI');
    expect(within(model as HTMLElement).getByText('ANTHROPIC_API_KEY').tagName).toBe('CODE');
  });

  it('shows what an operator cares for first, and why a part does not work', async () => {
    serve({
      status: 'degraded',
      version: '1.0.0',
      checks: [
        { name: 'database', status: 'ok', latencyMs: 1 },
        { name: 'sandbox', status: 'down', message: 'bubblewrap is not installed.' },
        { name: 'model', status: 'ok', message: 'Anthropic, claude' },
      ],
    });
    renderUi(<InstanceStatus />);
    const parts = (await screen.findAllByRole('listitem')).map((part) => part.textContent ?? '');
    expect(parts[0]).toContain('Model Works');
    expect(parts[1]).toContain('Sandboxes Does not workbubblewrap is not installed.');
    expect(parts[2]).toContain('DATABASE_URL');
  });
});
