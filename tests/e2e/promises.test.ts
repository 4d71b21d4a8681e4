import { eventually } from '@milepost/testkit';
import { dayOf } from '@milepost/wording';
import { wordsOf } from '@milepost/wording/all';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { textOfHtml } from '../support/page-text.ts';
import { accounts, startSystem } from './support/system.ts';

/** Every date that a customer was told, by everybody who tells dates: Odoo through its simulator and the channel, the carrier by webhook, a colleague, and us, who write back to Odoo. */

let system: Awaited<ReturnType<typeof startSystem>>;
let agent: Record<string, string>;
beforeAll(async () => {
  system = await startSystem({
    env: { WRITE_BACK_POLICY: '{"mode":"live","gatherSeconds":0,"maxAgeDays":3650}', WRITE_BACK_LOOK_SECONDS: '0.2' },
  });
  agent = await system.signIn(accounts.agent);
}, 120_000);
afterAll(() => system[Symbol.asyncDispose]());

const number = '1Z999AA1PROM000001';
const ahead = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

interface PromisedDate {
  toldBy: string;
  latest: string | null;
  isEstimate: boolean;
  isFirst: boolean;
  isCurrent: boolean;
  toldByName: string | null;
  toldAt: string;
  reason: string | null;
  note: string | null;
  shipment: { trackingNumber: string } | null;
}
interface Order {
  id: string;
  promisedDeliveryAt: string | null;
  firstPromisedDeliveryAt: string | null;
  promises: PromisedDate[];
  shipments: {
    id: string;
    estimate: { latest: string; source: string } | null;
    promises: PromisedDate[];
  }[];
}
const dates =
  'promises { toldBy latest isEstimate isFirst isCurrent toldByName toldAt reason note shipment { trackingNumber } }';
async function read(headers = agent): Promise<Order> {
  const { data, errors } = await system.query<{ orderByName: Order }>(
    `{ orderByName(name: "PROM1") { id promisedDeliveryAt firstPromisedDeliveryAt ${dates} shipments { id estimate { latest source } ${dates} } } }`,
    {},
    headers,
  );
  expect(errors).toBeUndefined();
  return data.orderByName;
}
const told = (promises: readonly PromisedDate[]) =>
  promises.map(({ toldBy, latest }) => `${toldBy} ${latest?.slice(0, 10) ?? null}`);

async function carrierSays(minutesAgo: number, expected: string, tag: string, subtag: string) {
  const at = new Date(Date.now() - minutesAgo * 60_000).toISOString();
  const body = {
    ts: Math.floor(Date.now() / 1_000),
    event: 'tracking_update',
    event_id: crypto.randomUUID(),
    msg: {
      tracking_number: number,
      slug: 'ups',
      updated_at: at,
      tag,
      subtag,
      latest_estimated_delivery: { type: 'specific', source: 'Carrier EDD', datetime: expected },
      checkpoints: [
        {
          checkpoint_time: at,
          city: 'Louisville',
          country_region: 'USA',
          message: subtag,
          tag,
          subtag,
          hash: `${number}${subtag}`,
        },
      ],
    },
  };
  expect((await system.postScan(JSON.stringify(body))).status).toBe(200);
  await system.settled();
}

test('dates by the shop, the carrier, a colleague and us are one list on the order and on the parcel, the first one kept, and the estimate agrees', {
  timeout: 90_000,
}, async () => {
  const { orderId } = system.odooSimulator.world.cloneOrder(38, { name: 'PROM1', references: [number] });
  const shopSays = async (day: string) => {
    system.odooSimulator.world.writeRecords('sale.order', [orderId], { commitment_date: `${day} 09:00:00` });
    await eventually(async () => expect((await read()).promisedDeliveryAt?.slice(0, 10)).toBe(day), {
      timeoutMs: 20_000,
    });
    await system.settled();
  };
  await eventually(async () => expect((await read())?.shipments).toHaveLength(1), { timeoutMs: 30_000 });
  // What the order of the data set was promised when it was copied.
  const before = told((await read()).promises);
  const since = (order: Order) => told(order.promises).slice(before.length);

  await shopSays(ahead(5));
  await carrierSays(30, ahead(7), 'Exception', 'Exception_004');
  // What the carrier says is written to Odoo, and comes back as what it is: ours, and no promise of the shop.
  await eventually(async () => expect((await read()).promisedDeliveryAt?.slice(0, 10)).toBe(ahead(7)), {
    timeoutMs: 20_000,
  });
  await system.settled();
  expect(since(await read())).toEqual([`SHOP ${ahead(5)}`, `CARRIER ${ahead(7)}`, `MILEPOST ${ahead(7)}`]);

  const [{ id }] = (await read()).shipments as [Order['shipments'][number]];
  const { data } = await system.query<{ shipmentPromise: { userErrors: object[] } }>(
    `mutation { shipmentPromise(input: { shipmentId: "${id}", latest: "${ahead(8)}", reason: "the depot says Friday" }) { userErrors { code message } } }`,
    {},
    agent,
  );
  expect(data.shipmentPromise.userErrors).toEqual([]);
  await shopSays(ahead(9));

  const order = await read();
  const [parcel] = order.shipments as [Order['shipments'][number]];
  expect(since(order)).toEqual([
    `SHOP ${ahead(5)}`,
    `CARRIER ${ahead(7)}`,
    `MILEPOST ${ahead(7)}`,
    `AGENT ${ahead(8)}`,
    `SHOP ${ahead(9)}`,
  ]);
  // The parcel's own ledger is the same without what only Odoo has; nothing stands twice on the order.
  expect(told(parcel.promises).slice(-4)).toEqual([
    `SHOP ${ahead(5)}`,
    `CARRIER ${ahead(7)}`,
    `AGENT ${ahead(8)}`,
    `SHOP ${ahead(9)}`,
  ]);
  const stored = await system.sql<{ told: string }[]>`
    select p.told_by || ' ' || left(p.latest, 10) as told from tracking.promise p join tracking.shipment s on s.id = p.shipment_id where s.tracking_number = ${number} order by p.no`;
  expect(stored.map((row) => row.told)).toEqual(told(parcel.promises));

  expect(parcel.estimate).toEqual({ latest: ahead(7), source: 'CARRIER' });
  const estimates = parcel.promises.filter(({ isEstimate }) => isEstimate);
  expect(estimates.at(-1)).toMatchObject({ latest: parcel.estimate?.latest, toldBy: parcel.estimate?.source });
  expect(estimates.at(-1)?.reason).not.toBeNull();
  expect(order.promises[0]).toMatchObject({ isFirst: true, latest: order.firstPromisedDeliveryAt });
  for (const list of [order.promises, parcel.promises]) {
    expect(list.filter(({ isFirst }) => isFirst)).toHaveLength(1);
    expect(list.filter(({ isCurrent }) => isCurrent)).toHaveLength(1);
    expect(list.find(({ toldBy }) => toldBy === 'AGENT')).toMatchObject({
      toldByName: accounts.agent.name,
      note: 'the depot says Friday',
      shipment: { trackingNumber: number },
    });
  }

  // The customer reads the same dates, and neither who of us said so nor why.
  const customer = await system.signIn(accounts.customer);
  const { data: theirs } = await system.query<{ orderByName: Pick<Order, 'promises'> | null }>(
    `{ orderByName(name: "PROM1") { ${dates} } }`,
    {},
    customer,
  );
  expect(told(theirs.orderByName?.promises ?? [])).toEqual(told(order.promises));
  expect(JSON.stringify(theirs)).not.toMatch(/depot|Agent"/);

  // The page tells the same rows in the same order, and none besides.
  const response = await fetch(`${system.origin}/orders/${order.id}`, { headers: customer });
  const html = await response.text();
  const ledger = /<details class="promise">(.*?)<\/details>/s.exec(html)?.[1] ?? '';
  expect([...ledger.matchAll(/<time dateTime="([^"]+)"/g)].map(([, at]) => at)).toEqual(
    order.promises.map(({ toldAt }) => toldAt),
  );
  const words = wordsOf('en');
  const day = (at: string | null | undefined) => dayOf(at?.slice(0, 10) ?? '', new Date(), words);
  expect(textOfHtml(html)).toContain(
    `You were promised ${day(order.promises[0]?.latest)}; now ${day(order.promises.find(({ isCurrent }) => isCurrent)?.latest)}`,
  );
  expect(html).not.toContain('the depot says Friday');
});
