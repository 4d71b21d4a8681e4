import type { OdooSimulator, Row } from '@milepost/odoo-simulator';
import { eventually } from '@milepost/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { graphOrders } from './support/graph-orders.ts';
import { rawOrders, rawSubjects } from './support/raw-orders.ts';
import { lastTold } from './support/told.ts';
import { startWorld } from './support/world.ts';

/** What becomes of everything that orders and deliveries name: changed in Odoo as people change it, and compared whole with the raw records, for readers and for tracking. */

let world: Awaited<ReturnType<typeof startWorld>>;
beforeAll(async () => {
  world = await startWorld({ env: { SYNC_INTERVAL_MS: '50' } });
});
afterAll(() => world[Symbol.asyncDispose]());

const write = (odoo: OdooSimulator, model: string, id: number, values: Parameters<typeof odoo.world.writeRecords>[2]) =>
  odoo.world.writeRecords(model, [id], values);
const [alpine, ann, warehouse, trailhead] = [45, 46, 47, 53];
const [order, otherOrder, delivery, ups, dhl, mugs] = [46, 29, 20, 4, 6, 56];

type Change = (odoo: OdooSimulator) => unknown;
const changes: Record<string, Change> = {
  'our company is renamed': (odoo) => write(odoo, 'res.company', 1, { name: 'Northpeak Ltd.' }),
  'a customer is renamed': (odoo) => write(odoo, 'res.partner', alpine, { name: 'Alpine Supplies Inc.' }),
  'a customer gets an e-mail address and loses the phone': (odoo) =>
    write(odoo, 'res.partner', alpine, { email_normalized: 'new@alpine.example.com', phone: false, mobile: false }),
  'the receiver moves': (odoo) =>
    write(odoo, 'res.partner', warehouse, {
      street: '9 Other Street',
      street2: 'Gate 4',
      city: 'Aurora',
      zip: '80012',
    }),
  'the receiver moves to another country': (odoo) =>
    write(odoo, 'res.partner', warehouse, { country_id: [38, 'Canada'], country_code: 'CA' }),
  'who ordered moves to another account, with the orders': (odoo) =>
    write(odoo, 'res.partner', ann, {
      parent_id: [trailhead, 'Trailhead Rentals Inc.'],
      commercial_partner_id: [trailhead, 'Trailhead Rentals Inc.'],
    }),
  'who ordered becomes an account of their own': (odoo) =>
    write(odoo, 'res.partner', ann, { parent_id: false, commercial_partner_id: [ann, 'Ann Rivera'] }),
  'an account joins another, with its contacts': (odoo) => {
    for (const id of [57, 58]) write(odoo, 'res.partner', id, { commercial_partner_id: [59, 'Ateliers Éclair SARL'] });
  },
  'contacts are archived': (odoo) =>
    odoo.world.writeRecords('res.partner', [ann, warehouse, trailhead], { active: false }),
  'the order goes to another contact and place': (odoo) =>
    write(odoo, 'sale.order', order, { partner_id: [54, 'Jo Park'], partner_shipping_id: [52, 'Oakland Gym'] }),
  'the customer’s reference changes': (odoo) => write(odoo, 'sale.order', order, { client_order_ref: 'PO-4711' }),
  'the customer’s reference is taken back': (odoo) => write(odoo, 'sale.order', order, { client_order_ref: false }),
  'an order has the name of one of another company': (odoo) => write(odoo, 'sale.order', 72, { name: 'S00046' }),
  'an order goes to another company of ours': (odoo) =>
    write(odoo, 'sale.order', otherOrder, { company_id: [3, 'Northpeak Europe GmbH'] }),
  'a delivery method is renamed, and leads elsewhere': (odoo) =>
    write(odoo, 'delivery.carrier', ups, {
      name: 'UPS Standard',
      tracking_url: 'https://other.example/<shipmenttrackingnumber>',
    }),
  'a delivery method is archived': (odoo) => write(odoo, 'delivery.carrier', ups, { active: false }),
  'an order and a delivery change their methods': (odoo) => {
    write(odoo, 'sale.order', otherOrder, { carrier_id: [dhl, 'DHL Express Worldwide'] });
    write(odoo, 'stock.picking', delivery, { carrier_id: [dhl, 'DHL Express Worldwide'] });
  },
  'a delivery has no method any more': (odoo) => write(odoo, 'stock.picking', delivery, { carrier_id: false }),
  'a currency gets another number of places': (odoo) => write(odoo, 'res.currency', 1, { decimal_places: 3 }),
  'references are set': (odoo) => odoo.world.setTrackingRef(delivery, '1Z999AA10123456784, 1Z999AA10123456793'),
  'one of them is replaced': (odoo) => odoo.world.setTrackingRef(delivery, '1Z999AA10123456784; 1Z999AA10300000001'),
  'they are blanked': (odoo) => odoo.world.setTrackingRef(delivery, false),
  'blanks are no reference': (odoo) => odoo.world.setTrackingRef(delivery, '   '),
  'the order is invoiced': (odoo) => write(odoo, 'sale.order', order, { invoice_status: 'invoiced' }),
  'and its state is one that a module added': (odoo) =>
    write(odoo, 'sale.order', order, { invoice_status: 'disputed' }),
  'two of five are sent, the rest later': (odoo) => odoo.world.validatePicking(56, { quantities: { [mugs]: 2 } }),
  'the rest is sent': (odoo) => odoo.world.validatePicking(transferOf(odoo, 'assigned').id),
  'what was sent comes back': (odoo) => odoo.world.returnPicking(56),
  'and is received': (odoo) => {
    const { id, state } = transferOf(odoo, 'return');
    if (state === 'confirmed') odoo.world.assignPicking(id);
    odoo.world.validatePicking(id);
  },
  'an order is cancelled': (odoo) => odoo.world.cancelOrder(35),
  'and confirmed again, with another transfer': (odoo) => {
    odoo.world.requoteOrder(35);
    odoo.world.confirmOrder(35);
  },
};
/** Of the order of five mugs. */
function transferOf({ world: odoo }: OdooSimulator, which: 'assigned' | 'return'): Row {
  const transfers = [...odoo.table('stock.picking').values()].filter(
    ({ sale_id: sale }) => Array.isArray(sale) && sale[0] === 57,
  );
  const found = transfers.find((row) => (which === 'return' ? row['return_id'] !== false : row['state'] === which));
  if (!found) throw new Error(`there is no ${which} transfer`);
  return found;
}

/** Changes in Odoo that nobody sees. */
const unseen = ['contacts are archived', 'a delivery method is archived', 'blanks are no reference'];

/** What can be changed together is compared together; what follows on something is looked at after it. */
const together: [string, string[]][] = [
  [
    'companies and currencies',
    [
      'our company is renamed',
      'a currency gets another number of places',
      'an order has the name of one of another company',
      'an order goes to another company of ours',
    ],
  ],
  [
    'contacts',
    [
      'a customer is renamed',
      'a customer gets an e-mail address and loses the phone',
      'the receiver moves',
      'the receiver moves to another country',
      'contacts are archived',
    ],
  ],
  [
    'commercial partners',
    ['who ordered moves to another account, with the orders', 'an account joins another, with its contacts'],
  ],
  ['an account of their own', ['who ordered becomes an account of their own']],
  [
    'orders',
    ['the order goes to another contact and place', 'the customer’s reference changes', 'the order is invoiced'],
  ],
  ['orders again', ['the customer’s reference is taken back', 'and its state is one that a module added']],
  [
    'delivery methods, and references',
    [
      'a delivery method is renamed, and leads elsewhere',
      'an order and a delivery change their methods',
      'references are set',
    ],
  ],
  [
    'methods and references replaced',
    ['a delivery method is archived', 'a delivery has no method any more', 'one of them is replaced'],
  ],
  [
    'references blanked, a back order, a cancelled order',
    ['they are blanked', 'two of five are sent, the rest later', 'an order is cancelled'],
  ],
  [
    'the back order sent, the order confirmed again',
    ['blanks are no reference', 'the rest is sent', 'and confirmed again, with another transfer'],
  ],
  ['a return', ['what was sent comes back']],
  ['a return received', ['and is received']],
];

test('each change is tried', () => {
  expect(together.flatMap(([, names]) => names).sort()).toEqual(Object.keys(changes).sort());
});

test.each(together)('%s', async (_what, names) => {
  const raw = () => JSON.stringify([rawOrders(world.odoo.world), rawSubjects(world.odoo.world)]);
  for (const name of names) {
    const before = raw();
    changes[name]?.(world.odoo);
    // Or the test would say nothing.
    expect(raw() === before, name).toBe(unseen.includes(name));
  }
  // A whole round that began after the changes: by then they have to be there.
  const changedAt = new Date();
  await eventually(
    async () => (await world.sql`select 1 from odoo.sync_round where as_of > ${changedAt}`).length === 1,
  );
  expect(await graphOrders(world.query)).toEqual(rawOrders(world.odoo.world));
  expect(await lastTold(world.sql)).toEqual(rawSubjects(world.odoo.world));
});
