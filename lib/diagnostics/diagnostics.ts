import { buffer } from 'node:stream/consumers';
import { writeArchive } from '#lib/apps/archive.ts';
import { findBuild } from '#lib/builds/read.ts';
import { readHealth } from '#lib/health/health.ts';
import type { Actor } from '#lib/permissions/actor.ts';
import { cleanerFor } from './cleaner.ts';
import { stepTimes, wholeEvents } from './events.ts';
import { buildFacts, modelCalls, sandboxRows, versions } from './facts.ts';
import { healthAtFailure } from './health-at-failure.ts';

const readme = (buildId: string): string => `Diagnostics of build ${buildId}

Send this file to whoever runs this Glassworks. It says what happened in one build:

  build.json        the build: status, error, times of its steps, tokens and money
  events.jsonl      its log, one event a line: your prompt and what the agent said and did
  model-calls.json  every call of the model: tokens, cost, HTTP status; not what was said
  sandbox.json      the sandboxes of this app
  versions.json     product, agent, image, template
  health.json       how every part is now, and how it was when the build failed

Keys, tokens, passwords and e-mail addresses of others were removed. Your prompt and the agent's words are in it:
look into events.jsonl before you give it to anybody outside.

The server's log has more: look there for "buildId":"${buildId}".
`;

/**
 * All that is known of one build, as a .tar.gz to send to whoever runs this installation, without secrets.
 * @throws AppError as `findBuild`: only for who may change the app
 */
export async function diagnosticsOf(actor: Actor, buildId: string): Promise<{ filename: string; body: Buffer }> {
  const build = await findBuild(actor, buildId);
  const { appId } = build;
  const [events, sandboxes, calls, now, atFailure] = await Promise.all([
    wholeEvents(build.id),
    sandboxRows(appId, build.id),
    modelCalls(build.id),
    readHealth(),
    healthAtFailure(appId, build.id),
  ]);
  const sandboxIds = sandboxes.map((row) => row.id);
  const clean = await cleanerFor({ projectId: build.app.projectId, sandboxIds, email: actor.email });
  const json = (value: unknown): Buffer => Buffer.from(`${JSON.stringify(clean(value), bigAsNumber, 2)}\n`);
  const folder = `diagnostics-${build.id}`;
  const files = new Map<string, Uint8Array>([
    [`${folder}/README.txt`, Buffer.from(readme(build.id))],
    [`${folder}/build.json`, json({ ...buildFacts(build), steps: stepTimes(events) })],
    [`${folder}/events.jsonl`, Buffer.from(events.map((event) => `${JSON.stringify(clean(event))}\n`).join(''))],
    [`${folder}/model-calls.json`, json(calls)],
    [`${folder}/sandbox.json`, json(sandboxes)],
    [`${folder}/versions.json`, json(await versions(sandboxes[0]?.templateHash ?? null))],
    [`${folder}/health.json`, json({ atFailure, now: { at: new Date(), ...now } })],
  ]);
  return { filename: `${folder}.tar.gz`, body: await buffer(writeArchive(files)) };
}

const bigAsNumber = (_key: string, value: unknown): unknown => (typeof value === 'bigint' ? Number(value) : value);
