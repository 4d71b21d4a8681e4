import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeCursor, encodeCursor, toPage } from './connection.ts';
import { fromGlobalId, odooIdFrom, shipmentIdFrom, toGlobalId } from './global-id.ts';

test('cursors come back as they went', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.string({ maxLength: 40 }), fc.integer()), { maxLength: 4 }), (parts) => {
      const kinds = parts.map((part) => typeof part as 'string' | 'number');
      expect(decodeCursor(encodeCursor(parts), kinds)).toEqual(parts);
    }),
  );
});

test('anything else as a cursor is refused by name, never with another error', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      try {
        decodeCursor(text, ['string', 'number'], 'after');
      } catch (error) {
        expect(error).toMatchObject({ code: 'BAD_USER_INPUT', message: 'after is not a cursor of this list' });
      }
    }),
  );
});

test('a page tells whether more follows and never shows the extra row', () => {
  fc.assert(
    fc.property(fc.array(fc.integer(), { maxLength: 12 }), fc.integer({ min: 1, max: 10 }), (rows, size) => {
      const page = toPage(rows.slice(0, size + 1), size, (row) => encodeCursor([row]));
      expect(page.nodes).toEqual(rows.slice(0, size));
      expect(page.pageInfo.hasNextPage).toBe(rows.length > size);
      expect(page.pageInfo.endCursor === null).toBe(rows.length === 0);
    }),
  );
});

test('ids come back as they went, and only as the type they are of', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2_147_483_647 }), (id) => {
      expect(odooIdFrom('Order', toGlobalId('Order', id))).toBe(id);
      expect(odooIdFrom('Delivery', toGlobalId('Order', id))).toBeNull();
    }),
  );
});

test.each([
  ['larger than a Postgres integer', toGlobalId('Order', '2147483648')],
  ['zero', toGlobalId('Order', 0)],
  ['leading zero', toGlobalId('Order', '07')],
  ['negative', toGlobalId('Order', -1)],
  ['not a number', toGlobalId('Order', '1 or 1=1')],
  ['padded base64', `${toGlobalId('Order', 7)}=`],
  ['plain', 'Order:7'],
  ['empty', ''],
  ['very long', 'A'.repeat(10_000)],
])('an order id that is %s is none', (_name, id) => {
  expect(odooIdFrom('Order', id)).toBeNull();
});

test('shipments have UUIDv7 ids; others are refused before the database sees them', () => {
  const id = '019a9f3e-7c1b-7d2e-8f00-0123456789ab';
  expect(shipmentIdFrom(toGlobalId('Shipment', id))).toBe(id);
  expect(shipmentIdFrom(toGlobalId('Shipment', id.replace('-7d2e', '-4d2e')))).toBeNull();
  expect(fromGlobalId('Shipment', id)).toBeNull();
});
