import type { Catalog, CatalogDimension, CatalogExplore, CatalogMetric } from '#lib/contracts/catalog.ts';
import { inflatedBy } from './fan-out.ts';
import type { Dimension, Explore, Metric, SemanticModel } from './model.ts';

/** What a model offers to people and agents: all explores and fields that are not hidden. */
export function catalogOf(model: SemanticModel): Catalog {
  return { explores: model.explores.filter(({ hidden }) => !hidden).map(exploreOf) };
}

function exploreOf(explore: Explore): CatalogExplore {
  const [base] = explore.tables;
  const joined = new Map(explore.tables.map((table) => [table.name, table]));
  return {
    name: explore.name,
    label: explore.label,
    description: explore.description,
    dimensions: explore.tables.flatMap(({ dimensions }) => dimensions.filter(isShown).map(dimensionOf)),
    // A joined table's sums would count twice here: what the compiler refuses is not offered.
    metrics: explore.tables
      .flatMap((table) => table.metrics.filter(isShown).filter((metric) => !inflatedBy(explore, metric)))
      .map(metricOf),
    joins: explore.joins.flatMap(({ table, relationship }) => {
      const label = joined.get(table)?.label;
      return label === undefined || table === base.name ? [] : [{ table, label, relationship }];
    }),
  };
}

const isShown = ({ hidden }: { hidden: boolean }): boolean => !hidden;

const dimensionOf = (field: Dimension): CatalogDimension => ({
  id: field.id,
  label: field.label,
  type: field.type,
  description: field.description,
  baseId: field.baseId,
  interval: field.interval,
});

const metricOf = (field: Metric): CatalogMetric => ({
  id: field.id,
  label: field.label,
  type: field.type,
  format: field.format,
  description: field.description,
});
