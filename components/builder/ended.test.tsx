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
    expect(card.textContent).toContain('No version was made, and none was changed. What the agent wrote so far is kept.');
    await userEvent.click(screen.getByRole('button', { name: 'Edit the prompt and try again' }));
    expect(onAgain).toHaveBeenCalledOnce();
  });

  it('offers what is known of a failure, and says to whom to send it', () => {
    renderUi(<Ended status="failed" reason="The sandbox stopped answering." draft={null} diagnostics="/api/builds/bld_1/diagnostics" />);
    const link = screen.getByRole('link', { name: 'Download diagnostics' });
    expect(link.getAttribute('href')).toBe('/api/builds/bld_1/diagnostics');
    expect(link.hasAttribute('download')).toBe(true);
    expect(screen.getByRole('region').textContent).toContain('send the file to whoever runs this Glassworks');
  });

  it('that a budget stopped says so, and leads those who may raise it to the budgets', () => {
    const reason = "Mia's monthly limit of $5.00 for all spending does not cover this.";
    renderUi(
      <Ended status="failed" overBudget budgets="/admin/budgets" reason={reason} draft={null} diagnostics="/api/builds/b/diagnostics" />,
    );
    const card = screen.getByRole('region', { name: 'The build failed' });
    expect(card.textContent).toContain('The budget is used up');
    expect(card.textContent).toContain(reason);
    expect(screen.getByRole('link', { name: 'Open the budgets' }).getAttribute('href')).toBe('/admin/budgets');
    expect(screen.queryByRole('link', { name: 'Download diagnostics' })).toBeNull();
  });

  it('is no failure when it was cancelled, and offers nothing to people who may not edit', () => {
    renderUi(<Ended status="cancelled" reason={null} draft={null} diagnostics="/api/builds/bld_1/diagnostics" />);
    expect(screen.getByRole('region', { name: 'The build was cancelled' })).toBeTruthy();
    expect(screen.queryByRole('button')).toBeNull();
    expect(screen.queryByRole('link')).toBeNull();
  });
});
