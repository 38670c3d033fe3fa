import { showSignIn } from '#lib/auth/show-sign-in.ts';
import { SignInShown } from '#lib/contracts/admin-sign-in.ts';
import { route } from '#lib/http/route.ts';

export const GET = route({ access: 'manage:Organization', summary: 'Ways to sign in, and who is locked out', response: SignInShown }, () =>
  showSignIn(),
);
