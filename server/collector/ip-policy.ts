import { isIPv4, isIPv6 } from 'node:net';

/** `remove`: none is kept; `truncate`: the network, IPv4 /24 and IPv6 /48; `keep`: all of it. */
export type IpPolicy = 'remove' | 'truncate' | 'keep';

/** An address as the policy lets it be kept; `undefined` for none, and for what is no address. */
export function applyIpPolicy(address: string | undefined, policy: IpPolicy): string | undefined {
  const plain = plainAddress(address);
  if (plain === undefined || policy === 'remove') return undefined;
  return policy === 'keep' ? plain : networkOf(plain, 3);
}

/** The network that one client cannot leave at will, by which requests are counted: IPv4 /32, IPv6 /64. */
export function clientNetwork(address: string | undefined): string {
  const plain = plainAddress(address);
  if (plain === undefined) return 'unknown';
  return isIPv4(plain) ? plain : networkOf(plain, 4);
}

/** Without zone; an IPv4 address in IPv6's clothes as IPv4. */
function plainAddress(address: string | undefined): string | undefined {
  if (address === undefined) return undefined;
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  return isIPv4(plain) || isIPv6(plain) ? plain.toLowerCase() : undefined;
}

/** The first three bytes of IPv4, the first so many groups of IPv6; what is behind becomes 0. */
function networkOf(address: string, groups: number): string {
  if (isIPv4(address)) return address.replace(/\d+$/, '0');
  const kept = expanded(address).slice(0, groups).join(':');
  return `${kept}::`.replace(/(?::0)+::$/, '::').replace(/^0::$/, '::');
}

/** The eight groups, without zeros in front. A dotted end counts as the two groups it stands for. */
function expanded(address: string): string[] {
  const [head = '', tail] = address.replace(/\d+\.\d+\.\d+\.\d+$/, '0:0').split('::');
  const before = groupsOf(head);
  const after = groupsOf(tail ?? '');
  const missing = tail === undefined ? 0 : 8 - before.length - after.length;
  return [...before, ...new Array<string>(missing).fill('0'), ...after];
}

function groupsOf(text: string): string[] {
  if (text === '') return [];
  return text.split(':').map((group) => group.replace(/^0+(?=.)/, ''));
}
