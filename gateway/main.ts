import { startBeat } from '#lib/beat.ts';
import { closeDb } from '#lib/db/client.ts';
import { env } from '#lib/env.ts';
import { watchDoors } from '#lib/health/doors.ts';
import { onShutdown } from '#lib/lifetime.ts';
import { log } from '#lib/log.ts';
import { startMetrics } from '#lib/metrics/start.ts';
import { startModelGateway } from '#lib/models/gateway-server.ts';
import { gatewaySocket } from '#lib/paths.ts';
import { startAppsServer } from '#lib/preview/apps-server.ts';
import { followSettings } from '#lib/settings/stored.ts';
import { startSpendSweep } from '#lib/spend/sweep.ts';
import { store } from '#lib/storage/store.ts';
import { startTracing } from '#lib/trace/start.ts';

const { GLASSWORKS_HOST: host, GLASSWORKS_APPS_PORT, GLASSWORKS_GATEWAY_PORT } = env();
const stopTracing = await startTracing('gateway');
const stopMetrics = await startMetrics('gateway');
const stopSettings = await followSettings();
const model = await startModelGateway({ socketPath: gatewaySocket(), host, port: GLASSWORKS_GATEWAY_PORT });
const apps = await startAppsServer({ host, port: GLASSWORKS_APPS_PORT, store: store() });
const doors = watchDoors([
  { name: 'the socket of the model gateway', at: { socketPath: gatewaySocket() } },
  { name: 'the port of the model gateway', at: { host: reachable(host), port: GLASSWORKS_GATEWAY_PORT } },
  { name: 'the apps origin', at: { host: reachable(host), port: GLASSWORKS_APPS_PORT } },
]);
const beat = startBeat('gateway', () => ({ doors: doors.status() }));
const stopSweep = startSpendSweep();
log.info({ apps: GLASSWORKS_APPS_PORT, model: GLASSWORKS_GATEWAY_PORT }, 'gateway is up');

/** Who listens everywhere is reached on loopback. */
function reachable(address: string): string {
  return address === '0.0.0.0' || address === '::' ? '127.0.0.1' : address;
}

onShutdown(async () => {
  await Promise.all([model.close(), apps.close()]);
  doors.stop();
  stopSettings();
  stopSweep();
  await Promise.all([stopTracing(), stopMetrics()]);
  await beat.stop();
  await closeDb();
});
