import { odooIdFrom, type Viewer } from '@milepost/service-kit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deliveryChanged, nextVersion, scansOf } from './support/messages.ts';
import { anonymous, orderHolder, startWorld, viewer, type World, withoutCases } from './support/world.ts';

let world: World;
const statements: string[] = [];
const account = (customer: number) => viewer({ role: 'customer', level: 'L3', companies: [], customers: [customer] });

interface Page {
  nodes: { id: string }[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}
async function list(progress: string, as: Viewer = account(80), given: { first?: number; after?: string | null } = {}) {
  const { data, errors } = await world.query<{ ordersByProgress: Page }>(
    as,
    `query ($progress: OrderProgress!, $first: Int, $after: String) { ordersByProgress(progress: $progress, first: $first, after: $after) {
       nodes { id } pageInfo { hasNextPage endCursor } } }`,
    { progress, ...given },
  );
  return { page: data?.ordersByProgress, error: errors?.[0]?.extensions };
}
const ids = ({ page }: { page: Page | undefined }) => page?.nodes.map(({ id }) => odooIdFrom('Order', id));

const past = '2026-01-01T00:00:00Z';
const future = '2126-01-01T00:00:00Z';
const number = (order: number) => `1ZPROGRESS${String(order).padStart(8, '0')}`;
const orderChanged = (id: number, more: object = {}) => ({
  type: 'order.changed',
  version: nextVersion(),
  correlationId: 'channel-test-0001',
  order: {
    id,
    name: `S${id}`,
    companyId: 1,
    customerId: 80,
    promisedAt: null,
    cancelled: false,
    deleted: false,
    ...more,
  },
});
const sent = (order: number, more: object = {}) =>
  deliveryChanged(order, { customerId: 80, references: [number(order)], shippedAt: '2026-11-04T10:00:00Z', ...more });
const onItsWay = [60, 'InTransit', 'InTransit_003'] as const;
const arrived = [900, 'Delivered', 'Delivered_001'] as const;

beforeAll(async () => {
  world = await startWorld({ env: withoutCases, onStatement: (text) => void statements.push(text) });
  await world.tell([
    // 801: ordered, nothing sent. 802: the same, and its promise is over. 803: a service, no delivery at all.
    deliveryChanged(801, { customerId: 80 }),
    deliveryChanged(802, { customerId: 80, promisedAt: past }),
    orderChanged(803),
    sent(804, { promisedAt: future }),
    sent(805, { promisedAt: past }),
    sent(806, { promisedAt: past }),
    sent(807),
    sent(808),
    // 809: two deliveries, one arrived, one not sent.
    sent(809),
    deliveryChanged(8090, { orderId: 809, customerId: 80 }),
    sent(810),
    sent(811, { kind: 'RETURN' }),
    sent(820, { customerId: 81 }),
  ]);
  await Promise.all([
    world.deliver(scansOf(number(804), [...onItsWay])),
    world.deliver(scansOf(number(805), [...onItsWay])),
    world.deliver(scansOf(number(806), [...onItsWay], [...arrived])),
    world.deliver(scansOf(number(807), [...onItsWay], [120, 'Exception', 'Exception_004'])),
    world.deliver(scansOf(number(808), [...onItsWay], [120, 'AvailableForPickup', 'AvailableForPickup_001'])),
    world.deliver(scansOf(number(809), [...onItsWay], [...arrived])),
    world.deliver(scansOf(number(810), [...onItsWay])),
    world.deliver(scansOf(number(820), [...onItsWay])),
  ]);
  // Called off after it was sent.
  await world.tell([orderChanged(810, { cancelled: true })]);
}, 60_000);
afterAll(() => world[Symbol.asyncDispose]());

describe('orders by how they stand', () => {
  test('open: something waits in the warehouse or is on its way', async () => {
    expect(ids(await list('OPEN'))).toEqual([809, 808, 807, 805, 804, 802, 801]);
  });

  test('delivered: everything has left and arrived', async () => {
    expect(ids(await list('DELIVERED'))).toEqual([806]);
  });

  test('needs attention: a problem, or something to collect', async () => {
    expect(ids(await list('NEEDS_ATTENTION'))).toEqual([808, 807]);
  });

  test('late: open after its promised date, or delayed by its carrier; not what arrived after it', async () => {
    expect(ids(await list('LATE'))).toEqual([807, 805, 802]);
  });

  test('page by page, each once, in one statement a page', async () => {
    const seen: (number | null | undefined)[] = [];
    let after: string | null = null;
    for (let pages = 1; ; pages++) {
      const before = statements.length;
      const { page } = await list('OPEN', account(80), { first: 3, after });
      expect(statements.slice(before).filter((text) => text.includes('told_order'))).toHaveLength(1);
      seen.push(...(ids({ page }) ?? []));
      if (!page?.pageInfo.hasNextPage) {
        expect(pages).toBe(3);
        break;
      }
      after = page.pageInfo.endCursor;
    }
    expect(seen).toEqual([809, 808, 807, 805, 804, 802, 801]);
  });

  test.each([
    ['nonsense', 'x'],
    ['a cursor of something else', Buffer.from('["a", 1]').toString('base64url')],
    ['no id', Buffer.from('[0.5]').toString('base64url')],
  ])('%s is no cursor', async (_name, after) => {
    expect((await list('OPEN', account(80), { after })).error).toMatchObject({
      code: 'BAD_USER_INPUT',
      field: 'after',
    });
  });
});

describe('whose orders', () => {
  test('one’s own and no other; nobody has any', async () => {
    expect(ids(await list('OPEN', account(81)))).toEqual([820]);
    expect(ids(await list('OPEN', orderHolder(804)))).toEqual([804]);
    expect(ids(await list('OPEN', anonymous))).toEqual([]);
    expect(ids(await list('OPEN', viewer({ role: 'agent', companies: [999] })))).toEqual([]);
    expect(ids(await list('OPEN', viewer({ role: 'agent', companies: [1] })))).toContain(820);
  });

  test('also where the statement forgets to ask: row-level security', async () => {
    const rows = await world.readSql.begin(async (tx) => {
      await tx`select set_config('app.scope', 'customer', true), set_config('app.customers', '{81}', true), set_config('app.orders', '{}', true)`;
      return tx`select order_id from tracking.told_order`;
    });
    expect(rows).toEqual([{ order_id: 820 }]);
  });

  test('an order that changes hands is in the other’s list at once, and one that was deleted in nobody’s', async () => {
    await world.tell([orderChanged(820, { customerId: 82 })]);
    expect([ids(await list('OPEN', account(81))), ids(await list('OPEN', account(82)))]).toEqual([[], [820]]);
    // An older word of the delivery changes nothing.
    await world.tell([orderChanged(820, { customerId: 82, deleted: true })]);
    expect(ids(await list('OPEN', account(82)))).toEqual([]);
  });

  test('a delivery that moves to another order leaves none behind', async () => {
    await world.tell([
      deliveryChanged(830, { customerId: 83 }),
      deliveryChanged(8300, { orderId: 831, customerId: 83 }),
    ]);
    expect(ids(await list('OPEN', account(83)))).toEqual([831, 830]);
    await world.tell([orderChanged(831, { customerId: 83 }), deliveryChanged(8300, { orderId: 830, customerId: 83 })]);
    expect(ids(await list('OPEN', account(83)))).toEqual([830]);
  });
});

test('the migration’s first rows are those that messages write', async () => {
  const kept = await world.sql`select * from tracking.told_order order by order_id`;
  const [, , , , , fill] = (await import('node:fs'))
    .readFileSync(new URL('../drizzle/0038_told_orders.sql', import.meta.url), 'utf8')
    .split('--> statement-breakpoint');
  await world.sql.begin(async (tx) => {
    await tx`delete from tracking.told_order`;
    await tx.unsafe(fill as string);
    expect(await tx`select * from tracking.told_order order by order_id`).toEqual(kept);
  });
});
