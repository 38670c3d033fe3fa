import { BlockList, isIP } from 'node:net';

const LINK_LOCAL = new BlockList();
LINK_LOCAL.addSubnet('169.254.0.0', 16);
LINK_LOCAL.addSubnet('fe80::', 10, 'ipv6');
LINK_LOCAL.addAddress('fd00:ec2::254', 'ipv6'); // metadata of a cloud
LINK_LOCAL.addAddress('100.100.100.200'); // the same of another

const PRIVATE = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const)
  PRIVATE.addSubnet(net, bits);
for (const [net, bits] of [
  ['::', 127],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001:db8::', 32],
  ['fc00::', 7],
  ['fec0::', 10],
  ['ff00::', 8],
] as const)
  PRIVATE.addSubnet(net, bits, 'ipv6');

/** IPv4 addresses that stand in an IPv6 one: mapped, translated (NAT64), 6to4. */
function embeddedIPv4(address: string): string | null {
  const groups = groupsOf(address);
  if (groups === null) return null;
  const [a, b, c, d, e, f, g, h] = groups;
  const dotted = (high = 0, low = 0) => `${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`;
  const zeros = [a, b, c, d].every((group) => group === 0);
  if (zeros && e === 0 && (f === 0xffff || f === 0) && (g !== 0 || (h ?? 0) > 1)) return dotted(g, h);
  if (zeros && e === 0xffff && f === 0) return dotted(g, h);
  if (a === 0x64 && b === 0xff9b && c === 0 && d === 0) return dotted(g, h);
  if (a === 0x2002) return dotted(b, c);
  return null;
}

function groupsOf(address: string): number[] | null {
  const plain = address.split('%')[0] ?? '';
  // The URL parser writes every IPv6 address in one way, without dots.
  const host = URL.parse(`http://[${plain}]/`)?.hostname.slice(1, -1);
  if (host === undefined) return null;
  const [head = '', tail] = host.split('::');
  const parse = (part: string) => (part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16)));
  const first = parse(head);
  if (tail === undefined) return first;
  const last = parse(tail);
  return [...first, ...Array<number>(8 - first.length - last.length).fill(0), ...last];
}

export type Reach = 'public' | 'private' | 'link-local';

/** How far an IP address reaches: the internet, this machine or its networks, or the link (where clouds keep their metadata). */
export function reachOf(address: string): Reach {
  const version = isIP(address.split('%')[0] ?? '');
  if (version === 0) return 'link-local'; // not an address at all: the most careful answer
  if (version === 6) {
    const inner = embeddedIPv4(address);
    if (inner !== null) return reachOf(inner);
  }
  const family = version === 6 ? 'ipv6' : 'ipv4';
  const plain = address.split('%')[0] ?? '';
  if (LINK_LOCAL.check(plain, family)) return 'link-local';
  return PRIVATE.check(plain, family) ? 'private' : 'public';
}

/** What is wrong with the address of a service as an administrator wrote it; null when nothing is. Looks nothing up. */
export function addressProblem(text: string): string | null {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol)) return 'it is not an http or https address';
  if (url.username !== '' || url.password !== '') return 'it holds a user name or password: leave them out';
  if (url.hash !== '' || url.search !== '') return 'it has a part after "?" or "#": leave it out';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0 && reachOf(host) === 'link-local') return 'it is link-local, where clouds keep the credentials of machines';
  return null;
}
