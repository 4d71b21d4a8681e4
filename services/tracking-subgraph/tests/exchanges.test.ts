import { readAs, toGlobalId, type Viewer, viewerSettings } from '@milepost/service-kit';
import { eventually } from '@milepost/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { keepHouse } from '../src/archive/retention.ts';
import { arrivals, deliveryChanged, scansOf } from './support/messages.ts';
import { startReceiver } from './support/webhook-receiver.ts';
import { startWorld, viewer, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({ env: { WEBHOOK_PRIVATE_ADDRESSES: '127.0.0.0/8' } });
});
afterAll(() => world[Symbol.asyncDispose]());

const agent = (more: Partial<Viewer> = {}) => viewer({ role: 'agent', sub: 'ana', ...more });
let made = 0;
async function parcel(...owners: { companyId: number; customerId?: number }[]) {
  made += 1;
  const number = `1Z999AA1${String(4_000_000_000 + made)}`;
  await world.tell(
    owners.map((owner, i) => deliveryChanged(9_000 + made * 10 + i, { references: [number], ...owner })),
  );
  const [row] = await world.sql<{ id: string }[]>`select shipment_id as id from tracking.ref where number = ${number}`;
  return { number, local: row?.id as string, id: toGlobalId('Shipment', row?.id as string) };
}
interface Shown {
  providerChecks: { provider: string; question: string; outcome: string; count: number; lastAt: string }[] | null;
  receivedMessages: { provider: string; way: string | null; factCount: number; eventIds: string[] }[] | null;
  sentWebhooks:
    | { endpoint: string; isOwn: boolean; state: string; attemptCount: number; lastStatus: number | null }[]
    | null;
  events: { nodes: { id: string; milestone: string }[] };
}
async function shown(as: Viewer, id: string): Promise<Shown | null> {
  const { data, errors } = await world.query<{ shipment: Shown | null }>(
    as,
    `query ($id: ID!) { shipment(id: $id) { events(first: 20) { nodes { id milestone } }
      providerChecks { provider question outcome count firstAt lastAt }
      receivedMessages { provider way receivedAt factCount eventIds }
      sentWebhooks { id endpoint isOwn eventType state attemptCount lastTriedAt lastStatus lastProblem createdAt } } }`,
    { id },
  );
  expect(errors).toBeUndefined();
  return data.shipment;
}
/** As polls write it, so many minutes after the first message came. */
const asked = (local: string, outcome: string, ...minutes: number[]) =>
  world.sql`insert into tracking.provider_ask (provider, at, outcome)
    select 'aftership', (select min(recorded_at) from tracking.fact where shipment_id = ${local}) + m * interval '1 minute', ${outcome} from unnest(${minutes}::int[]) m`;

test('forty questions without news are one line; news, another outcome and a question about the number begin others', async () => {
  const { number, local, id } = await parcel({ companyId: 1 });
  await world.deliver(scansOf(number, [5, 'InTransit', 'InTransit_003']));
  // Before anything was known of it: not about this one.
  await asked(local, 'ANSWERED', -30, -20);
  await asked(local, 'ANSWERED', ...Array.from({ length: 40 }, (_, i) => 1 + i));
  await asked(local, 'UNAVAILABLE', 15, 16);
  await world.deliver(scansOf(number, [5, 'InTransit', 'InTransit_003'], [60, 'InTransit', 'InTransit_007']));
  await world.sql`update tracking.fact set recorded_at = recorded_at + interval '50 minutes' where shipment_id = ${local} and recorded_at = (select max(recorded_at) from tracking.fact where shipment_id = ${local})`;
  await asked(local, 'ANSWERED', 60, 61, 62);
  await world.sql`insert into tracking.provider_ask (provider, shipment_id, at, outcome) values ('aftership', ${local}, now() + interval '2 hours', 'ANSWERED')`;
  const lines = (await shown(agent(), id))?.providerChecks?.map(
    ({ provider, question, outcome, count }) => `${provider} ${question} ${outcome} ${count}`,
  );
  expect(lines).toEqual([
    'aftership NUMBER ANSWERED 1',
    'aftership CHANGES ANSWERED 3',
    'aftership CHANGES ANSWERED 40',
    'aftership CHANGES UNAVAILABLE 2',
  ]);
  // Over: what is asked after its last word is not about it.
  await world.deliver(
    scansOf(
      number,
      [5, 'InTransit', 'InTransit_003'],
      [60, 'InTransit', 'InTransit_007'],
      [90, 'Delivered', 'Delivered_001'],
    ),
  );
  const after = (await shown(agent(), id))?.providerChecks ?? [];
  const listings = after.filter(({ question }) => question === 'CHANGES');
  expect(listings.reduce((sum, { count }) => sum + count, 0)).toBe(42);
});

test('a message says how it came and which events it brought, also when it is not kept any more', async () => {
  const { number, local, id } = await parcel({ companyId: 1 });
  await world.deliver(scansOf(number, [5, 'InTransit', 'InTransit_003']));
  await world.deliver(scansOf(number, [5, 'InTransit', 'InTransit_003'], [60, 'InTransit', 'InTransit_007']));
  const first = await shown(agent(), id);
  expect(first?.receivedMessages?.map(({ provider, way }) => [provider, way])).toEqual([
    ['aftership', 'WEBHOOK'],
    ['aftership', 'WEBHOOK'],
  ]);
  // Newest first, as events are.
  expect(first?.receivedMessages?.map(({ eventIds }) => eventIds)).toEqual(
    first?.events.nodes.map((node) => [node.id]),
  );
  await world.sql`update tracking.inbox set provider = 'aftership/read' where id = (select max(inbox_id) from tracking.fact where shipment_id = ${local})`;
  await world.sql`delete from tracking.inbox where id = (select min(inbox_id) from tracking.fact where shipment_id = ${local})`;
  expect((await shown(agent(), id))?.receivedMessages?.map(({ way }) => way)).toEqual(['READ', null]);
});

test('what was sent says to which endpoint and what became of it, and a partner’s endpoint is nobody’s to see who does not see all orders', async () => {
  await using receiver = await startReceiver();
  const partner = viewer({
    role: 'partner',
    level: 'PARTNER',
    sub: 'mpc_story',
    customers: [77],
    scopes: ['shipments:read', 'webhooks:write'],
  });
  world.keys.clients.set('mpc_story', partner);
  for (const [as, name] of [
    [partner, 'a partner'],
    [viewer(), 'the house'],
  ] as const) {
    const { data } = await world.query<{ webhookEndpointCreate: { secret: string } }>(
      as,
      'mutation ($input: WebhookEndpointCreateInput!) { webhookEndpointCreate(input: $input) { secret userErrors { message } } }',
      { input: { name, url: `${receiver.url}?token=never-shown`, eventTypes: ['milestone.added'] } },
    );
    receiver.secrets.push(data.webhookEndpointCreate.secret);
  }
  const { number, id } = await parcel({ companyId: 1, customerId: 77 }, { companyId: 2, customerId: 78 });
  await world.deliver(arrivals(number, 1));
  const line = {
    state: 'DELIVERED',
    attemptCount: 1,
    lastStatus: 204,
    lastProblem: null,
    eventType: 'milestone.added',
  };
  const all = [
    { endpoint: 'a partner', isOwn: false, ...line },
    { endpoint: 'the house', isOwn: true, ...line },
  ];
  const sent = async (as: Viewer) =>
    (await shown(as, id))?.sentWebhooks?.toSorted((a, b) => a.endpoint.localeCompare(b.endpoint));
  await eventually(async () => expect(await sent(agent())).toMatchObject(all), { timeoutMs: 10_000 });
  expect(JSON.stringify(await sent(agent()))).not.toContain('never-shown');
  expect(await sent(agent({ companies: [1, 2] }))).toMatchObject(all);
  for (const companies of [[1], [2]]) expect(await sent(agent({ companies }))).toMatchObject([all[1]]);
  expect(await shown(agent({ companies: [3] }), id)).toBeNull();

  // The second wall alone.
  const rows = async (as: Viewer, table: string) =>
    (await readAs(world.readSql, viewerSettings(as)).unsafe(`select 1 from tracking.${table}`)).length;
  expect(await rows(agent(), 'sent_webhook')).toBe(2);
  expect(await rows(agent({ companies: [1] }), 'sent_webhook')).toBe(1);
  for (const as of [
    partner,
    agent({ companies: [3] }),
    viewer({ role: 'customer', level: 'L3', companies: [], customers: [77] }),
  ])
    expect(await rows(as, 'sent_webhook')).toBe(0);
  expect(await rows(partner, 'provider_ask')).toBe(0);
});

test('customers and partners see nothing of it', async () => {
  const { number, id } = await parcel({ companyId: 1, customerId: 88 });
  await world.deliver(arrivals(number, 1));
  for (const as of [
    viewer({ role: 'customer', level: 'L3', companies: [], customers: [88] }),
    viewer({ role: 'partner', level: 'PARTNER', customers: [88] }),
  ])
    expect(await shown(as, id)).toMatchObject({ providerChecks: null, receivedMessages: null, sentWebhooks: null });
});

test('questions are forgotten after a month', async () => {
  await world.sql`insert into tracking.provider_ask (provider, at, outcome) values ('aftership', now() - interval '31 days', 'OLD'), ('aftership', now() - interval '29 days', 'YOUNG')`;
  const { gone } = await keepHouse(
    { sql: world.sql, registering: { addJobs: async () => {} } },
    {
      rawDays: null,
      unmatchedDays: null,
      deadLetterDays: null,
      outboxDays: null,
      archiveAfterDays: null,
      shipmentDays: null,
      webhookLogDays: null,
      caseDays: null,
      webhookBacklogDays: 30,
    },
    new Date(),
  );
  expect(gone.asks).toBe(1);
  expect(await world.sql`select outcome from tracking.provider_ask where outcome in ('OLD', 'YOUNG')`).toEqual([
    { outcome: 'YOUNG' },
  ]);
});
