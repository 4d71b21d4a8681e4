import { clientAddress, createLogger, isAllowed, parseNetworks } from '@milepost/service-kit';
import { describe, expect, test } from 'vitest';
import { createSenderGuard } from './sender-guard.ts';

describe('networks', () => {
  test.each<[string, string, boolean]>([
    ['203.0.113.0/24', '203.0.113.9', true],
    ['203.0.113.0/24', '203.0.114.9', false],
    ['203.0.113.9', '203.0.113.9', true],
    ['203.0.113.9, 2001:db8::/32', '2001:db8:1::5', true],
    ['2001:db8::/32', '203.0.113.9', false],
    ['203.0.113.0/24', 'nonsense', false],
  ])('%s and %s: %s', (list, address, expected) => {
    expect(isAllowed(parseNetworks(list) as NonNullable<ReturnType<typeof parseNetworks>>, address)).toBe(expected);
  });

  test.each(['x', '203.0.113.0/33', '203.0.113.0/x', '1.2.3'])('%s is refused by name', (text) => {
    expect(() => parseNetworks(text)).toThrow(text);
  });

  test('nothing given is no list', () => {
    expect(parseNetworks(' , ')).toBeNull();
  });
});

describe('who sends', () => {
  const request = (remoteAddress: string, forwarded?: string) =>
    ({ socket: { remoteAddress }, headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded } }) as never;
  test.each<[string, string, string | undefined, string, string]>([
    ['nobody trusted: the socket', '198.51.100.1', '203.0.113.9', '', '198.51.100.1'],
    ['IPv4 in IPv6', '::ffff:198.51.100.1', undefined, '', '198.51.100.1'],
    ['a trusted proxy: whom it names', '10.0.0.1', '203.0.113.9', '10.0.0.0/8', '203.0.113.9'],
    ['a chain: the last that is not ours', '10.0.0.1', '1.1.1.1, 203.0.113.9, 10.0.0.7', '10.0.0.0/8', '203.0.113.9'],
    ['an invented first hop counts for nothing', '10.0.0.1', '127.0.0.1, 203.0.113.9', '10.0.0.0/8', '203.0.113.9'],
    ['a stranger who names somebody', '198.51.100.1', '203.0.113.9', '10.0.0.0/8', '198.51.100.1'],
    ['a proxy that names nobody', '10.0.0.1', undefined, '10.0.0.0/8', '10.0.0.1'],
    ['a proxy that writes nonsense', '10.0.0.1', 'unknown', '10.0.0.0/8', '10.0.0.1'],
  ])('%s', (_name, remote, forwarded, trusted, expected) => {
    expect(clientAddress(request(remote, forwarded), parseNetworks(trusted))).toBe(expected);
  });
});

describe('bad signatures', () => {
  const lines: string[] = [];
  const logger = createLogger({ service: 'test', destination: { write: (line) => lines.push(line) } });

  test('twenty are borne, then the sender is not listened to; others are, and the other provider is another matter', async () => {
    const guard = createSenderGuard({ logger });
    for (let i = 0; i < 20; i += 1) await guard.refused('aftership', '198.51.100.1');
    expect(await guard.blockedFor('aftership', '198.51.100.1')).toBe(0);
    await guard.refused('aftership', '198.51.100.1');
    expect(await guard.blockedFor('aftership', '198.51.100.1')).toBeGreaterThan(50);
    expect(await guard.blockedFor('aftership', '198.51.100.2')).toBe(0);
    expect(await guard.blockedFor('trackingmore', '198.51.100.1')).toBe(0);
  });

  test('of one IPv6 network count together', async () => {
    const guard = createSenderGuard({ logger });
    for (let i = 0; i < 21; i += 1) await guard.refused('aftership', `2001:db8:1:2:0:0:0:${i.toString(16)}`);
    expect(await guard.blockedFor('aftership', '2001:db8:1:2:ffff:0:0:1')).toBeGreaterThan(0);
    expect(await guard.blockedFor('aftership', '2001:db8:1:3:0:0:0:1')).toBe(0);
    // However they are written.
    expect(await guard.blockedFor('aftership', '2001:0db8:1:2::1')).toBeGreaterThan(0);
    for (let i = 0; i < 21; i += 1) await guard.refused('aftership', `2001:db8::${i.toString(16)}`);
    expect(await guard.blockedFor('aftership', '2001:db8:0:0:ffff::')).toBeGreaterThan(0);
  });

  test('from an address that sends good messages too block nobody', async () => {
    const guard = createSenderGuard({ logger });
    await guard.accepted('aftership', '198.51.100.3');
    for (let i = 0; i < 100; i += 1) await guard.refused('aftership', '198.51.100.3');
    expect(await guard.blockedFor('aftership', '198.51.100.3')).toBe(0);
  });

  test('raise one alarm when there are many, from wherever', async () => {
    lines.length = 0;
    const guard = createSenderGuard({ logger });
    for (let i = 0; i < 120; i += 1) await guard.refused('aftership', `198.51.${i}.1`);
    expect(lines.filter((line) => line.includes('many webhooks'))).toHaveLength(1);
  });
});
