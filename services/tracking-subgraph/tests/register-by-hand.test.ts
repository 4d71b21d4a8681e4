import { readFileSync } from 'node:fs';
import { toGlobalId, type Viewer } from '@milepost/service-kit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deliveryChanged } from './support/messages.ts';
import { anonymous, orderHolder, startWorld, viewer, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const contract = readFileSync(new URL('../../../tests/contract/ShipmentRegister.graphql', import.meta.url), 'utf8');
interface Registered {
  shipment: { id: string; trackingNumber: string; carrier: { code: string } | null; status: string } | null;
  userErrors: { code: string; message: string; field: string[] }[];
}
async function register(variables: object, as: Viewer = viewer()): Promise<Registered> {
  const { data, errors } = await world.query<{ shipmentRegister: Registered }>(as, contract, variables);
  if (errors) throw new Error(JSON.stringify(errors));
  return data.shipmentRegister;
}
const partnerOf = (...customers: number[]) =>
  viewer({
    role: 'partner',
    level: 'PARTNER',
    sub: `client-${customers.join()}`,
    customers,
    scopes: ['shipments:read', 'shipments:write'],
  });
const numbersOf = async (order: number, as?: Viewer) =>
  (await world.shipmentsOf(order, as)).map((s) => s.trackingNumber);
const shipments = async () => Number((await world.sql`select count(*) as n from tracking.shipment`)[0]?.['n']);

describe('one number', () => {
  test('with its order: it shows there at once; the same again is the same shipment', async () => {
    await world.tell([deliveryChanged(201)]);
    const first = await register({ trackingNumber: ' 1z 201-a ', carrierCode: 'ups', orderName: 's201' });
    expect(first).toEqual({
      shipment: { id: expect.any(String), trackingNumber: '1Z201-A', carrier: { code: 'ups' }, status: 'PENDING' },
      userErrors: [],
    });
    expect(await numbersOf(201)).toEqual(['1Z201-A']);
    expect(await register({ trackingNumber: '1Z201-A', carrierCode: 'ups', orderName: 'S201' })).toEqual(first);
    expect(await register({ trackingNumber: '1Z201-A', carrierCode: 'ups' })).toEqual(first);
  });

  test('is one shipment however it is typed, by hand, in Odoo and where it is looked up', async () => {
    await world.tell([deliveryChanged(208, { references: ['99.60.123456.12345678', 'CC-10046'] })]);
    const byHand = await register({ trackingNumber: '99.60-123456 12345678' });
    expect(byHand.shipment?.trackingNumber).toBe('996012345612345678');
    expect(await numbersOf(208)).toEqual(['996012345612345678', 'CC-10046']);
    const query = 'query ($n: String!) { shipmentByTrackingNumber(trackingNumber: $n) { id } }';
    for (const n of ['99.60.123456.12345678', '996012345612345678'])
      expect((await world.query(viewer(), query, { n })).data).toEqual({
        shipmentByTrackingNumber: { id: byHand.shipment?.id },
      });
  });

  test('stays linked when Odoo tells its references again, moves with the order’s owner, and goes with the delivery', async () => {
    await world.tell([deliveryChanged(202, { references: ['FROMODOO1'] })]);
    await register({ trackingNumber: 'BYHAND1', carrierCode: 'dpd', orderName: 'S202' });
    expect(await numbersOf(202)).toEqual(['FROMODOO1', 'BYHAND1']);
    await world.tell([deliveryChanged(202, { references: ['OTHER1'], customerId: 77 })]);
    expect(await numbersOf(202)).toEqual(['BYHAND1', 'OTHER1']);
    expect(await numbersOf(202, partnerOf(77))).toEqual(['BYHAND1', 'OTHER1']);
    await world.tell([deliveryChanged(202, { references: [], deleted: true })]);
    expect(await numbersOf(202)).toEqual([]);
  });

  test.each([
    [{ trackingNumber: 'A-1' }, 'BAD_USER_INPUT', 'trackingNumber'],
    [{ trackingNumber: 'HAS Ü 123456' }, 'BAD_USER_INPUT', 'trackingNumber'],
    [{ trackingNumber: '7'.repeat(121) }, 'BAD_USER_INPUT', 'trackingNumber'],
    [{ trackingNumber: 'GOOD12345', carrierCode: 'no-such' }, 'BAD_USER_INPUT', 'carrierCode'],
    [{ trackingNumber: 'GOOD12345', orderName: 'S99999' }, 'NOT_FOUND', 'orderName'],
    [{ trackingNumber: 'GOOD12345', orderName: 'x'.repeat(101) }, 'BAD_USER_INPUT', 'orderName'],
    [{ trackingNumber: 'GOOD12345', idempotencyKey: '' }, 'BAD_USER_INPUT', 'idempotencyKey'],
  ])('%o: %s at %s, and nothing is done', async (variables, code, field) => {
    const before = await shipments();
    const { shipment, userErrors } = await register(variables);
    expect(shipment).toBeNull();
    expect(userErrors).toMatchObject([{ code, field: ['input', field] }]);
    expect(await shipments()).toBe(before);
  });

  test('a typing error is caught, the likely number named, and whoever is sure is believed', async () => {
    const given = { trackingNumber: '1Z999AA1O123456784', carrierCode: 'ups' };
    const before = await shipments();
    const { userErrors } = await register(given);
    expect(userErrors).toMatchObject([{ code: 'BAD_USER_INPUT', field: ['input', 'trackingNumber'] }]);
    expect(userErrors[0]?.message).toContain('1Z999AA10123456784');
    expect(await shipments()).toBe(before);
    const mutation = `mutation ($input: ShipmentRegisterInput!) { shipmentRegister(input: $input) { shipment { trackingNumber } userErrors { field } } }`;
    expect((await world.query(viewer(), mutation, { input: { ...given, acceptUnusual: true } })).data).toEqual({
      shipmentRegister: { shipment: { trackingNumber: given.trackingNumber }, userErrors: [] },
    });
    // Not known is not invalid.
    expect((await register({ trackingNumber: 'NOBODYKNOWSTHIS1', carrierCode: 'dpd' })).userErrors).toEqual([]);
  });

  test('an order of several deliveries asks which; a cancelled one does not count', async () => {
    await world.tell([
      deliveryChanged(203, { id: 2031, name: 'WH/OUT/2031' }),
      deliveryChanged(203, { id: 2032, name: 'WH/OUT/2032' }),
    ]);
    const { userErrors } = await register({ trackingNumber: 'WHICH12345', orderName: 'S203' });
    expect(userErrors).toMatchObject([{ code: 'BAD_USER_INPUT', field: ['input', 'deliveryId'] }]);
    expect(userErrors[0]?.message).toContain('WH/OUT/2031');
    const mutation = `mutation ($input: ShipmentRegisterInput!) { shipmentRegister(input: $input) { shipment { trackingNumber } userErrors { field } } }`;
    const input = { trackingNumber: 'WHICH12345', orderName: 'S203', deliveryId: toGlobalId('Delivery', 2032) };
    expect((await world.query(viewer(), mutation, { input })).data).toEqual({
      shipmentRegister: { shipment: { trackingNumber: 'WHICH12345' }, userErrors: [] },
    });
    await world.tell([deliveryChanged(203, { id: 2031, name: 'WH/OUT/2031', cancelled: true })]);
    expect((await register({ trackingNumber: 'WHICH22222', orderName: 'S203' })).userErrors).toEqual([]);
  });
});

describe('a key', () => {
  test('the same content gives the same answer and does nothing again; other content is CONFLICT; another viewer’s key is another key', async () => {
    const given = { trackingNumber: 'KEYED12345', carrierCode: 'ups', idempotencyKey: 'one' };
    const first = await register(given);
    const audits = async () =>
      Number(
        (await world.sql`select count(*) as n from tracking.audit where action = 'registration.requested'`)[0]?.['n'],
      );
    const before = await audits();
    expect(await register({ ...given, trackingNumber: 'keyed 12345' })).toEqual(first);
    expect(await audits()).toBe(before);
    expect((await register({ ...given, trackingNumber: 'KEYED99999' })).userErrors).toMatchObject([
      { code: 'CONFLICT', field: ['input', 'idempotencyKey'] },
    ]);
    const other = viewer({ sub: 'another', companies: null });
    expect((await register({ ...given, trackingNumber: 'KEYED99999' }, other)).userErrors).toEqual([]);
  });

  test('what was refused is looked at again', async () => {
    const given = { trackingNumber: 'EARLYKEY12', orderName: 'S204', idempotencyKey: 'early' };
    expect((await register(given)).userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
    await world.tell([deliveryChanged(204)]);
    expect((await register(given)).userErrors).toEqual([]);
    expect(await numbersOf(204)).toEqual(['EARLYKEY12']);
  });

  test('eight at once with one key: one shipment', async () => {
    const before = await shipments();
    const all = await Promise.all(
      Array.from({ length: 8 }, () => register({ trackingNumber: 'ATONCE1234', idempotencyKey: 'at once' })),
    );
    expect(new Set(all.map(({ shipment }) => shipment?.id)).size).toBe(1);
    expect(await shipments()).toBe(before + 1);
  });
});

describe('who may', () => {
  test.each([
    ['nobody without sign-in', anonymous],
    ['no customer', orderHolder(201)],
    ['no partner without shipments:write', viewer({ role: 'partner', level: 'PARTNER', scopes: ['shipments:read'] })],
  ])('%s', async (_name, as) => {
    const { errors } = await world.query(as, contract, { trackingNumber: 'REFUSED12345' });
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    expect(await world.sql`select 1 from tracking.ref where number = 'REFUSED12345'`).toHaveLength(0);
  });

  test('a stranger’s order is like none', async () => {
    await world.tell([deliveryChanged(205, { customerId: 500 })]);
    for (const orderName of ['S205', 'S98765'])
      expect((await register({ trackingNumber: 'TOSTRANGER1', orderName }, partnerOf(501))).userErrors).toEqual([
        {
          code: 'NOT_FOUND',
          message: 'There is no such order with a delivery, or it is not yours.',
          field: ['input', 'orderName'],
        },
      ]);
    const agent = viewer({ role: 'agent', companies: [9] });
    expect((await register({ trackingNumber: 'TOSTRANGER1', orderName: 'S205' }, agent)).userErrors).toMatchObject([
      { code: 'NOT_FOUND' },
    ]);
  });

  test('a stranger’s parcel is not linked to an own order, nor changed; by its number it shows as to anybody', async () => {
    await world.tell([
      deliveryChanged(206, { customerId: 600, references: ['SECRET0206'], deliveryMethod: null }),
      deliveryChanged(207, { customerId: 601 }),
    ]);
    const thief = partnerOf(601);
    for (const carrierCode of ['ups', undefined])
      expect(
        (await register({ trackingNumber: 'SECRET0206', carrierCode, orderName: 'S207' }, thief)).userErrors,
      ).toMatchObject([{ code: 'CONFLICT', field: ['input', 'trackingNumber'] }]);
    // Naming the carrier would change it.
    expect((await register({ trackingNumber: 'SECRET0206', carrierCode: 'ups' }, thief)).userErrors).toMatchObject([
      { code: 'CONFLICT' },
    ]);
    expect(await numbersOf(207)).toEqual([]);
    expect(await world.shipmentsOf(206)).toMatchObject([{ carrier: null }]);
    const mutation = `mutation ($n: String!) { shipmentRegister(input: { trackingNumber: $n }) { shipment { viewerAccess pieces { trackingNumber } registration { state } order { id } } } }`;
    expect((await world.query(thief, mutation, { n: 'SECRET0206' })).data).toEqual({
      shipmentRegister: { shipment: { viewerAccess: 'L0', pieces: null, registration: null, order: null } },
    });
    expect(
      await world.sql`select is_by_hand from tracking.registration g join tracking.ref r using (shipment_id) where r.number = 'SECRET0206'`,
    ).toEqual([{ is_by_hand: false }]);
  });
});

describe('a batch', () => {
  const mutation = `mutation ($input: ShipmentRegisterManyInput!) { shipmentRegisterMany(input: $input) {
    rows { row isAccepted state shipment { trackingNumber } userErrors { code field } } userErrors { field message } } }`;
  interface Many {
    rows: { row: number; isAccepted: boolean; state: string | null; userErrors: { code: string; field: string[] }[] }[];
    userErrors: { field: string[]; message: string }[];
  }
  const many = async (batch: string, rows: object[], as: Viewer = viewer()) => {
    const { data, errors } = await world.query<{ shipmentRegisterMany: Many }>(as, mutation, {
      input: { batch, rows },
    });
    if (errors) throw new Error(JSON.stringify(errors));
    return data.shipmentRegisterMany;
  };
  const rowsOf = (from: number, count: number) =>
    Array.from({ length: count }, (_, i) => ({
      row: from + i,
      trackingNumber: `BATCH${String(from + i).padStart(6, '0')}`,
      carrierCode: 'ups',
    }));

  test('a result per row; what is wrong with one costs only that one', async () => {
    const { rows, userErrors } = await many('mixed', [
      { row: 1, trackingNumber: 'MIXED00001', carrierCode: 'ups' },
      { row: 2, trackingNumber: '!' },
      { row: 3, trackingNumber: 'MIXED00003', orderName: 'S99999' },
      { row: 4, trackingNumber: 'MIXED00004' },
      { row: 5, trackingNumber: 'MIXED00001', carrierCode: 'ups' },
    ]);
    expect(userErrors).toEqual([]);
    expect(rows).toEqual([
      { row: 1, isAccepted: true, state: 'QUEUED', shipment: { trackingNumber: 'MIXED00001' }, userErrors: [] },
      {
        row: 2,
        isAccepted: false,
        state: null,
        shipment: null,
        userErrors: [{ code: 'BAD_USER_INPUT', field: ['input', 'rows', '1', 'trackingNumber'] }],
      },
      {
        row: 3,
        isAccepted: false,
        state: null,
        shipment: null,
        userErrors: [{ code: 'NOT_FOUND', field: ['input', 'rows', '2', 'orderName'] }],
      },
      { row: 4, isAccepted: true, state: 'NEEDS_CARRIER', shipment: { trackingNumber: 'MIXED00004' }, userErrors: [] },
      { row: 5, isAccepted: true, state: 'QUEUED', shipment: { trackingNumber: 'MIXED00001' }, userErrors: [] },
    ]);
  });

  test('sent in parts, and again from before where it broke off: every row once, by pages', async () => {
    const before = await shipments();
    await many('parts', rowsOf(1, 300));
    await many('parts', rowsOf(201, 300));
    expect(await shipments()).toBe(before + 500);
    const query = `query ($after: String) { registrationBatch(name: "parts") { rowCount refusedCount states { state count } rows(after: $after) { nodes { row } pageInfo { hasNextPage endCursor } } } }`;
    interface Page {
      registrationBatch: {
        rowCount: number;
        rows: { nodes: { row: number }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
      } | null;
    }
    const seen: number[] = [];
    let after: string | null = null;
    for (;;) {
      const { data } = (await world.query<Page>(viewer(), query, { after })) as { data: Page };
      expect(data.registrationBatch).toMatchObject({
        rowCount: 500,
        refusedCount: 0,
        states: [{ state: 'QUEUED', count: 500 }],
      });
      const page: NonNullable<Page['registrationBatch']>['rows'] | undefined = data.registrationBatch?.rows;
      seen.push(...(page?.nodes ?? []).map(({ row }) => row));
      if (!page?.pageInfo.hasNextPage) break;
      after = page.pageInfo.endCursor;
    }
    expect(seen).toEqual(Array.from({ length: 500 }, (_, i) => i + 1));
    // Nobody else's.
    const { data } = await world.query<Page>(viewer({ sub: 'somebody else' }), query);
    expect(data.registrationBatch).toBeNull();
  });

  test('a row sent again with other content is CONFLICT, and stays what it was', async () => {
    await many('changed', rowsOf(7001, 1));
    const { rows } = await many('changed', [{ row: 7001, trackingNumber: 'ELSE123456' }]);
    expect(rows).toMatchObject([{ isAccepted: false, userErrors: [{ code: 'CONFLICT' }] }]);
    expect((await many('changed', rowsOf(7001, 1))).rows).toMatchObject([{ isAccepted: true }]);
  });

  test.each([
    ['no row', []],
    ['501 rows', Array.from({ length: 501 }, (_, i) => ({ row: i + 1, trackingNumber: `T${10_000 + i}` }))],
    ['a row 0', [{ row: 0, trackingNumber: 'ZERO12345' }]],
    ['two rows 1', [1, 1].map((row) => ({ row, trackingNumber: 'TWICE12345' }))],
  ])('%s: refused as a whole', async (_name, rows) => {
    expect(await many('refused', rows)).toMatchObject({ rows: [], userErrors: [{ field: ['input', 'rows'] }] });
  });

  test('costs the same statements for 1 and for 400 rows', async () => {
    const statements: string[] = [];
    await using counted = await startWorld({ onStatement: (text) => statements.push(text) });
    const count = async (from: number, rows: number) => {
      statements.length = 0;
      await counted.query(viewer(), mutation.replace('shipment { trackingNumber }', ''), {
        input: { batch: 'counted', rows: rowsOf(from, rows) },
      });
      return statements.length;
    };
    const [one, many] = [await count(1, 1), await count(1_000, 400)];
    expect(one).toBeGreaterThan(5);
    expect(many).toBe(one);
  });
});

describe('what is wanted of a provider', () => {
  const standing = async (number: string) =>
    (
      await world.sql`select g.wanted, g.state, g.cause, g.priority from tracking.registration g join tracking.ref r using (shipment_id) where r.number = ${number}`
    )[0];

  test('a delivery’s number is, until the delivery is cancelled or the number ends', async () => {
    await world.tell([deliveryChanged(301, { references: ['WANTED0301', 'WANTED0302'] })]);
    expect(await standing('WANTED0301')).toEqual({
      wanted: 'TRACKED',
      state: 'QUEUED',
      cause: 'DELIVERY',
      priority: 30,
    });
    await world.tell([deliveryChanged(301, { references: ['WANTED0302'] })]);
    expect(await standing('WANTED0301')).toMatchObject({ wanted: 'STOPPED', state: 'STOPPED' });
    await world.tell([deliveryChanged(301, { references: ['WANTED0302'], cancelled: true })]);
    expect(await standing('WANTED0302')).toMatchObject({ wanted: 'STOPPED', state: 'STOPPED' });
    await world.tell([deliveryChanged(301, { references: ['WANTED0302'] })]);
    expect(await standing('WANTED0302')).toMatchObject({ wanted: 'TRACKED', state: 'QUEUED' });
  });

  test('what left long ago is not, what left a while ago comes behind', async () => {
    const ago = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
    await world.tell([
      deliveryChanged(302, { references: ['LONGAGO302'], shippedAt: ago(40) }),
      deliveryChanged(303, { references: ['AWHILE0303'], shippedAt: ago(5) }),
    ]);
    expect(await standing('LONGAGO302')).toBeUndefined();
    expect(await standing('AWHILE0303')).toMatchObject({ cause: 'BACK_FILL', priority: 10 });
    await register({ trackingNumber: 'LONGAGO302', carrierCode: 'ups' });
    expect(await standing('LONGAGO302')).toMatchObject({ state: 'QUEUED', cause: 'GRAPH' });
  });
});

describe('a number or carrier that was wrong', () => {
  const replace = async (input: object, as: Viewer = viewer({ role: 'agent', sub: 'ana' })) => {
    const { data, errors } = await world.query<{
      shipmentReplace: {
        shipment: { id: string; trackingNumber: string; carrier: { code: string } | null; status: string } | null;
        replaced: { id: string; status: string; why: { facts: { reason: string | null }[] }[] } | null;
        userErrors: { code: string; field: string[] }[];
      };
    }>(
      as,
      `mutation ($input: ShipmentReplaceInput!) { shipmentReplace(input: $input) { shipment { id trackingNumber carrier { code } status }
        replaced { id status why { facts { reason } } } userErrors { code message field } } }`,
      { input },
    );
    return errors ? errors[0]?.extensions.code : data.shipmentReplace;
  };
  async function wrong(order: number, more: object = {}): Promise<string> {
    await world.tell([deliveryChanged(order, { references: [`1Z${order}WRONG`], ...more })]);
    const [shipment] = await world.shipmentsOf(order);
    return shipment?.id as string;
  }

  test('the right one is there with the same delivery; the wrong one stays, cancelled, with the reason; sent again it is the same', async () => {
    const shipmentId = await wrong(301);
    const input = { shipmentId, trackingNumber: '1z 301 right', carrierCode: 'dpd', reason: 'label was swapped' };
    const answer = await replace(input);
    expect(answer).toMatchObject({
      shipment: { trackingNumber: '1Z301RIGHT', carrier: { code: 'dpd' }, status: 'PENDING' },
      replaced: { id: shipmentId, status: 'CANCELLED' },
      userErrors: [],
    });
    expect(JSON.stringify(answer)).toContain('Replaced by 1Z301RIGHT (DPD');
    expect(await numbersOf(301)).toEqual(['1Z301WRONG', '1Z301RIGHT']);
    expect(await replace(input)).toMatchObject({ userErrors: [] });
    // Odoo says the old number again: nothing comes back.
    await world.tell([deliveryChanged(301, { references: ['1Z301WRONG'] })]);
    expect((await world.shipmentsOf(301)).map(({ trackingNumber, status }) => [trackingNumber, status])).toEqual([
      ['1Z301WRONG', 'CANCELLED'],
      ['1Z301RIGHT', 'PENDING'],
    ]);
  });

  const ends = async (order: number, as = viewer()) => {
    const { data, errors } = await world.query<{
      _entities: [
        {
          shipments: Record<
            'replacedBy' | 'replaces',
            { trackingNumber: string; carrier: { code: string } | null; at: string } | null
          >[];
        },
      ];
    }>(
      as,
      `{ _entities(representations: [{ __typename: "Order", id: "${toGlobalId('Order', order)}" }]) { ... on Order { shipments {
        trackingNumber replacedBy { trackingNumber carrier { code } at } replaces { trackingNumber carrier { code } at } } } } }`,
    );
    expect(errors).toBeUndefined();
    return data._entities[0].shipments;
  };

  test('each says of the other what it is, while the wrong one is cancelled, to whoever sees both; nothing to somebody who only has the number', async () => {
    const shipmentId = await wrong(306);
    await replace({ shipmentId, trackingNumber: '1Z306RIGHT', carrierCode: 'dpd', reason: 'label was swapped' });
    for (const as of [viewer(), orderHolder(306)])
      expect(await ends(306, as)).toMatchObject([
        {
          trackingNumber: '1Z306WRONG',
          replacedBy: { trackingNumber: '1Z306RIGHT', carrier: { code: 'dpd' } },
          replaces: null,
        },
        { trackingNumber: '1Z306RIGHT', replacedBy: null, replaces: { trackingNumber: '1Z306WRONG' } },
      ]);
    const at = (await ends(306))[0]?.replacedBy?.at;
    // Sent again it is the same replacement.
    await replace({ shipmentId, trackingNumber: '1Z306RIGHT', carrierCode: 'dpd', reason: 'label was swapped' });
    expect((await ends(306))[0]?.replacedBy?.at).toBe(at);
    for (const number of ['1Z306WRONG', '1Z306RIGHT']) {
      const { data } = await world.query(
        anonymous,
        `{ shipmentByTrackingNumber(trackingNumber: "${number}") { replacedBy { trackingNumber } replaces { trackingNumber } } }`,
      );
      expect(data).toEqual({ shipmentByTrackingNumber: { replacedBy: null, replaces: null } });
    }
    // The right number serves an order of somebody else, too; the wrong one only this.
    await world.tell([deliveryChanged(307, { references: ['1Z306RIGHT'], deliveryMethod: 'DPD Classic' })]);
    expect(await ends(307, orderHolder(307))).toMatchObject([{ trackingNumber: '1Z306RIGHT', replaces: null }]);
    // Taken back: it goes on under its own number.
    await world.query(
      viewer(),
      'mutation ($input: ShipmentCorrectInput!) { shipmentCorrect(input: $input) { userErrors { message } } }',
      { input: { shipmentId, milestone: 'IN_TRANSIT', reason: 'it was the right one' } },
    );
    expect(await ends(306)).toMatchObject([{ replacedBy: null }, { replaces: null }]);
  });

  test('replaced once more, the newest counts; put back, nothing goes round', async () => {
    const shipmentId = await wrong(308);
    for (const trackingNumber of ['1Z308FIRST', '1Z308SECOND'])
      await replace({ shipmentId, trackingNumber, carrierCode: 'dpd', reason: 'label was swapped' });
    expect(await ends(308)).toMatchObject([
      { trackingNumber: '1Z308WRONG', replacedBy: { trackingNumber: '1Z308SECOND' } },
      { trackingNumber: '1Z308FIRST', replaces: null },
      { trackingNumber: '1Z308SECOND', replaces: { trackingNumber: '1Z308WRONG' } },
    ]);
    const second = (await world.shipmentsOf(308))[2]?.id as string;
    await replace({
      shipmentId: second,
      trackingNumber: '1Z308WRONG',
      carrierCode: 'ups',
      reason: 'it was right after all',
    });
    expect(await ends(308)).toMatchObject([
      { trackingNumber: '1Z308WRONG', replacedBy: null, replaces: { trackingNumber: '1Z308SECOND' } },
      { trackingNumber: '1Z308FIRST' },
      { trackingNumber: '1Z308SECOND', replacedBy: { trackingNumber: '1Z308WRONG' }, replaces: null },
    ]);
  });

  test('the same number with another carrier is another shipment', async () => {
    const shipmentId = await wrong(302);
    const answer = await replace({ shipmentId, carrierCode: 'gls', reason: 'it was GLS' });
    expect(answer).toMatchObject({ shipment: { trackingNumber: '1Z302WRONG', carrier: { code: 'gls' } } });
    expect((answer as { shipment: { id: string } }).shipment.id).not.toBe(shipmentId);
  });

  test('nothing is done where nothing changes, without a reason, for a stranger, or by anybody but staff', async () => {
    const shipmentId = await wrong(303);
    const other = viewer({ role: 'agent', sub: 'other', companies: [99] });
    for (const [input, as, code, field] of [
      [{ trackingNumber: '1z303 wrong', reason: 'why not' }, undefined, 'BAD_USER_INPUT', 'trackingNumber'],
      [{ trackingNumber: '1Z303RIGHT', reason: ' ' }, undefined, 'BAD_USER_INPUT', 'reason'],
      [{ trackingNumber: 'x', reason: 'why not' }, undefined, 'BAD_USER_INPUT', 'trackingNumber'],
      [
        { trackingNumber: '1Z303RIGHT', carrierCode: 'nobody', reason: 'why not' },
        undefined,
        'BAD_USER_INPUT',
        'carrierCode',
      ],
      [{ trackingNumber: '1Z303RIGHT', reason: 'why not' }, other, 'NOT_FOUND', 'shipmentId'],
    ] as const)
      expect(await replace({ shipmentId, ...input }, as)).toMatchObject({
        shipment: null,
        userErrors: [{ code, field: ['input', field] }],
      });
    expect(await replace({ shipmentId, trackingNumber: '1Z303RIGHT', reason: 'why not' }, partnerOf(10))).toBe(
      'FORBIDDEN',
    );
    expect((await world.shipmentsOf(303)).map(({ status }) => status)).toEqual(['PENDING']);
  });
});
