import { DEFAULT_LIMIT, MetricQuery, type MetricQueryInput } from '#lib/contracts/query.ts';

export type DecodedQuery = { ok: true; query: MetricQuery } | { ok: false; message: string };

const DAMAGED = 'This link holds no query that can be read: it may have been cut when it was copied. Copy it again, or start anew.';

/**
 * A metric query as a short text for an address: JSON without what is a default anyway, in base64url.
 * Equal queries give equal texts, and `decodeQuery` gives the query back.
 */
export function encodeQuery(input: MetricQueryInput): string {
  const query = MetricQuery.parse(input);
  const { dimensions, metrics, filters, sorts, limit, timezone } = query;
  const short = {
    explore: query.explore,
    ...(dimensions.length > 0 ? { dimensions } : {}),
    ...(metrics.length > 0 ? { metrics } : {}),
    ...(filters.dimensions || filters.metrics ? { filters } : {}),
    ...(sorts.length > 0 ? { sorts } : {}),
    ...(limit === DEFAULT_LIMIT ? {} : { limit }),
    ...(timezone === undefined ? {} : { timezone }),
  };
  const bytes = new TextEncoder().encode(JSON.stringify(short));
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** Reads what `encodeQuery` wrote, or plain JSON that somebody wrote by hand. What is wrong is said, never dropped. */
export function decodeQuery(text: string): DecodedQuery {
  const json = text.startsWith('{') ? text : fromBase64Url(text);
  const value = json === null ? undefined : parseJson(json);
  if (value === undefined) return { ok: false, message: DAMAGED };
  const parsed = MetricQuery.safeParse(value);
  if (parsed.success) return { ok: true, query: parsed.data };
  const [first] = parsed.error.issues;
  const where = first?.path.join('.') ?? '';
  return { ok: false, message: `The query of this link does not fit. ${where === '' ? '' : `${where}: `}${first?.message ?? ''}` };
}

function fromBase64Url(text: string): string | null {
  try {
    const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(binary, (letter) => letter.charCodeAt(0)));
  } catch {
    return null;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
