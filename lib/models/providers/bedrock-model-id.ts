/** Snapshots that older models carry in their Bedrock ids; newer ones have none. */
const SUFFIXES: Readonly<Record<string, string>> = {
  'claude-sonnet-4-5': '-20250929-v1:0',
  'claude-haiku-4-5': '-20251001-v1:0',
  'claude-opus-4-5': '-20251101-v1:0',
};
const GEOGRAPHIES: readonly (readonly [RegExp, string])[] = [
  [/^us-gov-/, 'us-gov.'],
  [/^us-/, 'us.'],
  [/^eu-/, 'eu.'],
  [/^ap-northeast-[13]$/, 'jp.'],
  [/^ap-southeast-[24]$/, 'au.'],
];

/** The cross-region inference profile of a model, by its Anthropic name; an id that is Bedrock's own stays as it is. */
export function bedrockModelId(model: string, region: string): string {
  if (model.includes('anthropic.') || model.startsWith('arn:')) return model;
  if (!model.startsWith('claude-')) return model;
  const geography = GEOGRAPHIES.find(([pattern]) => pattern.test(region))?.[1] ?? 'global.';
  return `${geography}anthropic.${model}${SUFFIXES[model] ?? ''}`;
}
