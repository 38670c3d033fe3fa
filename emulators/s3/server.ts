/**
 * An S3 server that checks signatures, for tests: `node --openssl-legacy-provider server.ts <folder> <bucket>`.
 * Prints `READY <port>`. The flag is needed for its continuation tokens.
 */
import { readFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { join } from 'node:path';

interface CommonJsModule {
  _compile(source: string, file: string): void;
}
type Loader = (module: CommonJsModule, file: string) => void;

// For calls on a bucket it signs "/bucket" where the SDK, with path style, signs "/bucket/".
const extensions = (Module as unknown as { _extensions: Record<'.js', Loader> })._extensions;
const load = extensions['.js'];
const AFTER_KEY = /(ctx\.params\.key\}`\s*\})/;
extensions['.js'] = (module, file) => {
  if (!file.endsWith(join('s3rver', 'lib', 'middleware', 'authentication.js'))) return load(module, file);
  const source = readFileSync(file, 'utf8');
  if (!AFTER_KEY.test(source)) throw new Error('the S3 server has changed: look at its authentication.js again');
  module._compile(source.replace(AFTER_KEY, "$1 else if (ctx.path.endsWith('/') && !ctx.state.vhost) canonicalizedResource += '/'"), file);
};

interface Server {
  run(): Promise<{ port: number }>;
}
const S3rver = createRequire(import.meta.url)('@20minutes/s3rver') as new (options: object) => Server;

const [directory, bucket] = process.argv.slice(2);
if (directory === undefined || bucket === undefined) throw new Error('usage: server.ts <folder> <bucket>');
const server = new S3rver({ port: 0, address: '127.0.0.1', silent: true, directory, configureBuckets: [{ name: bucket, configs: [] }] });
const { port } = await server.run();
console.log(`READY ${port}`);
// The parent holds our stdin: when it dies, however it dies, so do we.
process.stdin.resume().once('end', () => process.exit(0));
