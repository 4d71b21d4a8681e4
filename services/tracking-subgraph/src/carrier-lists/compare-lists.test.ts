import { describe, expect, test } from 'vitest';
import { carriersKnownTo, requiredFieldsOf } from '../carrier/carriers.ts';
import { type FactName, factsOf } from '../connectors/tracking-fields.ts';
import { compareList, isStrange } from './compare-lists.ts';

const known = carriersKnownTo('aftership');
/** As carriers.json says it. */
const asKnown = () =>
  new Map<string, readonly FactName[]>(
    known.map(({ carrierCode, providerCode }) => [providerCode, factsOf('aftership', requiredFieldsOf(carrierCode))]),
  );

describe('a provider’s list of carriers', () => {
  test('that says what we know differs in nothing, whatever else it has', () => {
    expect(known.length).toBeGreaterThan(50);
    expect(compareList('aftership', asKnown().set('unheard-of', ['trackingKey']))).toEqual([]);
  });

  test('names what is gone, what is wanted now, and what is not wanted any more', () => {
    const list = asKnown().set('ups', ['shipDate', 'accountNumber']).set('postnl', []);
    list.delete('gls');
    const byCarrier = Object.fromEntries(compareList('aftership', list).map((one) => [one.carrierCode, one]));
    expect(byCarrier).toEqual({
      ups: expect.objectContaining({ isGone: false, needs: ['accountNumber', 'shipDate'], expectedNeeds: [] }),
      gls: { carrierCode: 'gls', providerCode: 'gls', isGone: true, needs: [], expectedNeeds: [] },
      postnl: expect.objectContaining({ isGone: false, needs: [], expectedNeeds: ['destinationPostalCode'] }),
    });
  });

  test('that lacks more than half is not believed', () => {
    const codes = [...asKnown()];
    expect(isStrange('aftership', new Map(codes.slice(Math.floor(codes.length / 2) - 1)))).toBe(false);
    expect(isStrange('aftership', new Map(codes.slice(Math.ceil(codes.length / 2) + 1)))).toBe(true);
    expect(isStrange('aftership', new Map())).toBe(true);
  });
});
