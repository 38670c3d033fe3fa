import { rowsOf, type SettingDefinition } from '../definition.ts';

const FEATURES = rowsOf('features', {
  'features.dataApps': [
    'APPS_RUNTIME_ENABLED',
    {
      label: 'Data apps',
      about: 'The main switch. While it is off nothing is made or built; what exists can be opened.',
      kind: 'switch',
      default: 'true',
    },
  ],
});

const EMBEDDING = rowsOf('embedding', {
  'embedding.origins': [
    'GLASSWORKS_EMBED_ORIGINS',
    {
      label: 'Who may embed',
      about: 'Origins whose pages may frame apps, such as https://intranet.example.com. None: nobody.',
      kind: 'list',
    },
  ],
});

const GIT = rowsOf('git', {
  'git.hosts': [
    'GLASSWORKS_GIT_HOSTS',
    { label: 'Git hosts', about: 'Hosts that the dbt projects may come from, such as github.com. None: any.', kind: 'list' },
  ],
});

const BUDGETS = rowsOf(
  'budgets',
  {
    'spend.dailyLimitUsd': [
      'GLASSWORKS_DAILY_LIMIT_USD',
      {
        label: 'Daily limit',
        about: 'What the whole organisation may spend in a day, in dollars: one more budget, of its own calendar.',
        kind: 'number',
      },
    ],
    'spend.pricesFile': [
      'GLASSWORKS_PRICES_FILE',
      { label: 'Prices', about: 'A file with prices of models, over those that are built in.' },
    ],
  },
  { stored: false, restart: true },
);

const NETWORK = rowsOf(
  'environment',
  {
    'environment.dataDir': [
      'GLASSWORKS_DATA_DIR',
      { label: 'Data folder', about: 'Everything that is kept on this machine lies here.', default: '.glassworks' },
    ],
    'environment.database': [
      'DATABASE_URL',
      {
        label: 'Database',
        about: 'Address of Postgres; `npm start` brings one of its own.',
        kind: 'secret',
        default: 'one in the data folder',
      },
    ],
    'environment.databaseDir': [
      'GLASSWORKS_DATABASE_DIR',
      {
        label: 'Folder of the database',
        about: 'Where the database that `npm start` brings keeps its files; it says so itself, to watch for a full disk.',
      },
    ],
    'environment.host': ['GLASSWORKS_HOST', { label: 'Listens on', about: 'Address that all ports are opened on.', default: '127.0.0.1' }],
    'environment.port': ['GLASSWORKS_PORT', { label: 'Port of the pages', about: 'Pages and HTTP API.', kind: 'number', default: '3000' }],
    'environment.appsPort': [
      'GLASSWORKS_APPS_PORT',
      { label: 'Port of the apps', about: 'The other origin, which serves running apps.', kind: 'number', default: '3001' },
    ],
    'environment.gatewayPort': [
      'GLASSWORKS_GATEWAY_PORT',
      { label: 'Port of the model gateway', about: 'The only door out of a sandbox.', kind: 'number', default: '3002' },
    ],
    'environment.webOrigin': [
      'GLASSWORKS_WEB_ORIGIN',
      { label: 'Public address of the pages', about: 'For a proxy in front.', default: 'http://localhost:<port>' },
    ],
    'environment.nextauthUrl': [
      'NEXTAUTH_URL',
      { label: 'Address for signing in', about: 'Where sign-ins come back to.', default: 'the public address' },
    ],
    'environment.appsOrigin': [
      'GLASSWORKS_APPS_ORIGIN',
      {
        label: 'Public address of the apps',
        about: 'For a proxy in front; never that of the pages.',
        default: 'http://localhost:<apps port>',
      },
    ],
    'environment.appsWildcard': [
      'GLASSWORKS_APPS_WILDCARD',
      { label: 'Domain of the apps', about: 'A domain whose every subdomain leads to the apps origin: each app gets a host of its own.' },
    ],
    'environment.adminEmail': [
      'GLASSWORKS_ADMIN_EMAIL',
      { label: 'First administrator', about: 'Who is made administrator at the first start.', default: 'admin@example.com' },
    ],
    'environment.secretKey': [
      'GLASSWORKS_SECRET_KEY',
      {
        label: 'Secret key',
        about: 'Encrypts stored secrets: 64 hexadecimal digits; older ones may follow after commas.',
        kind: 'secret',
        default: 'a file in the data folder',
      },
    ],
    'environment.projectRoots': [
      'GLASSWORKS_PROJECT_ROOTS',
      { label: 'Folders of projects', about: 'Where dbt projects on this machine may lie.', default: 'the examples' },
    ],
    'environment.imageDir': [
      'GLASSWORKS_IMAGE_DIR',
      { label: 'Sandbox image', about: 'The folder that local sandboxes are made of; `npm start` makes it.' },
    ],
    'environment.privateTests': [
      'GLASSWORKS_ALLOW_PRIVATE_NETWORK_TESTS',
      {
        label: 'Tests of private addresses',
        about: 'Lets "Test" reach this machine and private networks; link-local addresses never.',
        kind: 'switch',
        default: 'false',
      },
    ],
    'environment.mode': ['NODE_ENV', { label: 'Mode', about: 'production, development or test.', default: 'production' }],
  },
  { stored: false, restart: true },
);

const OBSERVING = rowsOf(
  'environment',
  {
    'observing.metricsPort': [
      'GLASSWORKS_METRICS_PORT',
      {
        label: 'Port of metrics',
        about: 'Prometheus metrics of the web; gateway and worker take the next two.',
        kind: 'number',
        default: 'off',
      },
    ],
    'observing.metricsHost': [
      'GLASSWORKS_METRICS_HOST',
      { label: 'Metrics listen on', about: 'Address that metrics are opened on.', default: '127.0.0.1' },
    ],
    'observing.traces': ['OTEL_EXPORTER_OTLP_ENDPOINT', { label: 'Traces', about: 'Collector that traces are sent to.', default: 'off' }],
    'observing.tracesOnly': [
      'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
      { label: 'Traces, own address', about: 'Another collector for traces alone.' },
    ],
    'observing.exporter': ['OTEL_TRACES_EXPORTER', { label: 'Exporter of traces', about: 'otlp, or none.', default: 'otlp' }],
    'observing.disabled': ['OTEL_SDK_DISABLED', { label: 'No traces', about: 'Switches tracing off.', kind: 'switch', default: 'false' }],
    'observing.sampler': ['OTEL_TRACES_SAMPLER', { label: 'Sampler', about: 'Which traces are kept.', default: 'parentbased_always_on' }],
    'observing.samplerArg': [
      'OTEL_TRACES_SAMPLER_ARG',
      { label: 'Share of traces', about: 'For samplers by ratio, from 0 to 1.', kind: 'number', default: '1' },
    ],
    'observing.delay': [
      'OTEL_BSP_SCHEDULE_DELAY',
      { label: 'Delay of traces', about: 'Milliseconds between two batches.', kind: 'duration' },
    ],
  },
  { stored: false, restart: true },
);

/** Of the operators' documents, without a meaning here. */
const FOREIGN = rowsOf(
  'environment',
  { 'environment.license': ['LIGHTDASH_LICENSE_KEY', { label: 'License key', about: 'Glassworks needs none.', kind: 'secret' }] },
  { stored: false, restart: true, available: false },
);

export const INSTANCE_SETTINGS: readonly SettingDefinition[] = [
  ...FEATURES,
  ...EMBEDDING,
  ...GIT,
  ...BUDGETS,
  ...NETWORK,
  ...OBSERVING,
  ...FOREIGN,
];
