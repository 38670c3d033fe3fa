import { mkdirSync } from 'node:fs';
import { takeConfig } from './config.ts';
import { startForwarder } from './forwarder.ts';
import { createGuestServer } from './server.ts';

const config = takeConfig(process.argv);
process.umask(0o022);
mkdirSync(config.home, { recursive: true });
const { server, close } = createGuestServer(config);
// The worker that read our complaints may be gone; that is no reason to end.
process.stderr.on('error', () => process.stderr.destroy());
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.on(signal, () => {
    close();
    process.exit(0);
  });
}
process.on('exit', close);
if (config.forward) startForwarder(config.forward.port, config.forward.socket);
server.listen(config.listen);
