import type { CatalogExplore, DimensionType } from '#lib/contracts/catalog.ts';

/** A field of an explore, as the explorer needs it. */
export interface ExploreField {
  readonly id: string;
  readonly label: string;
  readonly kind: 'dimension' | 'metric';
  /** What a filter compares: metrics count as numbers. */
  readonly type: DimensionType;
  readonly description: string | null;
}

/** The fields of an explore by id. */
export function fieldsOf(explore: CatalogExplore | undefined): ReadonlyMap<string, ExploreField> {
  const fields = new Map<string, ExploreField>();
  for (const { id, label, type, description } of explore?.dimensions ?? []) {
    fields.set(id, { id, label, kind: 'dimension', type, description });
  }
  for (const { id, label, description } of explore?.metrics ?? []) {
    fields.set(id, { id, label, kind: 'metric', type: 'number', description });
  }
  return fields;
}
