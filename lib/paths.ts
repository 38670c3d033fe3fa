import { join, resolve } from 'node:path';
import { env } from './env.ts';

/** Everything that is kept on this machine lies below it. */
export const dataDir = (): string => resolve(env().GLASSWORKS_DATA_DIR);

/** The product's own folder: every process is started there. */
export const productRoot = (): string => resolve(process.cwd());

export const samplesDir = (): string => join(dataDir(), 'samples');
export const checkoutsDir = (): string => join(dataDir(), 'projects');
/** Each sandbox's socket, and the model gateway's. */
export const runDir = (): string => join(dataDir(), 'run');
export const gatewaySocket = (): string => join(runDir(), 'model', 'gateway.sock');
