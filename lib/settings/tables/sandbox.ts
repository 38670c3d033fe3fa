import { rowsOf } from '../definition.ts';

const SANDBOX = rowsOf('sandbox', {
  'sandbox.provider': [
    'SANDBOX_PROVIDER',
    {
      label: 'Provider',
      about: 'Where agents work. This version has local: bubblewrap on this machine.',
      kind: 'choice',
      options: ['local'],
      default: 'local',
      restart: true,
    },
  ],
  'sandbox.warmMs': [
    'SANDBOX_WARM_MS',
    {
      label: 'Kept warm',
      about: 'How long a sandbox stays ready after a turn before it is suspended.',
      kind: 'duration',
      default: '300000',
    },
  ],
  'sandbox.poolSize': [
    'SANDBOX_POOL_SIZE',
    { label: 'Ready in advance', about: 'How many sandboxes wait for the next build, from 0 to 8.', kind: 'number', default: '1' },
  ],
  'sandbox.allowWeakIsolation': [
    'GLASSWORKS_ALLOW_WEAK_ISOLATION',
    {
      label: 'Accept weak isolation',
      about: 'Serve others although sandboxes share the kernel of this machine. Only the operator of the machine can say so.',
      kind: 'switch',
      default: 'false',
      stored: false,
    },
  ],
});

const TIMERS = rowsOf('retention', {
  'retention.idleTimeoutMs': [
    'SANDBOX_IDLE_TIMEOUT_MS',
    {
      label: 'Idle timeout',
      about: 'A sandbox whose build has said nothing for so long is suspended.',
      kind: 'duration',
      default: '1800000',
    },
  ],
  'retention.snapshotMs': [
    'SANDBOX_SNAPSHOT_RETENTION_MS',
    {
      label: 'Snapshots',
      about: 'How long a suspended sandbox can be resumed. Afterwards the next turn makes a new one from the stored source.',
      kind: 'duration',
      default: '604800000',
    },
  ],
  'retention.eventDays': [
    'GLASSWORKS_EVENT_RETENTION_DAYS',
    {
      label: 'Event logs, in days',
      about: 'Older logs of builds are cut down to the conversation, the checks and the result. 0 keeps them whole.',
      kind: 'number',
      default: '0',
    },
  ],
  'retention.bundleDays': [
    'GLASSWORKS_BUNDLE_RETENTION_DAYS',
    {
      label: 'Bundles, in days',
      about: 'Older bundles of versions that are neither the newest nor published are deleted; their source stays. 0 keeps all.',
      kind: 'number',
      default: '0',
    },
  ],
});

const NOT_YET = { stored: false, restart: true, available: false } as const;
const secret = { kind: 'secret' } as const;

/** Providers that the operators' documents know and this version does not have. */
const LATER = rowsOf(
  'sandbox',
  {
    'sandbox.e2b.apiKey': ['E2B_API_KEY', { label: 'E2B API key', about: 'Pays for sandboxes at E2B.', ...secret }],
    'sandbox.e2b.template': ['E2B_TEMPLATE_NAME', { label: 'E2B template', about: 'Template of the sandboxes of data apps.' }],
    'sandbox.e2b.tag': ['E2B_TEMPLATE_TAG', { label: 'E2B template tag', about: 'Pins the template to a version.' }],
    'sandbox.e2b.writebackTemplate': [
      'E2B_AI_WRITEBACK_TEMPLATE_NAME',
      { label: 'E2B writeback template', about: 'Template of the sandboxes of AI writeback.' },
    ],
    'sandbox.e2b.writebackTag': [
      'E2B_AI_WRITEBACK_TEMPLATE_TAG',
      { label: 'E2B writeback tag', about: 'Pins the writeback template to a version.' },
    ],
    'sandbox.lambda.region': ['LAMBDA_MICROVM_REGION', { label: 'Lambda MicroVM region', about: 'AWS region that the microVMs run in.' }],
    'sandbox.lambda.image': ['LAMBDA_MICROVM_DATA_APP_IMAGE_ARN', { label: 'Lambda image', about: 'Image of the microVMs of data apps.' }],
    'sandbox.lambda.writebackImage': [
      'LAMBDA_MICROVM_AI_WRITEBACK_IMAGE_ARN',
      { label: 'Lambda writeback image', about: 'Image of the microVMs of AI writeback.' },
    ],
    'sandbox.lambda.role': ['LAMBDA_MICROVM_EXECUTION_ROLE_ARN', { label: 'Lambda role', about: 'IAM role that a microVM assumes.' }],
    'sandbox.lambda.ingress': [
      'LAMBDA_MICROVM_INGRESS_CONNECTOR_ARN',
      { label: 'Lambda ingress', about: 'Network connector for what comes in.' },
    ],
    'sandbox.lambda.egress': [
      'LAMBDA_MICROVM_EGRESS_CONNECTOR_ARN',
      { label: 'Lambda egress', about: 'Network connector for what goes out; one that denies by default is advised.' },
    ],
    'sandbox.azure.pool': [
      'AZURE_CONTAINER_SESSIONS_DATA_APP_POOL_ENDPOINT',
      { label: 'Azure pool', about: 'Management endpoint of the session pool of data apps.' },
    ],
    'sandbox.azure.writebackPool': [
      'AZURE_CONTAINER_SESSIONS_AI_WRITEBACK_POOL_ENDPOINT',
      { label: 'Azure writeback pool', about: 'Management endpoint of the session pool of AI writeback.' },
    ],
    'sandbox.azure.apiVersion': [
      'AZURE_CONTAINER_SESSIONS_API_VERSION',
      { label: 'Azure API version', about: 'Version of the sessions data plane.' },
    ],
    'sandbox.azure.scope': [
      'AZURE_CONTAINER_SESSIONS_TOKEN_SCOPE',
      { label: 'Azure token scope', about: 'Scope of the Entra token for the data plane.' },
    ],
    'sandbox.docker.image': ['SANDBOX_DOCKER_IMAGE', { label: 'Docker image', about: 'Local image of the sandboxes of data apps.' }],
    'sandbox.docker.writebackImage': [
      'SANDBOX_AI_WRITEBACK_DOCKER_IMAGE',
      { label: 'Docker writeback image', about: 'Local image of the sandboxes of AI writeback.' },
    ],
  },
  NOT_YET,
);

export const SANDBOX_SETTINGS = [...SANDBOX, ...TIMERS, ...LATER];
