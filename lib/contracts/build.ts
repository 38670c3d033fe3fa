import { z } from 'zod';
import { BuildEvent, BuildStatus, BuildStep } from './build-event.ts';

export const MAX_PROMPT_CHARS = 20_000;

export const StartBuild = z.strictObject({
  prompt: z
    .string()
    .trim()
    // Half a character, or the zero that no column takes, must not cost the person the prompt.
    .overwrite((text) => text.toWellFormed().replaceAll('\0', '\ufffd'))
    .min(1, 'Write what you want to see.')
    .max(MAX_PROMPT_CHARS, `A prompt may have ${MAX_PROMPT_CHARS} characters.`),
  /** Chosen by the caller; posting the same key again returns the same build. */
  clientKey: z.string().min(8).max(100),
  model: z.string().max(100).optional(),
});
export type StartBuild = z.infer<typeof StartBuild>;

export const BuildStarted = z.object({ buildId: z.string(), cursor: z.number().int() });
export type BuildStarted = z.infer<typeof BuildStarted>;

export const BuildUsage = z.object({
  inputTokens: z.number().int(),
  outputTokens: z.number().int(),
  cacheReadTokens: z.number().int(),
  cacheWriteTokens: z.number().int(),
  modelUsd: z.number(),
  sandboxSeconds: z.number(),
  sandboxUsd: z.number(),
});
export type BuildUsage = z.infer<typeof BuildUsage>;

export const Build = z.object({
  id: z.string(),
  appId: z.string(),
  status: BuildStatus,
  step: BuildStep.nullable(),
  prompt: z.string(),
  model: z.string(),
  createdAt: z.iso.datetime(),
  startedAt: z.iso.datetime().nullable(),
  finishedAt: z.iso.datetime().nullable(),
  versionNumber: z.number().int().nullable(),
  error: z.object({ code: z.string(), message: z.string() }).nullable(),
  usage: BuildUsage,
  /** Milliseconds by step. */
  timings: z.record(z.string(), z.number()),
});
export type Build = z.infer<typeof Build>;

export const BuildEvents = z.object({ items: z.array(BuildEvent), done: z.boolean() });
export type BuildEvents = z.infer<typeof BuildEvents>;
