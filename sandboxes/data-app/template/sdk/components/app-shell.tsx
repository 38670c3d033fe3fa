import { Group, Stack, Text, Title } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
import { ErrorBoundary } from './error-boundary.tsx';

interface AppShellProps {
  readonly title: string;
  readonly subtitle?: ReactNode;
  /** Usually a `<FilterBar>`; stands above everything it filters. */
  readonly filters?: ReactNode;
  /** Right of the title. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/**
 * The page of an app: heading, filters, then the cards one below the other. What is marked as shell is there also when
 * the app shows nothing, so it does not count as content.
 */
export function AppShell({ title, subtitle, filters, actions, children }: AppShellProps) {
  useEffect(() => {
    document.title = title;
  }, [title]);
  return (
    <main className="gw-page" aria-label={title}>
      <Stack gap="md">
        <Group justify="space-between" align="flex-end" gap="md" data-glassworks-shell>
          <div>
            <Title order={1} fz={{ base: 22, sm: 26 }} lh={1.2} style={{ letterSpacing: '-0.02em' }}>
              {title}
            </Title>
            {subtitle && (
              <Text mt={4} size="sm" className="gw-quiet">
                {subtitle}
              </Text>
            )}
          </div>
          {actions}
        </Group>
        {filters && <div data-glassworks-shell>{filters}</div>}
        <ErrorBoundary>
          <Stack gap="md">{children}</Stack>
        </ErrorBoundary>
      </Stack>
    </main>
  );
}
