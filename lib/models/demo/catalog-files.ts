import { parse, YAMLError } from 'yaml';
import { z } from 'zod';
import { CatalogExplore } from '#lib/contracts/catalog.ts';

export interface IndexEntry {
  readonly name: string;
  readonly about: string;
}

const Named = z.looseObject({ id: z.string(), label: z.string().optional(), type: z.string().default('string') });
const ExploreFile = z.looseObject({
  name: z.string(),
  label: z.string().optional(),
  description: z.string().nullish(),
  dimensions: z
    .array(Named.extend({ description: z.string().nullish(), interval_of: z.string().nullish(), interval: z.string().nullish() }))
    .nullish(),
  metrics: z.array(Named.extend({ description: z.string().nullish(), format: z.unknown().optional() })).nullish(),
});

/** The lines of `catalog/index.md`: "- `orders` — Orders: … (12 dimensions, 6 metrics)". */
export function parseIndex(text: string): IndexEntry[] {
  return [...text.matchAll(/^- `([A-Za-z0-9_]+)`(.*)$/gm)].map((match) => ({ name: match[1] ?? '', about: match[2] ?? '' }));
}

/** One explore's file as the Read tool shows it (numbered lines, reminders after it), or null when it is none. */
export function parseExplore(shown: string): CatalogExplore | null {
  const text = shownText(shown);
  const file = ExploreFile.safeParse(readYaml(text)).data;
  if (!file) return null;
  const explore = {
    name: file.name,
    label: file.label ?? file.name,
    description: file.description ?? null,
    joins: [],
    dimensions: (file.dimensions ?? []).map(({ id, label = id, type, description, interval_of, interval }) => ({
      id,
      label,
      type,
      description: description ?? null,
      baseId: interval_of ?? null,
      interval: interval?.toUpperCase() ?? null,
    })),
    metrics: (file.metrics ?? []).map(({ id, label = id, type, format, description }) => ({
      id,
      label,
      type,
      format: format ?? null,
      description: description ?? null,
    })),
  };
  return CatalogExplore.safeParse(explore).data ?? null;
}

/** What a file holds, from what the Read tool shows of it. */
export const shownText = (shown: string): string => withoutNumbers(shown.replaceAll(/<system-reminder>[\s\S]*?<\/system-reminder>/g, ''));

function withoutNumbers(text: string): string {
  const lines = text.split('\n');
  const numbered = lines.filter((line) => /^\s*\d+[→\t]/.test(line)).length;
  return numbered > 0 ? lines.flatMap((line) => /^\s*\d+[→\t](.*)$/.exec(line)?.slice(1) ?? []).join('\n') : text;
}

function readYaml(text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof YAMLError) return null;
    throw error;
  }
}
