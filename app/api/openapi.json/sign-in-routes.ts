import * as serviceAccount from '../admin/service-accounts/[accountId]/route.ts';
import * as serviceAccountToken from '../admin/service-accounts/[accountId]/tokens/[tokenId]/route.ts';
import * as serviceAccountTokens from '../admin/service-accounts/[accountId]/tokens/route.ts';
import * as serviceAccounts from '../admin/service-accounts/route.ts';
import * as invite from '../admin/users/invite/route.ts';
import * as meSession from '../me/sessions/[sessionId]/route.ts';
import * as meSessions from '../me/sessions/route.ts';
import * as signInLink from '../sign-in/link/route.ts';

export const SIGN_IN_ROUTES = {
  '/api/admin/service-accounts/{accountId}/tokens/{tokenId}': serviceAccountToken,
  '/api/admin/service-accounts/{accountId}/tokens': serviceAccountTokens,
  '/api/admin/service-accounts/{accountId}': serviceAccount,
  '/api/admin/service-accounts': serviceAccounts,
  '/api/admin/users/invite': invite,
  '/api/me/sessions/{sessionId}': meSession,
  '/api/me/sessions': meSessions,
  '/api/sign-in/link': signInLink,
};
