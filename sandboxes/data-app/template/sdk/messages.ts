import type { HostMessage, Welcome } from './types.ts';

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const isScheme = (value: unknown) => value === 'light' || value === 'dark';

export function isWelcome(value: unknown): value is Welcome {
  return isRecord(value) && value.glassworks === 'welcome' && value.version === 1 && isScheme(value.colorScheme);
}

/** Anything else on the port comes from a newer host and is left alone. */
export function isHostMessage(value: unknown): value is HostMessage {
  if (!isRecord(value)) return false;
  if (value.type === 'theme') return isScheme(value.colorScheme);
  if (typeof value.id !== 'number') return false;
  if (value.type === 'failure') return typeof value.code === 'string' && typeof value.message === 'string';
  return value.type === 'result' && isRecord(value.result) && Array.isArray(value.result.rows) && Array.isArray(value.result.columns);
}
