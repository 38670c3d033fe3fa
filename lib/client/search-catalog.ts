import type { Catalog, CatalogExplore } from '#lib/contracts/catalog.ts';

/** The explores with only the fields that hold every word; an explore whose own name matches keeps all of them. */
export function searchCatalog(catalog: Catalog, text: string): CatalogExplore[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return catalog.explores;
  const holds = (...texts: (string | null)[]) => {
    const all = texts.join(' ').toLowerCase();
    return words.every((word) => all.includes(word));
  };
  return catalog.explores.flatMap((explore) => {
    if (holds(explore.name, explore.label)) return [explore];
    const dimensions = explore.dimensions.filter((field) => holds(field.id, field.label, field.description));
    const metrics = explore.metrics.filter((field) => holds(field.id, field.label, field.description));
    return dimensions.length + metrics.length === 0 ? [] : [{ ...explore, dimensions, metrics }];
  });
}
