import { handOver, setUp } from './lib/bootstrap.mjs';

setUp();
handOver('scripts/bench/main.ts', process.argv.slice(2));
