import { appendAsWorker } from '#lib/builds/event-log.ts';
import { beat, claimBuild, settle } from '#lib/builds/lifecycle.ts';
import type { BuildEventBody } from '#lib/contracts/build-event.ts';
import { db } from '#lib/db/client.ts';
import { newId } from '#lib/ids.ts';
import { longLog } from './long-log.ts';

const MINUTE = 60_000;
const BEAT_MS = 2_000;

/** An empty app of the first admin in the first project. */
export async function seedApp(): Promise<{ appId: string; userId: string }> {
  const [owner, project] = await Promise.all([
    db().user.findFirstOrThrow({ where: { role: 'admin' } }),
    db().project.findFirstOrThrow({ where: { deletedAt: null } }),
  ]);
  const appId = newId('app');
  await db().app.create({ data: { id: appId, projectId: project.id, ownerId: owner.id, name: 'Long conversation' } });
  return { appId, userId: owner.id };
}

interface SeedBuild {
  appId: string;
  userId: string;
  prompt: string;
  /** Events of its log. */
  events: number;
  /** How long ago it began. */
  minutesAgo: number;
}

/** A finished build with a log of so many events. */
export async function seedFinishedBuild({ appId, userId, prompt, events, minutesAgo }: SeedBuild): Promise<string> {
  const id = newId('bld');
  const createdAt = new Date(Date.now() - minutesAgo * MINUTE);
  await db().build.create({
    data: {
      id,
      appId,
      requestedById: userId,
      clientKey: id,
      prompt,
      model: 'claude-test',
      status: 'succeeded',
      timings: { sandbox: 210, workspace: 90, generate: 184_000, check: 1_900, bundle: 2_400, verify: 3_100, store: 300, finish: 60 },
      inputTokens: 910_000,
      outputTokens: 42_000,
      modelUsd: 1.42,
      createdAt,
      startedAt: createdAt,
      finishedAt: new Date(createdAt.getTime() + 192_000),
    },
  });
  const rows = longLog(events).map(({ seq, at, ...body }) => ({ buildId: id, seq, at, body }));
  await db().buildEvent.createMany({ data: rows });
  return id;
}

export interface LiveBuild {
  readonly buildId: string;
  say(...bodies: BuildEventBody[]): Promise<void>;
  end(): Promise<void>;
}

/** A build under way whose worker is the caller: it beats until it is ended. */
export async function seedLiveBuild(appId: string, userId: string, prompt: string): Promise<LiveBuild> {
  const buildId = newId('bld');
  const workerId = newId('prc');
  await db().build.create({ data: { id: buildId, appId, requestedById: userId, clientKey: buildId, prompt, model: 'claude-test' } });
  await db().buildEvent.create({ data: { buildId, seq: 0, body: { kind: 'prompt', text: prompt } } });
  await claimBuild(buildId, workerId);
  const heart = setInterval(() => void beat(buildId, workerId), BEAT_MS);
  return {
    buildId,
    async say(...bodies) {
      if (!(await appendAsWorker(buildId, workerId, bodies))) throw new Error('another worker has the build');
    },
    async end() {
      clearInterval(heart);
      await db().$transaction((tx) => settle(tx, buildId, workerId, { status: 'succeeded' }));
    },
  };
}
