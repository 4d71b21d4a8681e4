import { createSecretKey } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ChainRow, chainStart, hashRow, signHead } from './audit-chain.ts';

const row: ChainRow = {
  id: '7',
  at: '1795251009000123',
  actor: 'anna',
  role: 'agent',
  sid: null,
  action: 'personal_data.read',
  subject: 'order 46',
  subjects: '["order 46"]',
  request_id: 'request-1',
  detail: '{"fields": ["Customer.name"]}',
};

test('the hash of a row is stored history: this one never changes', () => {
  expect(hashRow('odoo', 1, chainStart, row).toString('hex')).toBe(
    'f9e78e80e2380428065a2ade1a9defc62df8eab4b9365843f471c6b7f26a4763',
  );
});

test('every column, the place, the hash before and the schema count', () => {
  const hash = hashRow('odoo', 1, chainStart, row).toString('hex');
  const others = [
    hashRow('tracking', 1, chainStart, row),
    hashRow('odoo', 2, chainStart, row),
    hashRow('odoo', 1, Buffer.alloc(32, 1), row),
    ...Object.keys(row).map((name) => hashRow('odoo', 1, chainStart, { ...row, [name]: 'other' })),
    hashRow('odoo', 1, chainStart, { ...row, sid: '' }),
  ].map((other) => other.toString('hex'));
  expect(new Set([hash, ...others]).size).toBe(others.length + 1);
});

test('text that moves from one column to the next is another row', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), fc.string(), (a, b, c, d) => {
      fc.pre(a !== c || b !== d);
      const left = hashRow('odoo', 1, chainStart, { ...row, actor: a, role: b });
      expect(left.equals(hashRow('odoo', 1, chainStart, { ...row, actor: c, role: d }))).toBe(false);
    }),
  );
  // The case that plain concatenation would not see.
  const moved = hashRow('odoo', 1, chainStart, { ...row, actor: 'an', role: 'naagent' });
  expect(moved.equals(hashRow('odoo', 1, chainStart, row))).toBe(false);
});

test('the head is signed for one schema, place, hash and key', () => {
  const key = createSecretKey(Buffer.alloc(32, 1));
  const macs = [
    signHead(key, 'odoo', 1, chainStart),
    signHead(key, 'auth', 1, chainStart),
    signHead(key, 'odoo', 2, chainStart),
    signHead(key, 'odoo', 1, Buffer.alloc(32, 1)),
    signHead(createSecretKey(Buffer.alloc(32, 2)), 'odoo', 1, chainStart),
  ].map((mac) => mac.toString('hex'));
  expect(new Set(macs).size).toBe(macs.length);
});
