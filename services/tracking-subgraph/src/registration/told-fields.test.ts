import { expect, test } from 'vitest';
import { type Switchable, toldFields } from './told-fields.ts';

test('by default nothing personal is told; a switch adds one field, and nothing else', () => {
  const providers = ['aftership', 'trackingmore'];
  const usual = toldFields({ providers, sends: [] });
  const byItself = usual.filter(({ when }) => when !== 'GIVEN_BY_HAND');
  expect(byItself.filter(({ isPersonal }) => isPersonal)).toEqual([]);
  expect(usual).toContainEqual({
    provider: 'aftership',
    field: 'carrierCode',
    name: 'slug',
    isPersonal: false,
    when: 'ALWAYS',
  });
  const more = toldFields({ providers, sends: ['orderNumber'] });
  expect(
    more.filter((field) => !usual.some((one) => one.provider === field.provider && one.field === field.field)),
  ).toEqual([
    { provider: 'aftership', field: 'orderNumber', name: 'order_number', isPersonal: true, when: 'SWITCHED_ON' },
    { provider: 'trackingmore', field: 'orderNumber', name: 'order_number', isPersonal: true, when: 'SWITCHED_ON' },
  ]);
  expect(toldFields({ providers: [], sends: ['orderNumber'] })).toEqual([]);
});

test('what somebody gives by hand is told: each fact that the provider has a field for', () => {
  const byHand = (provider: string) =>
    toldFields({ providers: [provider], sends: [] }).flatMap(({ field, name, when }) =>
      when === 'GIVEN_BY_HAND' ? `${field}: ${name}` : [],
    );
  expect(byHand('trackingmore')).toEqual([
    'accountNumber: tracking_courier_account',
    'destinationPostalCode: tracking_postal_code',
    'destinationCountry: tracking_destination_country',
    'originCountry: tracking_origin_country',
    'shipDate: tracking_ship_date',
    'trackingKey: tracking_key',
  ]);
  expect(byHand('aftership')).toContain('destinationState: destination_state');
});

test('the postcode that Odoo knows is told by a switch, and then only where the carrier wants it', () => {
  const of = (sends: readonly Switchable[]) =>
    toldFields({ providers: ['aftership'], sends }).flatMap(({ field, when }) =>
      field === 'destinationPostalCode' && when !== 'GIVEN_BY_HAND' ? when : [],
    );
  expect(of([])).toEqual([]);
  expect(of(['orderNumber'])).toEqual([]);
  expect(of(['destinationPostalCode'])).toEqual(['CARRIER_WANTS_IT']);
});
