import type { ExecOptions } from '#lib/sandbox/guest.ts';
import { APP_DIR, CONFIG_DIR, GATEWAY_URL, HOME_DIR, IMAGE_DIR, INSTRUCTIONS, PATH } from './places.ts';

/** Beyond the run's own deadline, so that it is us who end the run and say why. */
const GUEST_GRACE_MS = 30_000;

export interface InvocationOptions {
  /** A conversation goes on with `resume`; otherwise the id is new and must be a UUID. */
  readonly session: { readonly id: string; readonly resume: boolean };
  readonly model: string;
  /** Worth something at the model gateway only, and only until the build ends. */
  readonly token: string;
  readonly maxTurns: number;
  readonly maxUsd: number;
  readonly deadlineMs: number;
  /** What the model provider needs the agent to know, such as the name of its small model. */
  readonly agentEnv?: Readonly<Record<string, string>>;
}

/** How Claude Code is started: nothing that the workspace holds can change it, and no key enters the sandbox. */
export function claudeInvocation(options: InvocationOptions): ExecOptions {
  const { session, model, token, maxTurns, maxUsd, deadlineMs } = options;
  const argv = [
    `${IMAGE_DIR}/bin/claude`,
    '-p',
    ...['--input-format', 'stream-json'],
    ...['--output-format', 'stream-json', '--verbose', '--include-partial-messages'],
    ...['--permission-mode', 'bypassPermissions'],
    ...['--setting-sources', 'user', '--strict-mcp-config', '--disable-slash-commands'],
    ...['--tools', 'Bash,Edit,Read,Write'],
    ...[session.resume ? '--resume' : '--session-id', session.id],
    ...['--system-prompt-snapshot', 'off', '--append-system-prompt-file', INSTRUCTIONS],
    ...['--max-turns', String(maxTurns), '--max-budget-usd', String(maxUsd)],
    ...['--model', model],
  ];
  const env = {
    PATH: `${PATH}:${APP_DIR}/node_modules/.bin`,
    HOME: HOME_DIR,
    TMPDIR: '/tmp',
    LANG: 'C.UTF-8',
    CLAUDE_CONFIG_DIR: CONFIG_DIR,
    ANTHROPIC_BASE_URL: GATEWAY_URL,
    ANTHROPIC_AUTH_TOKEN: token,
    CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST: '1',
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
    DISABLE_UPDATES: '1',
    CLAUDE_CODE_DISABLE_BACKGROUND_TASKS: '1',
    CLAUDE_CODE_DISABLE_AUTO_MEMORY: '1',
    CLAUDE_CODE_MAX_RETRIES: '4',
    CLAUDE_BYTE_STREAM_IDLE_TIMEOUT_MS: '60000',
    ...options.agentEnv,
  };
  return { argv, env, cwd: APP_DIR, stdin: true, timeoutMs: deadlineMs + GUEST_GRACE_MS };
}

/** The one line that goes to the agent's standard input. */
export function promptLine(prompt: string): string {
  // At the beginning of a prompt these mean a command of the agent, even with commands switched off.
  const text = /^\s*[/!#]/.test(prompt) ? `The request:\n${prompt}` : prompt;
  return `${JSON.stringify({ type: 'user', message: { role: 'user', content: [{ type: 'text', text }] } })}\n`;
}
