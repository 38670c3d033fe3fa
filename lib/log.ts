import pino, { type DestinationStream } from 'pino';
import { allVariables } from './env.ts';
import { logFields } from './log-context.ts';
import { mapTexts, redactText, secretsIn } from './redact.ts';

/** Keys whose values never reach the log, at any depth that we use. */
const SECRET_KEYS = ['password', 'passwordHash', 'token', 'apiKey', 'secret', 'authorization', 'cookie', 'connectionString'];
const paths = SECRET_KEYS.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]);

/** Variables may be set while a process starts: they are looked at again after this long. */
const SECRETS_EVERY_MS = 5_000;
let known: Known | null = null;

interface Known {
  readonly secrets: readonly string[];
  /** The same as they stand in a line of JSON, where quotes and line breaks are escaped. */
  readonly escaped: readonly string[];
  readonly until: number;
}

function knownSecrets(): Known {
  const now = performance.now();
  if (known && known.until >= now) return known;
  const secrets = secretsIn(allVariables());
  known = { secrets, escaped: secrets.map((secret) => JSON.stringify(secret).slice(1, -1)), until: now + SECRETS_EVERY_MS };
  return known;
}

/** A line without the values of secret settings and without anything that looks like a key, wherever in it they stand. */
function cleanLine(line: string): string {
  const { secrets, escaped } = knownSecrets();
  if (redactText(line, escaped) === line) return line;
  // Text by text, so that what is taken out never takes the line's own form with it.
  return `${JSON.stringify(mapTexts(JSON.parse(line), (text) => redactText(text, secrets)))}\n`;
}

/** A logger as the process's own; @param destination for tests */
export const createLog = (destination: DestinationStream, level: string) =>
  pino(
    {
      level,
      base: { process: process.env.GLASSWORKS_PROCESS ?? 'main' },
      redact: { paths, censor: '[removed]' },
      mixin: () => {
        // An address is personal data: it is kept with acts and sessions, not with every line.
        const { ip: _ip, ...fields } = logFields();
        return fields;
      },
      hooks: { streamWrite: cleanLine },
      timestamp: pino.stdTimeFunctions.isoTime,
    },
    destination,
  );

/** The process's logger: JSON lines on stderr, level by `GLASSWORKS_LOG_LEVEL` (default `info`). */
export const log = createLog(pino.destination({ fd: 2, sync: false }), process.env.GLASSWORKS_LOG_LEVEL ?? 'info');
