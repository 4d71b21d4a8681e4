import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aligned, answerOf, execute, type Recorded, recording, replay } from './recorded.ts';
import { recordedDatabase } from './recorded-database.ts';
import { type OdooSimulator, startOdooSimulator } from './server.ts';

/**
 * Recordings 04 and 05 replayed call by call on a database in the state in which they began: same ids, same names, and after every step the
 * same order and transfers, field by field. Only moments ("now") are compared by form.
 */

let odoo: OdooSimulator;
let now = new Date('2026-11-21T00:00:00Z');
beforeAll(async () => {
  odoo = await startOdooSimulator({ dataset: recordedDatabase(), hashingMs: 0, clock: () => now });
  const { world } = odoo;
  world.setSequence('res.partner', { id: 45 });
  world.setSequence('sale.order', { id: 26, prefix: 'S', number: 27 });
  world.setSequence('sale.order.line', { id: 51 });
  world.setSequence('stock.picking', { id: 20, prefix: 'WH/OUT/', number: 15 });
  world.setSequence('stock.picking', { prefix: 'WH/IN/', number: 6 });
  world.setSequence('stock.move', { id: 48 });
  world.setSequence('stock.move.line', { id: 43 });
  world.setSequence('procurement.group', { id: 5 });
});
afterAll(() => odoo[Symbol.asyncDispose]());

/** Reads what a snapshot holds, with the fields that it holds. */
async function snapshot(expected: NonNullable<Recorded['snapshot']>) {
  const read = async (model: string, ids: number[], fields: string[]) =>
    (await execute(odoo, model, 'read', [ids, fields], {}, { asAdmin: true })).result as Record<string, unknown>[];
  const [order] = await read('sale.order', [expected.order['id'] as number], Object.keys(expected.order));
  const [first] = expected.pickings;
  const pickings = first ? await read('stock.picking', order?.['picking_ids'] as number[], Object.keys(first)) : [];
  return { order, pickings };
}

/** What that database had set up in ways that no recording shows. */
const exceptions: Record<string, (result: Record<string, unknown>) => void> = {
  // What lies where is no business of the simulator: it has no stock.quant.
  packages: (result) => {
    for (const row of Object.values(result) as Record<string, unknown>[]) row['quant_ids'] = '<quants>';
  },
  // Which carrier the wizard proposes is a property of the contact.
  'open delivery wizard': (result) => {
    (result['context'] as Record<string, unknown>)['default_carrier_id'] = '<property>';
  },
};

async function step(entry: Recorded): Promise<void> {
  if (entry.snapshot) {
    expect(aligned(await snapshot(entry.snapshot), entry.snapshot)).toEqual(entry.snapshot);
    return;
  }
  const ours = await replay(odoo, entry);
  const theirs = answerOf(entry);
  expect('result' in ours).toBe('result' in theirs);
  expect(ours.error?.data.name).toBe(theirs.error?.data.name);
  for (const envelope of [ours, theirs]) exceptions[entry.name]?.(envelope.result as Record<string, unknown>);
  expect(aligned(ours.result, theirs.result)).toEqual(theirs.result);
}

/** The clock of each step: the latest moment in the snapshot that comes next, since transfers are sorted by the second they were planned in. */
function clocked(entries: Recorded[]): { entry: Recorded; at: Date | null }[] {
  let at: Date | null = null;
  return entries
    .toReversed()
    .map((entry) => {
      const moments = JSON.stringify(entry.snapshot ?? '').match(/2026-11-21 \d{2}:\d{2}:\d{2}/g);
      if (moments) at = new Date(`${moments.sort().at(-1)?.replace(' ', 'T')}Z`);
      return { entry, at };
    })
    .toReversed();
}

describe('04: one order from quotation to return', () => {
  test.each(clocked(recording('04-order-lifecycle')).map(({ entry, at }, i) => [i, entry.name, entry, at] as const))(
    '%i %s',
    (_i, _name, entry, at) => {
      now = at ?? now;
      return step(entry);
    },
  );
});

/** What was done between the recorded calls of 05: orders made and confirmed, one quantity lowered, one transfer validated. */
async function prepare(before: string): Promise<void> {
  const { world, asAdmin } = odoo;
  const order = async (lines: [number, number][], more: object = {}) => {
    const values = {
      partner_id: 46,
      partner_shipping_id: 47,
      carrier_id: 4,
      order_line: lines.map(([product_id, product_uom_qty]) => [0, 0, { product_id, product_uom_qty }]),
      ...more,
    };
    return (await asAdmin('sale.order', 'create', [values])) as number;
  };
  const confirmed = async (lines: [number, number][], more: object = {}) =>
    asAdmin('sale.order', 'action_confirm', [[await order(lines, more)]]);
  const smallOrder: [number, number][] = [
    [17, 1],
    [18, 3],
  ];
  const steps: Record<string, () => unknown> = {
    '2-step confirm': () => {
      world.setSequence('stock.move', { id: 62 });
      return order(smallOrder, { warehouse_id: 3 });
    },
    '3-step confirm': () => order(smallOrder, { warehouse_id: 4 }),
    'state: packages: confirmed': () => {
      world.setSequence('stock.move.line', { id: 67 });
      return confirmed([
        [17, 2],
        [20, 4],
      ]);
    },
    'cancel confirmed order: wizard': () => confirmed([[17, 1]]),
    'state: nobackorder confirmed': () => {
      world.setSequence('sale.order.line', { id: 62 });
      return confirmed([[17, 3]]);
    },
    'validate without backorder by context': () => asAdmin('stock.move', 'write', [[76], { quantity: 1 }]),
    'state: no stock: confirmed (waiting)': () => {
      world.setStock(21, 0);
      return confirmed([[21, 1]]);
    },
    'state: service only': () => confirmed([[49, 1]], { carrier_id: false }),
    'state: commitment_date set before confirm': () => confirmed([[17, 1]], { commitment_date: '2026-12-15 10:00:00' }),
    'write scheduled_date on a done picking': () => asAdmin('stock.picking', 'button_validate', [[33]]),
  };
  await steps[before]?.();
}

describe('05: two and three steps, parcels, cancelling, dates', () => {
  test.each(
    clocked(recording('05-multistep-packages-cancel')).map(({ entry, at }, i) => [i, entry.name, entry, at] as const),
  )('%i %s', async (_i, name, entry, at) => {
    now = at ?? now;
    await prepare(name);
    await step(entry);
  });
});
