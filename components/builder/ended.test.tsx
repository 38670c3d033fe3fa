import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { renderUi } from '#tests/setup/render.tsx';
import { Ended } from './ended.tsx';

describe('a build that made no version', () => {
  it('says why, what is kept, and gives the prompt back', async () => {
    const onAgain = vi.fn();
    renderUi(
      <Ended status="failed" reason="The daily limit of $5 is reached." draft="What the agent wrote so far is kept." onAgain={onAgain} />,
    );
    const card = screen.getByRole('region', { name: 'The build failed' });
    expect(card.textContent).toContain('The daily limit of $5 is reached.');
    expect(card.textContent).toContain('the versions before it are as they were. What the agent wrote so far is kept.');
    await userEvent.click(screen.getByRole('button', { name: 'Edit the prompt and try again' }));
    expect(onAgain).toHaveBeenCalledOnce();
  });

  it('is no failure when it was cancelled, and offers nothing to people who may not edit', () => {
    renderUi(<Ended status="cancelled" reason={null} draft={null} />);
    expect(screen.getByRole('region', { name: 'The build was cancelled' })).toBeTruthy();
    expect(screen.queryByRole('button')).toBeNull();
  });
});
