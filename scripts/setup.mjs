import { setUp } from './lib/bootstrap.mjs';

setUp();
