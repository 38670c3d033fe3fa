import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { describe, expect, it, vi } from 'vitest';
import { ApiError } from '#lib/client/api.ts';
import { renderUi } from '#tests/setup/render.tsx';
import { Composer } from './composer.tsx';

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
