import { expect, test } from 'vitest';
import { toldFields } from './told-fields.ts';

test('by default nothing personal is told; a switch adds one field, and nothing else', () => {
  const providers = ['aftership', 'trackingmore'];
  const usual = toldFields({ providers, sends: [] });
  expect(usual.filter(({ isPersonal }) => isPersonal)).toEqual([]);
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
