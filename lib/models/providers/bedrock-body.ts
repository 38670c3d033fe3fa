import type { ModelRequest } from '../provider.ts';

const BEDROCK_VERSION = 'bedrock-2023-05-31';

/**
 * A Messages body in Bedrock's form: model and stream are part of the address there, version and betas part of the body.
 * @param withBetas false leaves out the betas and what only works with them, for a region that does not know them yet
 */
export function bedrockBody(request: ModelRequest, withBetas: boolean): string {
  const { model: _model, stream: _stream, context_management, anthropic_beta: _given, ...rest } = request.body;
  const betas = withBetas ? betasOf(request.headers['anthropic-beta']) : [];
  return JSON.stringify({
    ...rest,
    ...(withBetas && context_management !== undefined ? { context_management } : {}),
    ...(betas.length > 0 ? { anthropic_beta: betas } : {}),
    anthropic_version: BEDROCK_VERSION,
  });
}

function betasOf(header: string | undefined): string[] {
  return (header ?? '')
    .split(',')
    .map((beta) => beta.trim())
    .filter((beta) => beta !== '');
}
