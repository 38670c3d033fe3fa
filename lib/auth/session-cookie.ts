import { webOrigin } from '#lib/env.ts';

export const SESSION_DAYS = 30;

/** Name and flags of the login cookie. `Secure` follows the public address, which a proxy may serve over https. */
export function sessionCookie() {
  const secure = webOrigin().startsWith('https://');
  return {
    name: `${secure ? '__Secure-' : ''}glassworks.session`,
    options: { httpOnly: true, sameSite: 'lax', path: '/', secure } as const,
  };
}
