import { lookup } from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import net, { isIP, type LookupFunction } from 'node:net';
import type { Duplex } from 'node:stream';
import { AppError } from '#lib/errors.ts';
import { reachOf } from './address.ts';

export interface ReachPolicy {
  /** This machine and private networks may be reached. Link-local addresses never may. */
  readonly allowPrivate: boolean;
  /** How names are looked up; for tests. */
  readonly resolve?: typeof lookup;
}

/** Says why an address may not be reached, or null. */
function refusal(host: string, address: string, { allowPrivate }: ReachPolicy): AppError | null {
  const reach = reachOf(address);
  if (reach === 'public' || (reach === 'private' && allowPrivate)) return null;
  const where = host === address ? host : `${host} (${address})`;
  const advice =
    reach === 'link-local'
      ? 'Link-local addresses, where clouds keep the credentials of machines, are never reached.'
      : 'To reach this machine or a private network from here, the operator sets GLASSWORKS_ALLOW_PRIVATE_NETWORK_TESTS=true.';
  return new AppError('forbidden', `${where} is not a public address. ${advice}`);
}

/** Looks a name up, checks every address that it has, and hands on exactly those that were checked. */
function guardedLookup(policy: ReachPolicy): LookupFunction {
  return (hostname, options, callback) => {
    (policy.resolve ?? lookup)(hostname, { ...options, all: true, verbatim: true }, (error, found) => {
      if (error) return callback(error, '', 0);
      const refused = found.map(({ address }) => refusal(hostname, address, policy)).find((problem) => problem !== null);
      if (refused) return callback(refused, '', 0);
      if (options.all) return callback(null, found);
      const [first] = found;
      if (first === undefined) return callback(new Error(`${hostname} has no address`), '', 0);
      callback(null, first.address, first.family);
    });
  };
}

/** A socket that fails at once with this error. */
function failing(error: Error): Duplex {
  const socket = new net.Socket();
  process.nextTick(() => socket.destroy(error));
  return socket;
}

/** What an address written as numbers is refused with; names are checked when they are looked up. */
function literalRefusal(host: string | null | undefined, policy: ReachPolicy): AppError | null {
  const plain = (host ?? '').replace(/^\[|\]$/g, '');
  return isIP(plain.split('%')[0] ?? '') === 0 ? null : refusal(plain, plain, policy);
}

class GuardedHttpAgent extends http.Agent {
  private readonly policy: ReachPolicy;
  constructor(policy: ReachPolicy) {
    super({ keepAlive: false });
    this.policy = policy;
  }
  override createConnection(options: http.ClientRequestArgs): Duplex {
    const refused = literalRefusal(options.host, this.policy);
    if (refused) return failing(refused);
    return net.connect({ ...(options as net.TcpNetConnectOpts), lookup: guardedLookup(this.policy) });
  }
}

class GuardedHttpsAgent extends https.Agent {
  private readonly policy: ReachPolicy;
  constructor(policy: ReachPolicy) {
    super({ keepAlive: false });
    this.policy = policy;
  }
  override createConnection(options: https.RequestOptions, callback?: (error: Error | null, stream: Duplex) => void) {
    const refused = literalRefusal(options.host, this.policy);
    if (refused) return failing(refused);
    return super.createConnection({ ...options, lookup: guardedLookup(this.policy) }, callback);
  }
}

export interface GuardedAgents {
  readonly http: http.Agent;
  readonly https: https.Agent;
}

/** Agents for outgoing calls whose address somebody else chose: they connect only to an address that was checked, never to one looked up again. */
export const guardedAgents = (policy: ReachPolicy): GuardedAgents => ({
  http: new GuardedHttpAgent(policy),
  https: new GuardedHttpsAgent(policy),
});
