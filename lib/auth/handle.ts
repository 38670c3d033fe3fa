import NextAuth from 'next-auth';
import { addressOf } from '#lib/http/client-address.ts';
import { errorResponse } from '#lib/http/respond.ts';
import { newId } from '#lib/ids.ts';
import { withLogFields } from '#lib/log-context.ts';
import type { Outcome } from './credentials.ts';
import { authOptions } from './options.ts';

const CALLBACK = /\/api\/auth\/callback\/([\w-]{1,40})$/;
const CREDENTIALS = new Set(['password', 'link']);

/** Answers next-auth's own addresses, with what it does not know: who connects, and that one has to wait. */
export function handleAuth(request: Request, context: unknown): Promise<Response> {
  const requestId = newId('req');
  return withLogFields({ requestId, ...addressOf(request) }, async () => {
    const outcome: Outcome = { refused: null };
    const options = authOptions({ userAgent: request.headers.get('user-agent'), provider: comesBackFrom(request), outcome });
    try {
      const response: Response = await NextAuth(options)(request as never, context as never);
      return outcome.refused ? errorResponse(outcome.refused, requestId) : response;
    } catch (thrown) {
      return errorResponse(thrown, requestId);
    }
  });
}

function comesBackFrom(request: Request): string | null {
  const provider = CALLBACK.exec(new URL(request.url).pathname)?.[1];
  return provider === undefined || CREDENTIALS.has(provider) ? null : provider;
}
