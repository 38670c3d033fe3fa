import http from 'node:http';
import https from 'node:https';
import type { GuardedAgents } from '#lib/net/guarded-agents.ts';

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: AsyncIterable<Uint8Array>;
}

/**
 * One POST whose answer is handed on byte for byte as it arrives: no decoding, no buffering, no time limit of its own.
 * @throws Error when there is no answer; iterating the body throws when the connection breaks
 */
export function post(
  url: URL,
  headers: Record<string, string>,
  body: Buffer,
  signal: AbortSignal,
  agents?: GuardedAgents,
): Promise<HttpAnswer> {
  const secure = url.protocol === 'https:';
  const { request } = secure ? https : http;
  const agent = secure ? agents?.https : agents?.http;
  return new Promise((resolve, reject) => {
    const outgoing = request(
      url,
      { method: 'POST', headers: { ...headers, 'content-length': String(body.length) }, signal, ...(agent ? { agent } : {}) },
      (answer) => {
        const plain: Record<string, string> = {};
        for (const [name, value] of Object.entries(answer.headers)) if (value !== undefined) plain[name] = String(value);
        resolve({ status: answer.statusCode ?? 502, headers: plain, body: answer });
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
