import { toGlobalId, type Viewer } from '@milepost/service-kit';
import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, expect, test } from 'vitest';
import WebSocket from 'ws';
import { encodeLiveCursor } from '../src/live/cursor.ts';
import { deliveryChanged } from './support/messages.ts';
import { fixture, fixtureHeaders, startWorld, viewer, type World } from './support/world.ts';

const signed = '06-delivered-signed-with-photo';
const number = JSON.parse(fixture(signed).toString('utf8')).msg.tracking_number as string;
const statements: string[] = [];
let world: World;
let id = '';

beforeAll(async () => {
  world = await startWorld({ onStatement: (text) => void statements.push(text) });
  const told = await world.tell([deliveryChanged(1, { references: [number] })]);
  expect(told).toBe(200);
  await world.deliver(fixture(signed), fixtureHeaders(signed));
  const [row] = await world.sql<{ id: string }[]>`select id from tracking.shipment`;
  id = row?.id ?? '';
});
afterAll(() => world[Symbol.asyncDispose]());

const rows = () =>
  world.sql`select actor, role, subject, detail from tracking.audit where action = 'personal_data.read' order by id`;
const query = () => `{ shipment(id: "${toGlobalId('Shipment', id)}") { proofOfDelivery { signedBy documentCount } } }`;

test('who signed for a parcel is shown to staff with a row in the audit, to customers without', async () => {
  const customer = viewer({ role: 'customer', level: 'L3', companies: [], customers: [10] });
  statements.length = 0;
  const proof = async (as: Viewer, text = query()) =>
    (await world.query<{ shipment: { proofOfDelivery: { signedBy?: string } } }>(as, text)).data.shipment
      .proofOfDelivery;
  expect((await proof(customer)).signedBy).toEqual(expect.any(String));
  await proof(viewer(), query().replace('signedBy', ''));
  expect(await rows()).toEqual([]);
  expect(statements.filter((text) => text.startsWith('insert into tracking.audit'))).toEqual([]);
  expect((await proof(viewer({ role: 'agent', sub: 'anna' }))).signedBy).toEqual(expect.any(String));
  expect(await rows()).toEqual([
    { actor: 'anna', role: 'agent', subject: `shipment ${id}`, detail: { fields: ['ProofOfDelivery.signedBy'] } },
  ]);
});

test('a live message that shows it is recorded; while that cannot be, the stream ends and nothing is lost', async () => {
  const before = (await rows()).length;
  const client = createClient({
    url: `${world.server.privateUrl.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
  });
  const subscribe = async () =>
    client.iterate<{ milestoneAdded: { shipment: { proofOfDelivery: { signedBy: string } } } }>({
      query: `subscription { milestoneAdded(after: "${encodeLiveCursor(0)}") { shipment { proofOfDelivery { signedBy } } } }`,
      extensions: { viewer: await world.keys.sign(viewer({ role: 'agent', sub: 'bert' })) },
    });
  await world.sql`alter table tracking.audit rename to audit_away`;
  try {
    await expect((await subscribe()).next()).rejects.toMatchObject({ code: 1011 });
  } finally {
    await world.sql`alter table tracking.audit_away rename to audit`;
  }
  // A second message may have been on its way when the table came back: recorded and not shown, never the other way round.
  const stream = await subscribe();
  const { value } = await stream.next();
  expect(value?.data?.milestoneAdded.shipment.proofOfDelivery.signedBy).toEqual(expect.any(String));
  await stream.return?.();
  expect((await rows()).slice(before)[0]).toMatchObject({ actor: 'bert', subject: `shipment ${id}` });
  await client.dispose();
});
