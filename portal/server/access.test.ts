import { toGlobalId } from '@milepost/service-kit';
import { expect, test } from 'vitest';
import { createAccess } from './access.ts';

const order = (id: number) => toGlobalId('Order', id);
const plain = createAccess({ publicOrigin: 'http://localhost:4000' });
const secure = createAccess({ publicOrigin: 'https://shop.example' });
const token = 't'.repeat(32);
const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();
const cookieOf = (line: string | undefined) => String(line).split(';', 1)[0] as string;

test('what was opened is held for that order, out of reach of scripts, and wins over a signed-in person', () => {
  const expiresAt = inAnHour();
  const [line] = secure.grant({}, { token, orderId: order(7), expiresAt });
  expect(line).toMatch(/^__Host-mp-order-7=t{32}~\d+; HttpOnly; SameSite=Lax; Path=\/; Secure; Max-Age=3[56]\d\d$/);
  const headers = { cookie: `__Host-mp=somebody; ${cookieOf(line)}` };
  const endsAt = Math.floor(Date.parse(expiresAt) / 1_000) * 1_000;
  expect(secure.identityFor(headers, order(7))).toEqual({ kind: 'order', token, endsAt });
  expect(secure.identityFor(headers, order(8))).toEqual({ kind: 'person', cookie: '__Host-mp=somebody' });
  // A page without TLS, or of another part of the host, could have set these.
  const unsafe = { cookie: `mp=somebody; ${cookieOf(line).slice('__Host-'.length)}` };
  expect(secure.identityFor(unsafe, order(7))).toEqual({ kind: 'nobody' });
});

test.each([
  ['two of one name', `mp-order-7=${token}~99999999999; mp-order-7=${token}~99999999998`],
  ['a token that is none', 'mp-order-7=short~99999999999'],
  ['signs that would begin a header or a path', `mp-order-7=${token}/../x~99999999999`],
  ['no end', `mp-order-7=${token}`],
  ['two people', 'mp=one; mp=another'],
])('%s: nobody', (_what, cookie) => {
  expect(plain.identityFor({ cookie }, order(7))).toEqual({ kind: 'nobody' });
});

test('what is no order is held by nobody, and nothing is given for it', () => {
  const cookie = `mp-order-7=${token}~99999999999`;
  for (const id of ['7', 'x', toGlobalId('Delivery', 7)]) {
    expect(plain.identityFor({ cookie }, id)).toEqual({ kind: 'nobody' });
    expect(() => plain.grant({}, { token, orderId: id, expiresAt: inAnHour() })).toThrow('access without an order');
  }
});

test('eight at once: what ends first makes room, and a cookie that is none before it', () => {
  const held = [1, 2, 3, 4, 5, 6, 7].map((id) => `mp-order-${id}=${token}~${20_000_000_000 + id}`);
  const given = { token, orderId: order(9), expiresAt: inAnHour() };
  expect(plain.grant({ cookie: held.join('; ') }, given)).toHaveLength(1);
  const gone = (more: string) =>
    plain
      .grant({ cookie: [...held, more].join('; ') }, given)
      .slice(1)
      .map(cookieOf);
  expect(gone(`mp-order-8=${token}~30000000000`)).toEqual(['mp-order-1=']);
  expect(gone('mp-order-8=garbage')).toEqual(['mp-order-8=']);
  // Its own, from before, is replaced.
  expect(gone(`mp-order-9=${token}~30000000000`)).toEqual([]);
});
