import { Group, SimpleGrid, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { ErrorBoundary } from './error-boundary.tsx';

interface CardProps {
  readonly title?: ReactNode;
  readonly subtitle?: ReactNode;
  /** Right of the title: buttons, a segmented control. */
  readonly actions?: ReactNode;
  /** Beside the title, usually an `<AboutNumber>`. */
  readonly about?: ReactNode;
  readonly children: ReactNode;
}

/** A titled surface. What breaks inside stays inside. */
export function Card({ title, subtitle, actions, about, children }: CardProps) {
  return (
    <section className="gw-card">
      {(title || actions) && (
        <Group justify="space-between" align="flex-start" mb="md" gap="sm" wrap="nowrap">
          <div style={{ minWidth: 0 }}>
            {title && (
              <Group gap={6} wrap="nowrap" align="center">
                <Title order={2} fz={15} lh={1.3}>
                  {title}
                </Title>
                {about}
              </Group>
            )}
            {subtitle && (
              <Text size="xs" mt={2} className="gw-quiet">
                {subtitle}
              </Text>
            )}
          </div>
          {actions}
        </Group>
      )}
      <ErrorBoundary>{children}</ErrorBoundary>
    </section>
  );
}

// Widths of the grid itself, not of the window: an app is looked at in panes of any width.
const COLUMNS = {
  2: { base: 1, '560px': 2 },
  3: { base: 1, '640px': 3 },
  4: { base: 1, '320px': 2, '820px': 4 },
};

/** A responsive row of cards: one column on a phone (two for small tiles), `cols` where there is room. */
export function CardGrid({ cols = 2, children }: { cols?: 2 | 3 | 4; children: ReactNode }) {
  return (
    <SimpleGrid type="container" cols={COLUMNS[cols]} spacing="md">
      {children}
    </SimpleGrid>
  );
}
