import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { eventually } from '@milepost/testkit';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { arrivals } from '../../services/tracking-subgraph/tests/support/messages.ts';
import { accounts, startSystem } from './support/system.ts';

let system: Awaited<ReturnType<typeof startSystem>>;
beforeAll(async () => {
  system = await startSystem({ env: { WEBHOOK_PRIVATE_ADDRESSES: '127.0.0.0/8' } });
}, 120_000);
afterAll(() => system[Symbol.asyncDispose]());

/** A partner's receiver, written as the documentation of Standard Webhooks says. */
async function startReceiver() {
  const got: { id: string; content: { type: string; data: { shipment?: { id: string; trackingNumber: string } } } }[] =
    [];
  const at: { secret: string } = { secret: '' };
  const server = createServer(async (request, response) => {
    try {
      const content = new Webhook(at.secret).verify(await text(request), request.headers as Record<string, string>);
      got.push({ id: String(request.headers['webhook-id']), content: content as (typeof got)[number]['content'] });
      response.writeHead(204).end();
    } catch {
      response.writeHead(401).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/in`,
    got,
    at,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

test('odoo-subgraph is told as partners are, and keeps each milestone once, also what happened while it was away', {
  timeout: 60_000,
}, async () => {
  const number = '1Z999AA1HOOK000003';
  system.odooSimulator.world.cloneOrder(38, { name: 'TOLD', references: [number] });
  await eventually(
    async () => (await system.sql`select 1 from tracking.shipment where tracking_number = ${number}`).length === 1,
    { timeoutMs: 30_000 },
  );
  const told = async () =>
    (
      await system.sql<{ local: string }[]>`
        select body->'data'->'event'->'occurredAt'->>'local' as local from odoo.received_message
        where event_type = 'milestone.added' and body->'data'->'shipment'->>'trackingNumber' = ${number} order by received_at`
    ).map(({ local }) => local);
  expect((await system.postScan(arrivals(number, 1))).status).toBe(200);
  await eventually(async () => expect(await told()).toHaveLength(1));
  system.taps.odoo.down();
  for (const minute of [2, 3]) expect((await system.postScan(arrivals(number, minute))).status).toBe(200);
  await system.settled();
  system.taps.odoo.back();
  await eventually(async () => expect(await told()).toHaveLength(3), { timeoutMs: 30_000 });
  expect(await told()).toEqual((await told()).toSorted());
});

test('a partner makes an endpoint with its own token and is sent what its client may see, until its client is disabled', {
  timeout: 60_000,
}, async () => {
  await using receiver = await startReceiver();
  const partner = { authorization: `Bearer ${await system.partnerToken()}` };
  interface Made {
    webhookEndpointCreate: { endpoint: { id: string; clientId: string }; secret: string };
  }
  const made = await system.query<Made>(
    'mutation ($input: WebhookEndpointCreateInput!) { webhookEndpointCreate(input: $input) { endpoint { id clientId } secret userErrors { message } } }',
    { input: { name: 'ERP', url: receiver.url, eventTypes: ['milestone.added'] } },
    partner,
  );
  expect(made.errors).toBeUndefined();
  const { endpoint, secret } = (made.data as Made).webhookEndpointCreate;
  receiver.at.secret = secret;
  const numbers = ['1Z999AA1HOOK000001', '1Z999AA1HOOK000002'] as const;
  system.odooSimulator.world.cloneOrder(38, { name: 'HOOKS', references: [...numbers] });
  const known = async () =>
    (await system.sql`select 1 from tracking.shipment where tracking_number = any(${[...numbers]})`).length;
  await eventually(async () => (await known()) === 2, { timeoutMs: 30_000 });
  const [number, other] = numbers;
  const scan = async (of: string) => {
    expect((await system.postScan(arrivals(of, 1))).status).toBe(200);
    await system.settled();
  };
  await scan(number);
  await eventually(() => receiver.got.length >= 1);
  const [{ content } = { content: undefined }] = receiver.got;
  expect(content?.data.shipment?.trackingNumber).toBe(number);
  // Its ids are the graph's.
  const { data } = await system.query<{ shipment: { trackingNumber: string } }>(
    'query ($id: ID!) { shipment(id: $id) { trackingNumber } }',
    { id: content?.data.shipment?.id },
    partner,
  );
  expect(data?.shipment.trackingNumber).toBe(number);

  const operator = await system.signIn(accounts.operator);
  const clients = await system.query<{ apiClients: { nodes: { id: string; clientId: string }[] } }>(
    '{ apiClients { nodes { id clientId } } }',
    {},
    operator,
  );
  const client = clients.data?.apiClients.nodes.find(({ clientId }) => clientId === endpoint.clientId);
  await system.query(
    'mutation ($input: ApiClientInput!) { apiClientDisable(input: $input) { userErrors { code } } }',
    { input: { clientId: client?.id } },
    operator,
  );
  // For half a minute a process goes on as whom it knows; a new one asks.
  await system.restartTracking();
  const before = receiver.got.length;
  await scan(other);
  const resting = async () =>
    (
      await system.query<{ webhookEndpoint: { restReason: string | null } }>(
        'query ($id: ID!) { webhookEndpoint(id: $id) { restReason } }',
        { id: endpoint.id },
        operator,
      )
    ).data?.webhookEndpoint.restReason;
  await eventually(async () => expect(await resting()).toBe('OWNER_NOT_ALLOWED'));
  expect(receiver.got).toHaveLength(before);
});
