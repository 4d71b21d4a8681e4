import { createLimiters, createLogger } from '@milepost/service-kit';
import { Registry } from 'prom-client';
import { describe, expect, test, vi } from 'vitest';
import { anonymousSession, createSession } from '../identity/session.ts';
import { createClients } from './clients.ts';
import { createOperationLimits, hereFactor, operationPoints } from './operation-limits.ts';

const clients = createClients(Buffer.alloc(32, 1));
const limiters = await createLimiters({
  redisUrl: null,
  logger: createLogger({ service: 't', level: 'silent' }),
  metrics: new Registry(),
});
const costPerMinute = { address: 1_000, order: 1_000, person: 1_000, partner: 1_000 };
const session = (claims: object) =>
  createSession(
    {
      sid: 's',
      sub: null,
      role: 'customer',
      level: 'L1',
      scopes: [],
      companies: [],
      customers: [],
      orders: [],
      ...claims,
    } as never,
    Date.now() + 60_000,
  );

test('a client is spent until its minute is over, then it has everything again', async () => {
  vi.useFakeTimers();
  try {
    const limits = createOperationLimits({ limiters, costPerMinute });
    const client = clients.ofAddress('192.0.2.1');
    expect(await limits.charge(client, 1_000 - operationPoints)).toBe(0);
    expect(limits.waitMs(client)).toBe(0);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(await limits.charge(client, 0)).toBe(40_000);
    expect(limits.waitMs(client)).toBe(40_000);
    await vi.advanceTimersByTimeAsync(40_001);
    expect(limits.waitMs(client)).toBe(0);
    expect(await limits.charge(client, 1_000 - operationPoints)).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});

test('a colleague who looks at an order as its customer sees it takes nothing from the customer', () => {
  const customer = clients.of(session({ orders: [7] }), '192.0.2.1');
  const looking = clients.of(session({ orders: [7], sub: 'anna', viewedBy: 'agent' }), '192.0.2.1');
  const working = clients.of(session({ role: 'agent', level: 'STAFF', sub: 'anna' }), '192.0.2.1');
  expect([customer.kind, looking.kind, looking.key]).toEqual(['order', 'person', working.key]);
});

test('this machine has its own, larger account', async () => {
  const limits = createOperationLimits({ limiters, costPerMinute });
  const here = clients.ofAddress('127.0.0.1');
  expect(await limits.charge(here, 1_000 * hereFactor - operationPoints)).toBe(0);
  expect(await limits.charge(here, 0)).toBeGreaterThan(0);
  expect(clients.ofAddress('::1').isHere).toBe(true);
  for (const address of ['192.0.2.127', '12.7.0.1', '::2', '', '2001:db8::1'])
    expect(clients.ofAddress(address).isHere).toBe(false);
});

describe('who is one client', () => {
  const address = '192.0.2.9';
  const keyOf = (claims: object, from = address) => clients.of(session(claims), from);
  test('a partner by its id, a person by the account, order access by the order', () => {
    expect(keyOf({ role: 'partner', sub: 'p1', sid: 'a' })).toEqual(
      keyOf({ role: 'partner', sub: 'p1', sid: 'b' }, '192.0.2.10'),
    );
    expect(keyOf({ role: 'agent', sub: 'u1', sid: 'a' })).toEqual(keyOf({ role: 'agent', sub: 'u1', sid: 'b' }));
    expect(keyOf({ sub: '46', orders: [46], sid: 'a' })).toEqual(keyOf({ sub: 'x', orders: [46], sid: 'b' }));
    const different = [
      keyOf({ role: 'partner', sub: '46' }),
      keyOf({ role: 'agent', sub: '46' }),
      keyOf({ sub: '46', orders: [46] }),
      keyOf({ sub: '46', orders: [47] }),
      clients.of(anonymousSession(), address),
      clients.of(anonymousSession(), '192.0.2.10'),
    ];
    expect(new Set(different.map(({ kind, key }) => `${kind} ${key}`)).size).toBe(different.length);
  });

  test('an address as such; of IPv6 its /64', () => {
    const of = (from: string) => clients.of(anonymousSession(), from).key;
    expect(of('2001:db8:1:2::5')).toBe(of('2001:db8:1:2:ffff::1'));
    expect(of('2001:db8:1:2::5')).not.toBe(of('2001:db8:1:3::5'));
    expect(JSON.stringify(clients.ofAddress(address))).not.toContain(address);
  });
});
