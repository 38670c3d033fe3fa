import { Group, SimpleGrid, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { ErrorBoundary } from './error-boundary.tsx';

interface CardProps {
  readonly title?: ReactNode;
  readonly subtitle?: ReactNode;
  /** Right of the title: buttons, a segmented control. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A titled surface. What breaks inside stays inside. */
export function Card({ title, subtitle, actions, children }: CardProps) {
  return (
    <section className="gw-card">
      {(title || actions) && (
        <Group justify="space-between" align="flex-start" mb="md" gap="sm" wrap="nowrap">
          <div style={{ minWidth: 0 }}>
            {title && (
              <Title order={2} fz={15} lh={1.3}>
                {title}
              </Title>
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

/** A responsive row of cards: one column on a phone, `cols` on a desktop. */
export function CardGrid({ cols = 2, children }: { cols?: 2 | 3 | 4; children: ReactNode }) {
  return (
    <SimpleGrid cols={cols === 4 ? { base: 1, xs: 2, md: 4 } : { base: 1, md: cols }} spacing="md">
      {children}
    </SimpleGrid>
  );
}
