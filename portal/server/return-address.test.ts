import { expect, test } from 'vitest';
import { createReturnAddress } from './return-address.ts';

const plain = createReturnAddress({ publicOrigin: 'http://localhost:4000' });
const secure = createReturnAddress({ publicOrigin: 'https://shop.example' });
const cookieOf = (line: string) => String(line.split(';', 1)[0]);

test('an address of the desk comes back with what it asks for', () => {
  const line = plain.remember(new URL('http://localhost:4000/desk/orders?view=open&order=S00046'));
  expect(line).toMatch(/^mp-return=[^;]+; HttpOnly; SameSite=Lax; Path=\/; Max-Age=900$/);
  expect(plain.find({ cookie: `mp=x; ${cookieOf(line)}` })).toBe('/desk/orders?view=open&order=S00046');
  expect(secure.remember(new URL('https://shop.example/desk'))).toMatch(/^__Host-mp-return=.*; Secure; Max-Age=900$/);
});

test.each([
  'https://evil.example/desk',
  '//evil.example/desk',
  '/\\evil.example/desk',
  '/deskx',
  '/account',
  '/desk/../auth/sign-out',
  'javascript:alert(1)',
  '%',
])('%s is not believed', (address) => {
  expect(plain.find({ cookie: `mp-return=${encodeURIComponent(address)}` })).toBeNull();
});

test('what is not text, or there twice, is none', () => {
  expect(plain.find({ cookie: 'mp-return=%E0%A4%A' })).toBeNull();
  expect(plain.find({ cookie: 'mp-return=%2Fdesk; mp-return=%2Fdesk%2Fcases' })).toBeNull();
  expect(plain.find({})).toBeNull();
});

test('a very long address leads to the desk itself', () => {
  const line = plain.remember(new URL(`http://localhost:4000/desk/orders?x=${'a'.repeat(2_000)}`));
  expect(plain.find({ cookie: cookieOf(line) })).toBe('/desk');
});
