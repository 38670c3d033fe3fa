import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { z } from 'zod';
import { SandboxError } from '../../errors.ts';
import type { LaunchPlan } from './command.ts';

const LAUNCH_MS = 15_000;
const MAX_COMPLAINT = 4_000;
const Info = z.object({ 'child-pid': z.number().int().positive() });

export interface Launched {
  readonly pid: number;
  /** Hands the guest agent its configuration; before that it does nothing, and ends when we do. */
  configure(config: unknown): void;
  /** What the launch complained of so far. */
  complaint(): string;
  /** Resolves when it ended. */
  readonly ended: Promise<void>;
  /** Lets go of it: it lives on without us. */
  detach(): void;
  kill(): void;
}

function explain(complaint: string): string {
  const text = complaint.trim();
  if (/uid map|creating new namespace|No permissions to create|Operation not permitted/i.test(text)) {
    return (
      `${text}. This machine does not let users make namespaces: set the sysctls kernel.unprivileged_userns_clone=1 and user.max_user_namespaces=10000; ` +
      'on Ubuntu also kernel.apparmor_restrict_unprivileged_userns=0, or give bwrap an AppArmor profile; in a container, allow user namespaces.'
    );
  }
  if (/not found|ENOENT/.test(text)) {
    return `${text}. Install bubblewrap and util-linux: apt-get install bubblewrap util-linux`;
  }
  return text || 'it ended without a reason';
}

/** The number of the sandbox's first process, as bubblewrap tells it. */
function childPid(child: ChildProcess, info: Readable, complaint: () => string): Promise<number> {
  return new Promise((resolve, reject) => {
    let text = '';
    const fail = (reason: string) => reject(new SandboxError('unavailable', `The sandbox did not start: ${explain(reason)}`));
    const timer = setTimeout(() => fail(`nothing happened for ${LAUNCH_MS} ms`), LAUNCH_MS);
    info.on('data', (bytes: Buffer) => {
      text += bytes.toString('utf8');
      const parsed = text.includes('}') ? Info.safeParse(JSON.parse(text)) : null;
      if (parsed?.success) {
        clearTimeout(timer);
        resolve(parsed.data['child-pid']);
      }
    });
    info.on('error', () => info.destroy());
    child.on('error', (error) => fail(error.message));
    child.on('close', () => {
      clearTimeout(timer);
      fail(complaint());
    });
  });
}

/** Starts a sandbox that outlives this process. `listenFd` becomes the guest agent's socket. */
export async function launch(plan: LaunchPlan, listenFd: number): Promise<Launched> {
  const [program, ...args] = plan.argv;
  const child = spawn(program, args, {
    cwd: '/',
    env: plan.env as NodeJS.ProcessEnv,
    detached: true,
    stdio: ['pipe', 'ignore', 'pipe', listenFd, 'pipe'],
  });
  let complaint = '';
  const stderr = child.stdio[2] as Readable;
  const stdin = child.stdio[0] as Writable;
  const info = child.stdio[4] as Readable;
  stderr.on('data', (bytes: Buffer) => {
    if (complaint.length < MAX_COMPLAINT) complaint += bytes.toString('utf8');
  });
  stderr.on('error', () => stderr.destroy());
  stdin.on('error', () => stdin.destroy()); // it ended: `ended` tells
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const kill = () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
  };
  const pid = await childPid(child, info, () => complaint).catch((error: unknown) => {
    kill();
    throw error;
  });
  return {
    pid,
    configure: (config) => stdin.end(JSON.stringify(config)),
    complaint: () => explain(complaint),
    ended,
    detach: () => {
      for (const stream of [stderr, info, stdin]) stream.destroy();
      child.unref();
    },
    kill,
  };
}
