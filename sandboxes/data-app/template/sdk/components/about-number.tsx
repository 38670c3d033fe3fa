import { UnstyledButton } from '@mantine/core';
import { theBridge } from '../runtime.ts';
import type { QueryState, Row } from '../use-metric-query.ts';

interface AboutNumberProps<R extends Row> {
  readonly data: QueryState<R>;
  /** The metric or dimension in question. */
  readonly field: keyof R & string;
}

/**
 * A small button that shows the viewer where a number comes from: definition, filters, SQL. The SDK's tiles, charts and
 * tables have it; put it beside numbers you draw yourself: `<AboutNumber data={revenue} field="orders_revenue" />`.
 */
export function AboutNumber<R extends Row>({ data, field }: AboutNumberProps<R>) {
  const bridge = theBridge();
  const { request } = data;
  if (bridge.standalone || request === null) return null;
  const label = data.columns.find(({ id }) => id === field)?.label ?? field;
  return (
    <UnstyledButton
      className="gw-about"
      aria-label={`About ${label}`}
      title="Where this comes from"
      onClick={(event) => {
        event.stopPropagation();
        bridge.about(request, field);
      }}
    />
  );
}
