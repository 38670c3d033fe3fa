'use client';

import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { ApiError } from '#lib/client/api.ts';
import { cssVariables, theme } from './theme.ts';

/** A session that ended sends the person to sign in and back to the same page; unsent text is kept by the composer. */
function onError(error: Error) {
  if (!(error instanceof ApiError) || error.code !== 'unauthenticated' || window.location.pathname === '/sign-in') return;
  window.location.assign(`/sign-in?next=${encodeURIComponent(window.location.pathname + window.location.search)}`);
}

/** What went wrong on the way may go right a moment later; what the server refused will be refused again. */
function shouldRetry(count: number, error: Error): boolean {
  return error instanceof ApiError && (error.status === 0 || error.status >= 502) && count < 2;
}

function createQueryClient() {
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: { retry: shouldRetry, staleTime: 5_000, refetchOnWindowFocus: true, refetchOnReconnect: true, networkMode: 'always' },
      mutations: { networkMode: 'always' },
    },
  });
}

/** Everything that a page needs around it. */
export function Providers({ children }: { children: ReactNode }) {
  const [client] = useState(createQueryClient);
  return (
    <QueryClientProvider client={client}>
      <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
        <Notifications position="bottom-center" limit={3} />
        {children}
      </MantineProvider>
    </QueryClientProvider>
  );
}
