import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { EMPTY_TRANSCRIPT } from '#lib/client/transcript.ts';
import type { ConversationTurn } from '#lib/client/use-conversation.ts';
import { renderUi } from '#tests/setup/render.tsx';
import { Announcer } from './announcer.tsx';

it.each([
  [2, 'The build is done. Version 2 is ready.'],
  [null, 'The build is done. Nothing had to be changed.'],
])('tells the end of a build that made version %s', (versionNumber, text) => {
  const transcript = { ...EMPTY_TRANSCRIPT, done: { status: 'succeeded' as const, versionNumber } };
  renderUi(<Announcer turn={{ live: true, transcript } as ConversationTurn} />);
  expect(screen.getByRole('status').textContent).toBe(text);
});
