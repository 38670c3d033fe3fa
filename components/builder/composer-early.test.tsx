import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { screen } from '@testing-library/react';
import { act } from 'react';
import { hydrateRoot } from 'react-dom/client';
import { renderToString } from 'react-dom/server';
import { expect, test } from 'vitest';
import { useDraft } from '#lib/client/use-draft.ts';
import { Composer } from './composer.tsx';

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

function Page() {
  const [text, setText] = useDraft('early');
  return (
    <QueryClientProvider client={new QueryClient()}>
      <MantineProvider>
        <Composer text={text} onText={setText} onSend={async () => true} sending={false} error={null} blocked={null} placeholder="Write" />
      </MantineProvider>
    </QueryClientProvider>
  );
}

test('what is typed before the page has come alive is kept, and can be sent', async () => {
  const place = document.body.appendChild(document.createElement('div'));
  place.innerHTML = renderToString(<Page />);
  const field = screen.getByLabelText<HTMLTextAreaElement>('What do you want to see?');
  field.value = 'Count the orders';
  const root = await act(async () => hydrateRoot(place, <Page />));
  expect(field.isConnected).toBe(true);
  expect(field.value).toBe('Count the orders');
  expect(screen.getByRole('button', { name: 'Build' }).hasAttribute('disabled')).toBe(false);
  await act(async () => root.unmount());
  place.remove();
});
