import { toGlobalId } from '@milepost/service-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { deliveryChanged, scansOf, trackingUpdate } from './support/messages.ts';
import { anonymous, orderHolder, startWorld, viewer, type World, withoutCases } from './support/world.ts';

let world: World;
const statements: string[] = [];
beforeAll(async () => {
  world = await startWorld({
    env: { ...withoutCases, ROLES: 'api,worker' },
    onStatement: (text) => void statements.push(text),
  });
});
afterAll(() => world[Symbol.asyncDispose]());

interface Headline {
  locale: string;
  state: string;
  tone: string;
  text: string;
  detail: string | null;
  nextStep: string | null;
  clauses: { says: string[]; text: string; basis: string[]; eventIds: string[] }[];
}
const headline =
  'headline(locale: $locale) { locale state tone text detail nextStep clauses { says text basis eventIds } }';
async function headlineOf(number: string, as = viewer(), locale = 'en') {
  const { data, errors } = await world.query<{
    shipmentByTrackingNumber: { headline: Headline; events: { nodes: { id: string }[] } };
  }>(
    as,
    `query ($locale: String!) { shipmentByTrackingNumber(trackingNumber: "${number}") { ${headline} events { nodes { id } } } }`,
    { locale },
  );
  expect(errors).toBeUndefined();
  return data.shipmentByTrackingNumber;
}

test('says where a parcel is in the reader’s language, as far as the reader may know, each clause with what it rests on', async () => {
  await world.tell([deliveryChanged(7_000, { references: ['1ZHEAD1'] })]);
  await world.deliver(
    trackingUpdate({ number: '1ZHEAD1', scans: [{ minute: 60, tag: 'InTransit', subtag: 'InTransit_003' }] }),
  );
  const { headline: said, events } = await headlineOf('1ZHEAD1', orderHolder(7_000));
  const newest = events.nodes[0]?.id as string;
  expect(said).toMatchObject({ locale: 'en', tone: expect.any(String), nextStep: null });
  expect([said.text, said.detail].join('. ')).toContain('Last seen in Hamburg');
  expect(said.clauses.map(({ text }) => text).join(' ')).toBe([said.text, said.detail].filter(Boolean).join(' '));
  expect(said.clauses.find(({ text }) => text.startsWith('Last seen'))).toEqual({
    says: ['WHAT'],
    text: expect.any(String),
    basis: ['events'],
    eventIds: [newest],
  });

  const texts = await Promise.all(
    ['de-AT,de;q=0.9', 'fr', 'ar', 'ja'].map(
      async (locale) => (await headlineOf('1ZHEAD1', viewer(), locale)).headline,
    ),
  );
  expect(texts.map(({ locale }) => locale)).toEqual(['de', 'fr', 'ar', 'en']);
  expect(new Set(texts.map(({ text }) => text)).size).toBe(4);
  expect(new Set(texts.map(({ state }) => state)).size).toBe(1);

  // Who only has the number is told no town.
  const coarse = (await headlineOf('1ZHEAD1', anonymous)).headline;
  expect(coarse.state).toBe(said.state);
  expect(JSON.stringify(coarse)).not.toContain('Hamburg');
});

test('a signature is told to whoever may see it, and to nobody else', async () => {
  await world.tell([deliveryChanged(7_010, { references: ['1ZHEAD2'] })]);
  await world.deliver(scansOf('1ZHEAD2', [0, 'InTransit', 'InTransit_003'], [600, 'Delivered', 'Delivered_003']));
  await world.sql`
    update tracking.shipment set state = jsonb_set(state, '{proof}', '{"deliveredAt": null, "signedBy": "A. Rivera", "documentCount": 0}')
    where tracking_number = '1ZHEAD2'`;
  expect((await headlineOf('1ZHEAD2')).headline.detail).toContain('Signed by A. Rivera.');
  const proven = { ...orderHolder(7_010), level: 'L3' as const };
  expect((await headlineOf('1ZHEAD2', proven)).headline.detail).toContain('Signed by A. Rivera.');
  for (const as of [orderHolder(7_010), anonymous])
    expect(JSON.stringify((await headlineOf('1ZHEAD2', as)).headline)).not.toContain('Rivera');
});

test('a label that nobody scans is quiet from the day the goods left, and not before the limit for that', async () => {
  const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
  await world.tell([
    deliveryChanged(7_020, { references: ['1ZHEAD3'], shippedAt: daysAgo(4) }),
    deliveryChanged(7_021, { references: ['1ZHEAD4'], shippedAt: daysAgo(2) }),
    deliveryChanged(7_022, { references: ['1ZHEAD5'] }),
  ]);
  for (const number of ['1ZHEAD3', '1ZHEAD4', '1ZHEAD5'])
    await world.deliver(scansOf(number, [0, 'InfoReceived', 'InfoReceived_001']));
  const stateOf = async (number: string, as = viewer()) => (await headlineOf(number, as)).headline.state;
  expect(await stateOf('1ZHEAD3')).toBe('CARRIER_SILENT');
  expect(await stateOf('1ZHEAD3', orderHolder(7_020))).toBe('CARRIER_SILENT');
  expect(await stateOf('1ZHEAD4')).toBe('LABEL_MADE');
  expect(await stateOf('1ZHEAD5')).toBe('LABEL_MADE');
});

test('costs as many statements for twelve parcels as for one', async () => {
  await world.tell([
    deliveryChanged(7_030, { references: ['1ZHEADX'] }),
    ...Array.from({ length: 12 }, (_, i) =>
      deliveryChanged(7_040 + i, { orderId: 7_040, references: [`1ZHEADY${i}`] }),
    ),
  ]);
  const count = async (orderId: number) => {
    statements.length = 0;
    const { data, errors } = await world.query<{ _entities: [{ shipments: { headline: Headline }[] }] }>(
      viewer({ role: 'agent', companies: [1] }),
      `query ($locale: String!) { _entities(representations: [{ __typename: "Order", id: "${toGlobalId('Order', orderId)}" }]) { ... on Order { shipments { ${headline} } } } }`,
      { locale: 'en' },
    );
    expect(errors).toBeUndefined();
    // The workers have statements of their own.
    const reads = statements.filter((text) => /from tracking\.event|tracking\.shipment_source/.test(text));
    return { parcels: data._entities[0].shipments.length, statements: reads.length };
  };
  const one = await count(7_030);
  expect(one).toEqual({ parcels: 1, statements: 2 });
  expect(await count(7_040)).toEqual({ parcels: 12, statements: one.statements });
});
