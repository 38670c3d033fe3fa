import * as serviceAccount from '../admin/service-accounts/[accountId]/route.ts';
import * as serviceAccountToken from '../admin/service-accounts/[accountId]/tokens/[tokenId]/route.ts';
import * as serviceAccountTokens from '../admin/service-accounts/[accountId]/tokens/route.ts';
import * as serviceAccounts from '../admin/service-accounts/route.ts';
import * as adminSignIn from '../admin/sign-in/route.ts';
import * as adminSignInTest from '../admin/sign-in/test/route.ts';
import * as adminSignInUnlock from '../admin/sign-in/unlock/route.ts';
import * as invite from '../admin/users/invite/route.ts';
import * as meSession from '../me/sessions/[sessionId]/route.ts';
import * as meSessions from '../me/sessions/route.ts';
import * as signInLink from '../sign-in/link/route.ts';

export const SIGN_IN_ROUTES = {
  '/api/admin/service-accounts/{accountId}/tokens/{tokenId}': serviceAccountToken,
  '/api/admin/service-accounts/{accountId}/tokens': serviceAccountTokens,
  '/api/admin/service-accounts/{accountId}': serviceAccount,
  '/api/admin/service-accounts': serviceAccounts,
  '/api/admin/sign-in/test': adminSignInTest,
  '/api/admin/sign-in/unlock': adminSignInUnlock,
  '/api/admin/sign-in': adminSignIn,
  '/api/admin/users/invite': invite,
  '/api/me/sessions/{sessionId}': meSession,
  '/api/me/sessions': meSessions,
  '/api/sign-in/link': signInLink,
};
