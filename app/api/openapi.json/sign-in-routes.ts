import * as meSessionsSessionId from '../me/sessions/[sessionId]/route.ts';
import * as meSessions from '../me/sessions/route.ts';
import * as signInLink from '../sign-in/link/route.ts';

export const SIGN_IN_ROUTES = {
  '/api/me/sessions/{sessionId}': meSessionsSessionId,
  '/api/me/sessions': meSessions,
  '/api/sign-in/link': signInLink,
};
