import pino from 'pino';

/** Keys whose values never reach the log, at any depth that we use. */
const SECRET_KEYS = ['password', 'passwordHash', 'token', 'apiKey', 'secret', 'authorization', 'cookie', 'connectionString'];
const paths = SECRET_KEYS.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]);

/** The process's logger: JSON lines on stderr, level by `GLASSWORKS_LOG_LEVEL` (default `info`). */
export const log = pino(
  {
    level: process.env.GLASSWORKS_LOG_LEVEL ?? 'info',
    base: { process: process.env.GLASSWORKS_PROCESS ?? 'main' },
    redact: { paths, censor: '[removed]' },
    timestamp: pino.stdTimeFunctions.isoTime,
  },
  pino.destination({ fd: 2, sync: false }),
);
