import { setTimeout as delay } from 'node:timers/promises';
import type { z } from 'zod';

const CALL_MS = 10_000;
const PATIENCE_MS = 60_000;
const RETRY_MS = 150;

/** A client that tries again while the server is away, as a script that wants its work done would. */
export function patientClient(url: string, token: string) {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', accept: 'application/json' };
  return async function call<T>(schema: z.ZodType<T>, method: 'GET' | 'POST', path: string, body?: unknown): Promise<T> {
    const deadline = Date.now() + PATIENCE_MS;
    const text = body === undefined ? {} : { body: JSON.stringify(body) };
    for (;;) {
      const answer = await once(url + path, { method, headers, ...text, signal: AbortSignal.timeout(CALL_MS) });
      if (answer.status >= 200 && answer.status < 300) return schema.parse(JSON.parse(answer.text));
      if ((answer.status > 0 && answer.status < 500) || Date.now() > deadline)
        throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
      await delay(RETRY_MS);
    }
  };
}

/** Status 0: nobody answered. */
async function once(address: string, init: RequestInit): Promise<{ status: number; text: string }> {
  try {
    const response = await fetch(address, init);
    return { status: response.status, text: await response.text() };
  } catch (error) {
    return { status: 0, text: String(error) };
  }
}

export type Call = ReturnType<typeof patientClient>;
