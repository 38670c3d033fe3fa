import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';

interface Claims {
  readonly email?: string;
  readonly email_verified?: boolean;
  readonly name?: string;
  readonly groups?: readonly string[];
}

export const CLIENT = { id: 'glassworks', secret: 'a-secret-of-the-test-0123456789' };

/** A real OpenID Connect provider on loopback that insists on PKCE. `open` once it is known where people come back to. */
export async function startIdentityProvider(people: Readonly<Record<string, Claims>>) {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = { client_id: CLIENT.id, client_secret: CLIENT.secret };
  return {
    issuer,
    open(redirectUri: string) {
      const provider = new Provider(issuer, {
        clients: [{ ...client, redirect_uris: [redirectUri], grant_types: ['authorization_code'], response_types: ['code'] }],
        claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'groups'] },
        findAccount: (_ctx, id) => ({ accountId: id, claims: async () => ({ sub: id, ...people[id] }) }),
        pkce: { required: () => true },
        cookies: { keys: ['a key of the test'] },
      });
      server.on('request', provider.callback());
    },
    stop: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
