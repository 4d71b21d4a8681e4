import type { IncomingMessage } from 'node:http';
import { BlockList, isIP, isIPv6 } from 'node:net';

/** Addresses and networks in CIDR notation, comma-separated; throws on what is none. */
export function parseNetworks(text: string): BlockList | null {
  const list = new BlockList();
  const parts = text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
  for (const part of parts) {
    const [address = '', bits] = part.split('/');
    const kind = isIP(address);
    const prefix = bits === undefined ? (kind === 6 ? 128 : 32) : Number(bits);
    if (kind === 0 || !Number.isInteger(prefix) || prefix < 0 || prefix > (kind === 6 ? 128 : 32))
      throw new Error(`"${part}" is no address or network`);
    list.addSubnet(address, prefix, kind === 6 ? 'ipv6' : 'ipv4');
  }
  return parts.length > 0 ? list : null;
}

const contains = (list: BlockList, address: string) => list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');

export function isAllowed(list: BlockList, sender: string): boolean {
  return isIP(sender) !== 0 && contains(list, sender);
}

/** IPv4 addresses come in the clothes of IPv6 on a socket that takes both. */
const plain = (address: string) =>
  address.startsWith('::ffff:') && isIP(address.slice(7)) === 4 ? address.slice(7) : address;

/**
 * Who really sends: the socket's address, or behind trusted proxies the last address of X-Forwarded-For that is none of theirs. What a stranger writes
 * into that header does not count.
 */
export function clientAddress(
  { socket, headers }: Pick<IncomingMessage, 'socket' | 'headers'>,
  trusted: BlockList | null,
): string {
  let sender = plain(socket.remoteAddress ?? '');
  if (!trusted) return sender;
  const hops = String(headers['x-forwarded-for'] ?? '')
    .split(',')
    .map((hop) => plain(hop.trim()));
  while (isIP(sender) !== 0 && contains(trusted, sender)) {
    const hop = hops.pop();
    if (hop === undefined || isIP(hop) === 0) break;
    sender = hop;
  }
  return sender;
}

/** What counts as one place on the net: an IPv4 address, or the 64 bits of IPv6 that one household has. */
export function placeOf(address: string): string {
  return isIPv6(address) ? householdOf(address) : address;
}

/** The neighbours of a place: a /24 of IPv4, the /48 around a household's /64. */
export function networkOf(address: string): string {
  const place = placeOf(address);
  return place.includes(':') ? place.split(':').slice(0, 3).join(':') : place.split('.').slice(0, 3).join('.');
}

/** The first 64 bits. `::` stands for as many zero groups as are missing. */
function householdOf(address: string): string {
  const [head = '', tail = ''] = address.split('%', 1)[0]?.split('::') ?? [];
  const before = head.split(':').filter(Boolean);
  const after = tail.split(':').filter(Boolean);
  const zeros = Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0');
  return [...before, ...zeros, ...after]
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}
