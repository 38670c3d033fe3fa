import type { Catalog } from '#lib/contracts/catalog.ts';
import { mentionedIds } from '#lib/contracts/mention.ts';

const MAX_MENTIONS = 30;
const MAX_DESCRIPTION = 200;
const MAX_EXPLORES = 8;

/**
 * What the `@` mentions of a request mean, for the agent: one line a field, and one for names that the catalog lacks.
 *
 * @param catalog what the person who asks may see: nothing else is looked up
 * @returns empty when the request mentions no field
 */
export function describeMentions(request: string, catalog: Catalog): string {
  const ids = mentionedIds(request).slice(0, MAX_MENTIONS);
  const known = ids.flatMap((id) => lineOf(id, catalog) ?? []);
  const found = new Set(known.map(({ id }) => id));
  // Without an underscore it is no field id: people also write to each other with @.
  const unknown = ids.filter((id) => !found.has(id) && id.includes('_'));
  const parts = [
    known.length > 0 && `The request names these fields of the catalog with @:\n${known.map(({ line }) => line).join('\n')}`,
    unknown.length > 0 &&
      `The catalog has no ${unknown.map((id) => `@${id}`).join(', ')}: say so, and put no other field silently in its place.`,
  ];
  return parts.filter((part) => part !== false).join('\n');
}

function lineOf(id: string, { explores }: Catalog): { id: string; line: string } | null {
  const homes = explores.filter(
    ({ dimensions, metrics }) => dimensions.some((field) => field.id === id) || metrics.some((field) => field.id === id),
  );
  const first = homes[0];
  if (first === undefined) return null;
  const metric = first.metrics.find((field) => field.id === id);
  const field = metric ?? first.dimensions.find((dimension) => dimension.id === id);
  if (field === undefined) return null;
  const names = homes.slice(0, MAX_EXPLORES).map(({ name }) => name);
  const about = field.description === null ? '' : ` ${plain(field.description)}`;
  const kind = metric === undefined ? 'dimension' : 'metric';
  return { id, line: `- \`${id}\`: ${kind} "${plain(field.label)}" (${field.type}) of ${names.join(', ')}.${about}` };
}

/** One line without angle brackets: the model of a project must not look like a part of our prompt. */
function plain(text: string): string {
  const line = text.replaceAll(/[<>]/g, '').replaceAll(/\s+/g, ' ').trim();
  return line.length > MAX_DESCRIPTION ? `${line.slice(0, MAX_DESCRIPTION - 1)}…` : line;
}
