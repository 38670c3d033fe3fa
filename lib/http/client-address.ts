import { BlockList, isIP } from 'node:net';
import { AppError } from '#lib/errors.ts';

/** Where the web server notes who connected; whatever a client sends under this name is overwritten. */
export const ADDRESS_HEADER = 'x-glassworks-address';

/** The client's address as a field of the log's context; nothing where there is no web server in front. */
export function addressOf(request: Request): { ip?: string } {
  const ip = request.headers.get(ADDRESS_HEADER);
  return ip ? { ip } : {};
}

/**
 * Reads a client's address from the socket, and from X-Forwarded-For as far as known proxies vouch for it: the last
 * address in it that is not a proxy of ours. What stands before that one could have been written by anybody.
 * @param trusted addresses or CIDR ranges with commas; none: the socket alone counts
 */
export function addressReader(
  trusted: string | undefined,
): (socket: string | undefined, forwarded: string | string[] | undefined) => string {
  const proxies = proxyList(trusted);
  return (socket, forwarded) => {
    const peer = plain(socket ?? '');
    if (!isIn(proxies, peer)) return peer;
    const hops = String(forwarded ?? '')
      .split(',')
      .map((hop) => plain(hop.trim()));
    for (const hop of hops.toReversed()) {
      if (isIP(hop) === 0) return peer;
      if (!isIn(proxies, hop)) return hop;
    }
    return peer;
  };
}

function proxyList(trusted: string | undefined): BlockList {
  const list = new BlockList();
  for (const entry of (trusted ?? '').split(',').map((part) => part.trim())) {
    if (entry === '') continue;
    const [address = '', prefix] = entry.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    try {
      if (prefix === undefined) list.addAddress(address, family);
      else list.addSubnet(address, Number(prefix), family);
    } catch (cause) {
      throw new AppError('internal', `GLASSWORKS_TRUSTED_PROXIES holds "${entry}", which is no address and no range such as 10.0.0.0/8.`, {
        cause,
      });
    }
  }
  return list;
}

/** `::ffff:10.0.0.1` is 10.0.0.1, and a port may follow. */
function plain(address: string): string {
  const withoutPort = /^\[(.+)\](?::\d+)?$/.exec(address)?.[1] ?? /^(\d+(?:\.\d+){3}):\d+$/.exec(address)?.[1] ?? address;
  return withoutPort.replace(/^::ffff:(?=\d+\.)/i, '');
}

const isIn = (list: BlockList, address: string): boolean => {
  const family = isIP(address);
  return family !== 0 && list.check(address, family === 6 ? 'ipv6' : 'ipv4');
};
