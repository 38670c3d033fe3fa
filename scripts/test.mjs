import { handOver, setUp } from './lib/bootstrap.mjs';

setUp();
handOver('scripts/test.ts', process.argv.slice(2));
