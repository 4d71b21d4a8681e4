import type { IncomingMessage } from 'node:http';
import { BlockList, isIP, isIPv6 } from 'node:net';
import type { Logger } from '@milepost/service-kit';
import { RateLimiterMemory } from 'rate-limiter-flexible';

/** Refused signatures of one sender within a minute before it is not listened to for the next one. */
const maxFailures = 20;
const windowSeconds = 60;
/** A sender whose messages were good lately is never blocked: somebody else behind the same address may be the one that fails. */
const goodForSeconds = 600;
/** Refused signatures of one provider within a minute, from wherever, that somebody should know of. */
const alarmAt = 50;

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
export function senderOf(
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

/** One household of IPv6 has 2^64 addresses: they count as one. */
function keyOf(provider: string, sender: string): string {
  return `${provider}|${isIPv6(sender) ? networkOf(sender) : sender}`;
}

/** The first 64 bits. `::` stands for as many zero groups as are missing. */
function networkOf(address: string): string {
  const [head = '', tail = ''] = address.split('%', 1)[0]?.split('::') ?? [];
  const before = head.split(':').filter(Boolean);
  const after = tail.split(':').filter(Boolean);
  const zeros = Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0');
  return [...before, ...zeros, ...after]
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}

/**
 * Slows down whoever sends messages that nobody signed, without touching those whose messages are good. Per process: a limit that several instances
 * share would let a stranger cost us a round trip before his signature is even looked at.
 */
export function createSenderGuard({ logger }: { logger: Logger }) {
  const failures = new RateLimiterMemory({
    points: maxFailures,
    duration: windowSeconds,
    blockDuration: windowSeconds,
  });
  const good = new RateLimiterMemory({ points: 1, duration: goodForSeconds });
  /** The good ones are few and come often: noted once a minute each. */
  const notedAt = new Map<string, number>();
  const byProvider = new RateLimiterMemory({ points: alarmAt, duration: windowSeconds });

  return {
    /** Seconds for which this sender is not listened to; 0 when it is. */
    async blockedFor(provider: string, sender: string): Promise<number> {
      const known = await failures.get(keyOf(provider, sender));
      return known && known.consumedPoints > maxFailures ? Math.max(1, Math.ceil(known.msBeforeNext / 1000)) : 0;
    },
    async refused(provider: string, sender: string): Promise<void> {
      const all = await byProvider.penalty(provider);
      if (all.consumedPoints === alarmAt)
        logger.error(
          { provider, failures: alarmAt, seconds: windowSeconds },
          'many webhooks with a signature that does not fit',
        );
      const key = keyOf(provider, sender);
      if ((await good.get(key)) !== null) return;
      const own = await failures.penalty(key);
      if (own.consumedPoints === maxFailures + 1) {
        await failures.block(key, windowSeconds);
        logger.warn({ provider, sender }, 'sender of bad signatures blocked for a minute');
      }
    },
    async accepted(provider: string, sender: string): Promise<void> {
      const key = keyOf(provider, sender);
      const now = Date.now();
      if (now - (notedAt.get(key) ?? 0) < 60_000) return;
      if (notedAt.size > 10_000) notedAt.clear();
      notedAt.set(key, now);
      await good.set(key, 1, goodForSeconds);
      await failures.delete(key);
    },
  };
}
