import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { type MessagesApi, startMessagesApi } from '#emulators/messages-api/server.ts';
import type { Turn, TurnScript } from '#emulators/messages-api/turn.ts';
import { prepareWorkspace } from '#lib/agent/prepare.ts';
import { readEvents } from '#lib/builds/event-log.ts';
import { runBuild } from '#lib/builds/run-build.ts';
import { startBuild } from '#lib/builds/start.ts';
import type { BuildLimits } from '#lib/builds/tunables.ts';
import type { BuildEvent } from '#lib/contracts/build-event.ts';
import { db, type Prisma } from '#lib/db/client.ts';
import { resetEnv } from '#lib/env.ts';
import { newId } from '#lib/ids.ts';
import { closeQueue } from '#lib/jobs/queue.ts';
import { startModelGateway } from '#lib/models/gateway-server.ts';
import { dataDir, gatewaySocket, samplesDir } from '#lib/paths.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import { createProject } from '#lib/projects/projects.ts';
import { closeProjects } from '#lib/projects/runtime.ts';
import type { Limits } from '#lib/sandbox/contract.ts';
import type { Guest } from '#lib/sandbox/guest.ts';
import { createLocalProvider } from '#lib/sandbox/providers/local/local-provider.ts';
import { createSandboxes } from '#lib/sandbox/session.ts';
import { store } from '#lib/storage/store.ts';
import { closeVerifyBrowser } from '#lib/verify/verify.ts';
import { dataAppImage } from '#tests/setup/data-app-image.ts';
import { makeActor, makeApp } from '#tests/setup/records.ts';

const MB = 1024 * 1024;
const LIMITS: Limits = { memory: 2048 * MB, cpus: 2, processes: 256, disk: 512 * MB };
export const APP_FILE = '/workspace/app/src/App.tsx';
/** A build that nothing ends goes on for 30 minutes; one that is ended takes seconds, and minutes on a crowded machine. */
export const ENDED_MS = 240_000;
/** What a build may take here at most, whatever goes wrong; its own deadlines are shorter. */
const PATIENCE_MS = 300_000;

export interface Ended {
  readonly id: string;
  readonly status: string;
  readonly error: { readonly code: string; readonly message: string } | null;
  readonly versionNumber: number | null;
  readonly events: readonly BuildEvent[];
  /** Everything that the person is told, in one text. */
  readonly told: string;
  /** From the worker's claim to the end. */
  readonly ms: number;
}

export interface BuildOptions {
  readonly prompt?: string;
  readonly limits?: Partial<BuildLimits>;
}

export interface FaultWorld {
  readonly api: MessagesApi;
  readonly owner: Actor;
  readonly projectFolder: string;
  readonly warehouseFile: string;
  readonly projectId: string;
  app(): Promise<string>;
  /** One prompt from its post to its end, by a real worker's code, in a real sandbox with the real agent. */
  build(appId: string, turns: readonly TurnScript[], options?: BuildOptions): Promise<Ended>;
  /** A way into the app's sandbox, to look at what an agent left. */
  guestOf(appId: string): Promise<Guest>;
  /** As the sweeper does with one that nobody uses. */
  suspend(sandboxId: string): Promise<boolean>;
  /** Ends every sandbox that belongs to an app. */
  endSandboxes(): Promise<void>;
  close(): Promise<void>;
}

/** Everything that a build needs, for real, but the paid model: gateway, sandboxes, agent, browser, warehouse, store. */
export async function startFaultWorld({ limits = {} }: { readonly limits?: Partial<Limits> } = {}): Promise<FaultWorld> {
  const image = await dataAppImage();
  const api = await startMessagesApi({ apiKey: 'sk-ant-the-real-key' });
  Object.assign(process.env, { ANTHROPIC_API_KEY: api.apiKey, ANTHROPIC_BASE_URL: api.url, GLASSWORKS_PROJECT_ROOTS: dataDir() });
  resetEnv();
  const gateway = await startModelGateway({ socketPath: gatewaySocket() });
  const provider = createLocalProvider({ dataDir: dataDir(), imageDir: image.dir });
  const sandboxes = createSandboxes({ provider, store: store(), image, limits: { ...LIMITS, ...limits }, prepare: prepareWorkspace });
  const owner = await makeActor();
  const { projectFolder, warehouseFile } = await makeShop();
  const warehouse = { kind: 'duckdb', path: warehouseFile } as const;
  const { id: projectId } = await createProject('system', { name: 'Shop', source: { kind: 'folder', path: projectFolder }, warehouse });
  const soon = () => AbortSignal.timeout(30_000);

  return {
    api,
    owner,
    projectFolder,
    warehouseFile,
    projectId,
    app: () => makeApp(owner, projectId),
    async build(appId, turns, { prompt = 'How many orders are there?', limits: shorter = {} } = {}) {
      api.setTurns(turns);
      const { buildId } = await startBuild(owner, appId, { prompt, clientKey: newId('req') });
      const started = performance.now();
      const deps = { workerId: 'w', store: store(), sandboxes: () => sandboxes, limits: shorter };
      // As a worker does: a build that was interrupted is begun again.
      let row: Prisma.BuildGetPayload<object>;
      do {
        await runBuild(buildId, deps, AbortSignal.timeout(PATIENCE_MS));
        row = await db().build.findUniqueOrThrow({ where: { id: buildId } });
      } while (row.status === 'running' && performance.now() - started < PATIENCE_MS);
      const events = await readEvents(buildId, 0);
      const told = events.flatMap((event) => ('message' in event ? [event.message] : [])).join('\n');
      const error = row.error as Ended['error'];
      return { ...row, error, events, told, ms: performance.now() - started };
    },
    async guestOf(appId) {
      const { guest, id } = await sandboxes.acquire({ key: appId, holder: 'a-look', signal: soon() });
      await sandboxes.release(id, { keepWarm: true });
      return guest;
    },
    suspend: (id) => sandboxes.suspend(id),
    async endSandboxes() {
      for (const { id } of await db().sandbox.findMany({ where: { state: { not: 'gone' } } })) await sandboxes.destroy(id);
    },
    async close() {
      await sandboxes.close();
      for (const { ref } of await provider.list(soon())) await provider.destroy(ref, soon());
      await Promise.all([gateway.close(), api.close(), closeVerifyBrowser(), closeProjects()]);
      await closeQueue();
    },
  };
}

export const MODEL_FILE = 'models/orders.yml';
export const MODEL = `version: 2
models:
  - name: orders
    columns:
      - name: id
        meta: { dimension: { type: number }, metrics: { order_count: { type: count } } }
      - name: city
`;

/** A dbt project and a DuckDB file with five orders. */
async function makeShop() {
  const projectFolder = join(dataDir(), 'shop');
  const warehouseFile = join(samplesDir(), 'shop.duckdb');
  mkdirSync(join(projectFolder, 'models'), { recursive: true });
  mkdirSync(samplesDir(), { recursive: true });
  writeFileSync(join(projectFolder, 'dbt_project.yml'), 'name: shop\nversion: "1.0"\nprofile: shop\nmodel-paths: [models]\n');
  writeFileSync(join(projectFolder, 'models/orders.sql'), "select * from {{ source('raw', 'orders') }}\n");
  writeFileSync(join(projectFolder, MODEL_FILE), MODEL);
  const instance = await DuckDBInstance.create(warehouseFile);
  const connection = await instance.connect();
  await connection.run("CREATE TABLE orders AS SELECT range AS id, 'Bern' AS city FROM range(5)");
  connection.closeSync();
  instance.closeSync();
  return { projectFolder, warehouseFile };
}

export const bash = (command: string): Turn => ({ tools: [{ name: 'Bash', input: { command, description: 'Run it' } }] });
export const write = (path: string, content: string): Turn => ({ tools: [{ name: 'Write', input: { file_path: path, content } }] });

/** Writes an app that asks one query, and says so. */
export const oneNumber = (title = 'Orders', metric = 'orders_order_count'): Turn[] => [
  bash(`cat > ${APP_FILE} <<'EOF'\n${sourceOf(title, metric)}EOF`),
  { text: 'The app shows the number of orders.' },
];

export const sourceOf = (
  title: string,
  metric = 'orders_order_count',
): string => `import { AppShell, Card, useMetricQuery } from '@glassworks/app';

export default function App() {
  const { rows, isLoading } = useMetricQuery({ explore: 'orders', metrics: ['${metric}'] });
  return (
    <AppShell title="${title}">
      <Card title="Orders">{isLoading ? '…' : String(rows[0]?.${metric})}</Card>
    </AppShell>
  );
}
`;
