import { expect, test } from 'vitest';
import { orderReferenceOf, parseOrderListParams, parsePanelParams } from './search-params.ts';

test('what fits is kept, what does not is left out', () => {
  expect(parsePanelParams({ order: 'S00046', company: 'Q29tcGFueTox', parcel: 'x y', other: 1 })).toEqual({
    order: 'S00046',
    company: 'Q29tcGFueTox',
  });
  expect(parsePanelParams({ order: ['a'], company: {}, parcel: null })).toEqual({});
  expect(parsePanelParams({ order: 'a'.repeat(81) })).toEqual({});
  expect(parsePanelParams({ order: 'a\nb' })).toEqual({});
  // The router reads a name of digits only as a number.
  expect(parsePanelParams({ order: 46 })).toEqual({ order: '46' });
});

test('views are of the list; the first one needs no words in the address', () => {
  expect(parseOrderListParams({ view: 'all', customer: 'Q3VzdG9tZXI6NDU' })).toEqual({
    view: 'all',
    customer: 'Q3VzdG9tZXI6NDU',
  });
  expect(parseOrderListParams({ view: 'open' })).toEqual({});
  expect(parseOrderListParams({ view: 'toString' })).toEqual({});
});

test('an order is named by its global id or as people say it', () => {
  expect(orderReferenceOf({})).toBeNull();
  expect(orderReferenceOf({ order: btoa('Order:46').replace(/=+$/, '') })).toEqual({ id: 'T3JkZXI6NDY' });
  expect(orderReferenceOf({ order: 'S00046', company: 'Q29tcGFueTox' })).toEqual({
    name: 'S00046',
    companyId: 'Q29tcGFueTox',
  });
  // The id of something else is no order.
  expect(orderReferenceOf({ order: btoa('Shipment:46') })).toMatchObject({ name: btoa('Shipment:46') });
});
