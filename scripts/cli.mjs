import { handOver, setUp } from './lib/bootstrap.mjs';

setUp();
handOver('scripts/cli.ts', process.argv.slice(2));
