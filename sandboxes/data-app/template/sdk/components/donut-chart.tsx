import { Box, Group, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { formatPercent, formatterOf, toNumber } from '../format.ts';
import { useNumbersFirst } from '../numbers-first.ts';
import { seriesColor } from '../palette.ts';
import { nameOf } from '../pivot.ts';
import type { QueryState, Row } from '../use-metric-query.ts';
import { AboutNumber } from './about-number.tsx';
import { Card } from './card.tsx';
import { Drawn } from './drawn.tsx';
import { ForQuery } from './states.tsx';

interface DonutChartProps<R extends Row> {
  readonly title: ReactNode;
  readonly subtitle?: ReactNode;
  readonly data: QueryState<R>;
  /** The dimension whose values are the slices: few of them, sorted by the metric. */
  readonly category: keyof R & string;
  /** A metric that adds up to a whole. */
  readonly value: keyof R & string;
  readonly size?: number;
}

/** Shares of a whole, for at most about eight slices: `<DonutChart title="Revenue by channel" data={q} category="orders_channel" value="orders_revenue" />`. */
export function DonutChart<R extends Row>({ title, subtitle, data: newest, category, value, size = 180 }: DonutChartProps<R>) {
  const data = useNumbersFirst(newest);
  const format = formatterOf(data.columns.find(({ id }) => id === value));
  const slices = data.rows.map((row, index) => ({
    name: nameOf(row[category]),
    value: toNumber(row[value]) ?? 0,
    color: seriesColor(index),
  }));
  const total = slices.reduce((sum, slice) => sum + slice.value, 0);
  return (
    <Card title={title} subtitle={subtitle} about={<AboutNumber data={data} field={value} />}>
      <ForQuery data={data as QueryState<Row>} height={size}>
        {() => (
          <Group gap="xl" align="center" justify="center">
            <Box w={size}>
              <Drawn height={size}>{({ SlicesDrawing }) => <SlicesDrawing slices={slices} size={size} format={format} />}</Drawn>
            </Box>
            <Stack gap={8} style={{ flex: '1 1 180px' }}>
              {slices.map((slice) => (
                <Group key={slice.name} gap="xs" wrap="nowrap">
                  <Box w={10} h={10} bg={slice.color} style={{ borderRadius: 3, flexShrink: 0 }} />
                  <Text size="sm" truncate style={{ flex: 1 }}>
                    {slice.name}
                  </Text>
                  <Text size="sm" className="gw-quiet gw-numbers">
                    {format(slice.value)} · {total > 0 ? formatPercent(slice.value / total, { decimals: 0 }) : '–'}
                  </Text>
                </Group>
              ))}
            </Stack>
          </Group>
        )}
      </ForQuery>
    </Card>
  );
}
