import { Button, Center, Skeleton, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { QueryState, Row } from '../use-metric-query.ts';

interface StateProps {
  readonly title?: string;
  readonly message?: ReactNode;
  readonly height?: number | undefined;
}

/** There is nothing to show, and that is fine. */
export function EmptyState({ title = 'No data', message = 'No rows match the current filters.', height = 160 }: StateProps) {
  return (
    <Center mih={height} ta="center" px="md">
      <Stack gap={4} align="center" maw={420}>
        <Text fw={600}>{title}</Text>
        <Text size="sm" className="gw-quiet">
          {message}
        </Text>
      </Stack>
    </Center>
  );
}

/** Something failed: what, and a way to try again. */
export function ErrorState({ title = 'This could not be loaded', message, height = 160, onRetry }: StateProps & { onRetry?: () => void }) {
  return (
    <Center mih={height} ta="center" px="md" role="alert">
      <Stack gap={8} align="center" maw={520}>
        <Text fw={600}>{title}</Text>
        <Text size="sm" className="gw-quiet" style={{ overflowWrap: 'anywhere' }}>
          {message}
        </Text>
        {onRetry && (
          <Button size="compact-sm" variant="default" onClick={onRetry}>
            Try again
          </Button>
        )}
      </Stack>
    </Center>
  );
}

/** Grey shapes in the place of a chart or a table while it loads. */
export function CardSkeleton({ height = 240 }: { height?: number }) {
  return <Skeleton h={height} radius="md" role="status" aria-label="Loading" />;
}

interface ForQueryProps {
  readonly data: QueryState<Row>;
  readonly height: number;
  readonly children: () => ReactNode;
}

/** Chooses between skeleton, error, empty and content. Older rows stay, dimmed, while a changed query runs. */
export function ForQuery({ data, height, children }: ForQueryProps) {
  if (data.error) return <ErrorState message={data.error.message} height={height} onRetry={data.refetch} />;
  if (data.isLoading && data.rows.length === 0) return <CardSkeleton height={height} />;
  if (data.rows.length === 0) return <EmptyState height={height} />;
  return (
    <div className={data.isLoading ? 'gw-refetching' : ''} aria-busy={data.isLoading}>
      {children()}
    </div>
  );
}
