import { rowsOf } from '../definition.ts';

export const MODEL_SETTINGS = rowsOf('model', {
  'model.provider': [
    'AI_DEFAULT_PROVIDER',
    {
      label: 'Provider',
      about: 'Where Claude runs: Anthropic, Amazon Bedrock, or the demo, which is no AI.',
      kind: 'choice',
      options: ['anthropic', 'bedrock', 'demo'],
      default: 'anthropic with a key, else demo',
    },
  ],
  'model.anthropic.apiKey': [
    'ANTHROPIC_API_KEY',
    { label: 'Anthropic API key', about: 'Pays for the calls; it never enters a sandbox.', kind: 'secret' },
  ],
  'model.anthropic.baseUrl': [
    'ANTHROPIC_BASE_URL',
    { label: 'Address', about: 'Another endpoint that speaks the Messages API, such as a proxy.', default: 'https://api.anthropic.com' },
  ],
  'model.anthropic.model': ['ANTHROPIC_MODEL_NAME', { label: 'Model', about: 'The model that builds use unless they name another.' }],
  'model.bedrock.region': [
    'BEDROCK_REGION',
    { label: 'Bedrock region', about: 'An AWS region in which access to Claude Sonnet is enabled. Bedrock needs it.' },
  ],
  'model.bedrock.apiKey': [
    'BEDROCK_API_KEY',
    { label: 'Bedrock API key', about: 'A bearer token: the simplest way in. Use this or the IAM keys, not both.', kind: 'secret' },
  ],
  'model.bedrock.accessKeyId': [
    'BEDROCK_ACCESS_KEY_ID',
    {
      label: 'AWS access key id',
      about: 'With its secret key, in place of a Bedrock API key. It must be allowed to invoke Claude models.',
      kind: 'secret',
    },
  ],
  'model.bedrock.secretAccessKey': [
    'BEDROCK_SECRET_ACCESS_KEY',
    { label: 'AWS secret access key', about: 'Belongs to the access key id.', kind: 'secret' },
  ],
  'model.bedrock.sessionToken': [
    'BEDROCK_SESSION_TOKEN',
    { label: 'AWS session token', about: 'For temporary IAM credentials only.', kind: 'secret' },
  ],
  'model.bedrock.model': [
    'BEDROCK_MODEL_NAME',
    { label: 'Bedrock model', about: 'The model or inference profile that builds use unless they name another.' },
  ],
  'model.bedrock.endpoint': [
    'BEDROCK_ENDPOINT',
    { label: 'Bedrock address', about: 'A proxy in front of Bedrock.', default: "the region's own host" },
  ],
});
