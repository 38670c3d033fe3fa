import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { simpleGit } from 'simple-git';
import type { ProjectSource } from '#lib/contracts/project.ts';
import { env } from '#lib/env.ts';
import { AppError } from '#lib/errors.ts';
import { newId } from '#lib/ids.ts';
import { checkoutsDir } from '#lib/paths.ts';
import { listOf } from '#lib/settings/list-of.ts';
import { gitHostOf, withoutCredentials } from './git-address.ts';
import { allowedFolder, insideOf } from './roots.ts';

const CLONE_TIMEOUT_MS = 60_000;
/** A repository is untrusted: no links, no helpers that ask or run programs. */
const GIT_CONFIG = ['core.symlinks=false'];
/** What git needs of our environment: the way out and the operator's own keys, none of the product's. */
const PASSED_ON = ['PATH', 'HOME', 'SSH_AUTH_SOCK', 'HTTPS_PROXY', 'HTTP_PROXY', 'https_proxy', 'http_proxy', 'NO_PROXY', 'no_proxy'];
const REMOTE = /^(https?:\/\/|ssh:\/\/|git@[\w.-]+:)[^\s]+$/;

type GitSource = Extract<ProjectSource, { kind: 'git' }>;

/** The folder with a project's files: its own, or the newest checkout of its repository. */
export async function projectFolder(projectId: string, source: ProjectSource): Promise<string> {
  if (source.kind === 'folder') return insideOf(allowedFolder(source.path), source.subdirectory);
  const folder = join(checkoutsDir(), projectId);
  if (!existsSync(folder)) await checkout(projectId, source);
  return insideOf(folder, source.subdirectory);
}

/** Fetches a git source anew; the old checkout is replaced only when the new one is complete. */
export async function refreshCheckout(projectId: string, source: ProjectSource): Promise<void> {
  if (source.kind === 'git') await checkout(projectId, source);
}

/** Removes what was fetched for a project. */
export function removeCheckout(projectId: string): void {
  rmSync(join(checkoutsDir(), projectId), { recursive: true, force: true });
}

/** Where administrators name git hosts, projects come from those only. */
function assertHostAllowed(url: string): void {
  const allowed = listOf(env().GLASSWORKS_GIT_HOSTS).map((host) => host.toLowerCase());
  if (allowed.length === 0) return;
  const host = gitHostOf(url);
  if (host !== null && allowed.includes(host)) return;
  throw new AppError(
    'forbidden',
    `Projects may not come from ${host ?? 'there'}. Administrators allow these git hosts: ${allowed.join(', ')}.`,
  );
}

async function checkout(projectId: string, source: GitSource): Promise<void> {
  if (!REMOTE.test(source.url)) {
    throw new AppError(
      'invalid_request',
      `"${withoutCredentials(source.url)}" is not a git address. Use https://…, ssh://… or git@host:path.`,
    );
  }
  assertHostAllowed(source.url);
  mkdirSync(checkoutsDir(), { recursive: true });
  const environment = gitEnvironment();
  const fresh = join(checkoutsDir(), `.${projectId}-${newId('prj')}`);
  try {
    await simpleGit({ config: GIT_CONFIG, timeout: { block: CLONE_TIMEOUT_MS }, allowEnvironment: Object.keys(environment) })
      .env(environment)
      .clone(source.url, fresh, ['--depth=1', '--no-tags', '--single-branch', ...(source.ref ? [`--branch=${source.ref}`] : [])]);
    const target = join(checkoutsDir(), projectId);
    rmSync(target, { recursive: true, force: true });
    renameSync(fresh, target);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    if (error instanceof AppError) throw error;
    throw new AppError(
      'unprocessable',
      `Cloning ${withoutCredentials(source.url)} failed: ${lastLine(error)}. Check the address, the branch and the access.`,
      {
        cause: error,
      },
    );
  }
}

function gitEnvironment(): Record<string, string> {
  const passed = PASSED_ON.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : []));
  return { ...Object.fromEntries(passed), GIT_TERMINAL_PROMPT: '0', GIT_LFS_SKIP_SMUDGE: '1', GIT_ALLOW_PROTOCOL: 'http:https:ssh' };
}

const lastLine = (error: unknown) =>
  withoutCredentials(
    String(error instanceof Error ? error.message : error)
      .trim()
      .split('\n')
      .at(-1) ?? 'unknown',
  );
