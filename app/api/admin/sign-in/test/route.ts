import { trySignIn } from '#lib/auth/try-sign-in.ts';
import { SignInTest } from '#lib/contracts/admin-sign-in.ts';
import { TestResult } from '#lib/contracts/settings.ts';
import { route } from '#lib/http/route.ts';

export const POST = route(
  {
    access: 'manage:Organization',
    summary: 'Really try an identity provider, or send a mail to oneself',
    body: SignInTest,
    response: TestResult,
  },
  ({ actor, body }) => trySignIn(actor, body),
);
