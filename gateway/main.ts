import { startBeat } from '#lib/beat.ts';
import { closeDb } from '#lib/db/client.ts';
import { env } from '#lib/env.ts';
import { onShutdown } from '#lib/lifetime.ts';
import { log } from '#lib/log.ts';
import { startModelGateway } from '#lib/models/gateway-server.ts';
import { gatewaySocket } from '#lib/paths.ts';
import { startAppsServer } from '#lib/preview/apps-server.ts';
import { store } from '#lib/storage/store.ts';

const { GLASSWORKS_HOST: host, GLASSWORKS_APPS_PORT, GLASSWORKS_GATEWAY_PORT } = env();
const model = await startModelGateway({ socketPath: gatewaySocket(), host, port: GLASSWORKS_GATEWAY_PORT });
const apps = await startAppsServer({ host, port: GLASSWORKS_APPS_PORT, store: store() });
const beat = startBeat('gateway', () => ({}));
log.info({ apps: GLASSWORKS_APPS_PORT, model: GLASSWORKS_GATEWAY_PORT }, 'gateway is up');

onShutdown(async () => {
  await Promise.all([model.close(), apps.close()]);
  await beat.stop();
  await closeDb();
});
