import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError } from '#lib/client/api.ts';
import { renderUi } from '#tests/setup/render.tsx';
import { Composer } from './composer.tsx';

const metric = (id: string, label: string) => ({ id, label, type: 'sum', format: null, description: null });
const CATALOG = {
  explores: [
    {
      name: 'orders',
      label: 'Orders',
      description: null,
      dimensions: [{ id: 'orders_status', label: 'Order status', type: 'string', description: null, baseId: null, interval: null }],
      metrics: [metric('orders_total_revenue', 'Total revenue'), metric('orders_order_count', 'Order count')],
      joins: [],
    },
  ],
};

type Props = Partial<Parameters<typeof Composer>[0]>;

function Stage(props: Props) {
  const [text, setText] = useState('');
  return (
    <Composer
      text={text}
      onText={setText}
      onSend={async () => true}
      sending={false}
      error={null}
      blocked={null}
      placeholder="Ask for a change…"
      {...props}
    />
  );
}

const field = () => screen.getByLabelText('What do you want to see?');
const build = () => screen.getByRole<HTMLButtonElement>('button', { name: 'Build' });

describe('the composer', () => {
  it('sends with Enter and makes a new line with Shift+Enter', async () => {
    const onSend = vi.fn(async () => true);
    renderUi(<Stage onSend={onSend} />);
    await userEvent.type(field(), 'Revenue{Shift>}{Enter}{/Shift}by month{Enter}');
    expect(onSend).toHaveBeenCalledOnce();
    expect(onSend).toHaveBeenCalledWith('Revenue\nby month', expect.stringMatching(/^[0-9a-f]{32}$/));
  });

  it('has nothing to send while there are only spaces', async () => {
    renderUi(<Stage />);
    await userEvent.type(field(), '   ');
    expect(build().disabled).toBe(true);
  });

  it('says why it is blocked, sends nothing, and still takes text', async () => {
    const onSend = vi.fn(async () => true);
    renderUi(<Stage onSend={onSend} blocked="A build is under way." />);
    await userEvent.type(field(), 'next wish{Enter}');
    expect(onSend).not.toHaveBeenCalled();
    expect(field()).toHaveProperty('value', 'next wish');
    expect(document.getElementById(field().getAttribute('aria-describedby') ?? '')?.textContent).toBe('A build is under way.');
  });

  it('tries the same text again under the same key, and another text under another', async () => {
    const keys: string[] = [];
    const onSend = vi.fn(async (_: string, key: string) => {
      keys.push(key);
      return keys.length === 2;
    });
    renderUi(<Stage onSend={onSend} />);
    await userEvent.type(field(), 'Revenue{Enter}');
    await userEvent.click(build());
    await userEvent.click(build());
    expect(keys[0]).toBe(keys[1]);
    expect(keys[2]).not.toBe(keys[1]);
  });

  it('sends once however fast it is asked to', async () => {
    const onSend = vi.fn(async () => true);
    renderUi(<Stage onSend={onSend} />);
    await userEvent.type(field(), 'Revenue');
    build().click();
    build().click();
    expect(onSend).toHaveBeenCalledOnce();
  });

  it('shows why sending failed, with the request to quote and a way to try again', async () => {
    const onSend = vi.fn(async () => true);
    renderUi(<Stage onSend={onSend} error={new ApiError('unavailable', 'The queue is away.', { requestId: 'req_1' })} />);
    expect(screen.getByRole('alert').textContent).toContain('The queue is away.');
    expect(screen.getByText('req_1')).toBeTruthy();
    await userEvent.type(field(), 'Revenue');
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(onSend).toHaveBeenCalledOnce();
  });

  it('offers to cancel what is under way', async () => {
    const onCancel = vi.fn();
    renderUi(<Stage blocked="A build is under way." onCancel={onCancel} />);
    await userEvent.click(screen.getByRole('button', { name: 'Cancel' }));
    expect(onCancel).toHaveBeenCalledOnce();
  });
});

describe('mentioning a field', () => {
  // The browser's own fetch, answered as the server would.
  beforeEach(() =>
    vi.stubGlobal(
      'fetch',
      vi.fn(async () => Response.json(CATALOG)),
    ),
  );
  afterEach(() => vi.unstubAllGlobals());
  const activeOption = () => document.getElementById(field().getAttribute('aria-activedescendant') ?? '')?.textContent;

  it('finds it by its label, names it to assistive technology, and writes its id with Enter', async () => {
    const onSend = vi.fn(async () => true);
    renderUi(<Stage projectId="p" onSend={onSend} />);
    await userEvent.type(field(), 'Show @rev');
    await screen.findByRole('option', { name: /Total revenue/ });
    expect(activeOption()).toContain('Total revenue');
    await userEvent.keyboard('{Enter}');
    expect(field()).toHaveProperty('value', 'Show @orders_total_revenue ');
    expect(screen.queryByRole('listbox')).toBeNull();
    expect(onSend).not.toHaveBeenCalled();
  });

  it('goes through the options with the arrows, round and round, and takes one with Tab', async () => {
    renderUi(<Stage projectId="p" />);
    await userEvent.type(field(), '@ord');
    await screen.findByRole('option', { name: /Order count/ });
    await userEvent.keyboard('{ArrowDown}');
    expect(activeOption()).toContain('Order status');
    await userEvent.keyboard('{ArrowUp}{ArrowUp}{Tab}');
    expect(field()).toHaveProperty('value', '@orders_total_revenue ');
    expect(document.activeElement).toBe(field());
  });

  it('closes with Escape and then sends with Enter as ever', async () => {
    const onSend = vi.fn(async () => true);
    renderUi(<Stage projectId="p" onSend={onSend} />);
    await userEvent.type(field(), '@rev');
    await screen.findByRole('listbox');
    await userEvent.keyboard('{Escape}enue');
    expect(screen.queryByRole('listbox')).toBeNull();
    await userEvent.keyboard('{Enter}');
    expect(onSend).toHaveBeenCalledWith('@revenue', expect.any(String));
  });

  it('says that nothing fits, and begins with the button, too', async () => {
    renderUi(<Stage projectId="p" />);
    await userEvent.type(field(), 'By @weather');
    await screen.findByText('No metric or dimension fits “weather”.');
    await userEvent.clear(field());
    await userEvent.click(screen.getByRole('button', { name: 'Mention a metric or dimension' }));
    expect(field()).toHaveProperty('value', '@');
    expect((await screen.findAllByRole('option')).length).toBe(3);
  });
});
