import { toGlobalId, type Viewer } from '@milepost/service-kit';
import { eventually } from '@milepost/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { keepHouse } from '../src/archive/retention.ts';
import { deliveryChanged, nextVersion, scansOf } from './support/messages.ts';
import { anonymous, orderHolder, startWorld, viewer, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

interface Payload {
  caseNumber: string | null;
  answerBy: string | null;
  case: { id: string } | null;
  userErrors: { code: string; field: string[] | null; message: string }[];
}
interface CaseSeen {
  id: string;
  type: string;
  state: string;
  number: string | null;
  reason: string;
  waitingFor: string | null;
  version: number;
  history: { action: string; text: string | null; by: { name: string } | null }[];
  reports: {
    kind: string;
    level: string;
    by: { name: string } | null;
    checked: string[];
    lines: { lineId: string; quantity: number }[];
    note: string | null;
    photos: { id: string; url: string; byteCount: number; contentType: string }[];
    stoodAs: {
      status: string;
      milestone: string;
      deliveredAt: string | null;
      signedBy: string | null;
      promisedDate: string | null;
    } | null;
  }[];
}

const reportDocument = `mutation ($input: ShipmentReportInput!) { shipmentReport(input: $input) { caseNumber answerBy case { id } userErrors { code field message } } }`;
const caseFields = `id type state number reason waitingFor version history { action text by { name } }
  reports { kind level by { name } checked lines { lineId quantity } note photos { id url byteCount contentType } stoodAs { status milestone deliveredAt signedBy promisedDate } }`;

/** Each parcel’s people are somewhere else, unless told otherwise. */
const addressOf = () => ({ address: `2001:db8:0:${order.toString(16)}::1` });

async function report(as: Viewer, input: object, more = addressOf()): Promise<Payload> {
  const { data, errors } = await world.query<{ shipmentReport: Payload }>(as, reportDocument, { input }, more);
  expect(errors).toBeUndefined();
  return data.shipmentReport;
}
async function casesOf(id: string, as = viewer()): Promise<CaseSeen[]> {
  const { data, errors } = await world.query<{ shipment: { cases: CaseSeen[] | null } | null }>(
    as,
    `query ($id: ID!) { shipment(id: $id) { cases { ${caseFields} } } }`,
    { id },
  );
  expect(errors).toBeUndefined();
  return data.shipment?.cases ?? [];
}

let order = 9_000;
type Scan = [minutesAgo: number, tag: string, subtag: string];
/** A parcel of an order of its own that these scans tell of; times in minutes before now. */
async function parcel(number: string, ...scans: Scan[]) {
  order += 1;
  const local = await world.register(number, 'ups');
  await world.tell([
    deliveryChanged(order, {
      references: [number],
      countryCode: 'DE',
      customerId: order,
      shippedAt: new Date(Date.now() - 700 * 60_000).toISOString(),
      promisedAt: new Date(Date.now() + 3 * 86_400_000).toISOString(),
    }),
  ]);
  await carrierSays(number, ...scans);
  return { id: toGlobalId('Shipment', local), local, order };
}
async function carrierSays(number: string, ...scans: Scan[]): Promise<void> {
  const now = Date.now();
  const body = JSON.parse(scansOf(number, ...scans)) as {
    msg: { signed_by?: string; updated_at: string; checkpoints: { checkpoint_time: string }[] };
  };
  for (const [n, [minutesAgo]] of scans.entries())
    (body.msg.checkpoints[n] as { checkpoint_time: string }).checkpoint_time = new Date(
      now - minutesAgo * 60_000,
    ).toISOString();
  body.msg.updated_at = new Date(now).toISOString();
  body.msg.signed_by = 'M. Example';
  await world.deliver(JSON.stringify(body));
}
const delivered = (number: string) =>
  parcel(number, [600, 'InTransit', 'InTransit_003'], [120, 'Delivered', 'Delivered_001']);

const jpeg = Buffer.from(
  'ffd8ffe000104a46494600010100000100010000ffe1000b457869660000475053ffdb00067461626cffc000076672616d65ffda00067363616e010203ffd9',
  'hex',
);
interface Rooms {
  photos: { id: string; uploadUrl: string }[];
  userErrors: { code: string; field: string[] | null }[];
}
async function rooms(as: Viewer, shipmentId: string, count: number, more = addressOf()): Promise<Rooms> {
  const { data } = await world.query<{ reportPhotoAdd: Rooms }>(
    as,
    'mutation ($input: ReportPhotoAddInput!) { reportPhotoAdd(input: $input) { photos { id uploadUrl } userErrors { code field } } }',
    { input: { shipmentId, count } },
    more,
  );
  return data.reportPhotoAdd;
}
/** Room for one photo, and the photo in it. */
async function photo(
  as: Viewer,
  shipmentId: string,
  bytes: Buffer = jpeg,
): Promise<{ id: string; status: number; uploadUrl: string }> {
  const { photos } = await rooms(as, shipmentId, 1);
  const [room] = photos as [Rooms['photos'][number]];
  const { status } = await put(room.uploadUrl, bytes);
  return { ...room, status };
}
const put = (path: string, bytes: Buffer) =>
  fetch(`${world.server.privateUrl}${path}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/octet-stream' },
    body: bytes as never,
  });

test('"it is not here" opens one case with the evidence attached, whatever the carrier goes on saying', async () => {
  const { id, local, order: own } = await delivered('REP0000000001');
  const customer = orderHolder(own);
  const { id: photoId, status } = await photo(customer, id);
  expect(status).toBe(204);
  const answer = await report(customer, {
    shipmentId: id,
    kind: 'NOT_HERE',
    checked: ['SAFE_PLACE', 'NEIGHBOUR', 'NEIGHBOUR'],
    note: 'Nobody rang the bell; ask Jane Doe next door.',
    photoIds: [photoId],
  });
  expect(answer).toMatchObject({
    caseNumber: expect.stringMatching(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/),
    case: null,
    userErrors: [],
  });
  // Four business hours lie ahead, whatever the hour is.
  expect(Date.parse(answer.answerBy as string)).toBeGreaterThan(Date.now());
  const [one, ...others] = await casesOf(id);
  expect(others).toEqual([]);
  expect(one).toMatchObject({
    type: 'DELIVERED_DISPUTED',
    state: 'OPEN',
    number: answer.caseNumber,
    reason: 'The customer reports that it is not here (looked at: neighbours, safe place; 1 photo).',
    reports: [
      {
        kind: 'NOT_HERE',
        level: 'L1',
        by: null,
        checked: ['NEIGHBOUR', 'SAFE_PLACE'],
        note: 'Nobody rang the bell; ask Jane Doe next door.',
        photos: [{ id: photoId, contentType: 'image/jpeg' }],
        stoodAs: {
          status: 'DELIVERED',
          milestone: 'DELIVERED',
          deliveredAt: expect.any(String),
          signedBy: 'M. Example',
          promisedDate: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
        },
      },
    ],
  });
  expect(JSON.stringify(one?.history)).not.toContain('Jane');
  // Without what the camera wrote beside it.
  const seen = Buffer.from(
    await (await fetch(`${world.server.privateUrl}${one?.reports[0]?.photos[0]?.url}`)).arrayBuffer(),
  );
  expect(seen.subarray(0, 3)).toEqual(Buffer.from([0xff, 0xd8, 0xff]));
  expect(seen.includes('GPS')).toBe(false);
  // The carrier says it once more, and the rules look.
  await world.deliver(scansOf('REP0000000001', [20_000, 'Delivered', 'Delivered_003']));
  await eventually(async () => (await world.sql`select 1 from tracking.case_todo`).count === 0);
  expect(await casesOf(id)).toMatchObject([{ id: one?.id, state: 'OPEN' }]);
  // Nothing that was written stands in the database in plain.
  const [row] =
    await world.sql`select r::text as text from tracking.shipment_report r where case_id is not null limit 1`;
  expect(row?.['text']).not.toContain('Jane');
  const [audit] =
    await world.sql`select detail from tracking.audit where action = 'shipment.reported' and subject = ${`shipment ${Buffer.from(id, 'base64url').toString().slice(9)}`}`;
  expect(audit?.['detail']).toMatchObject({ kind: 'NOT_HERE', photos: 1 });
  // That a colleague saw what was written, who signed and the pictures is on record, of this parcel.
  const looks = await world.sql<{ field: string }[]>`
    select distinct jsonb_array_elements_text(detail->'fields') as field from tracking.audit
    where action = 'personal_data.read' and ${`shipment ${local}`} = any(subjects) order by field`;
  expect(looks.map(({ field }) => field)).toEqual(['ReportPhoto.url', 'ReportedState.signedBy', 'ShipmentReport.note']);
  // The customer's number finds it.
  const found = await world.query<{ cases: { nodes: { id: string }[] } }>(
    viewer(),
    'query ($number: String) { cases(filter: { number: $number }) { nodes { id } } }',
    { number: ` ${answer.caseNumber?.toLowerCase()} ` },
  );
  expect(found.data.cases.nodes).toEqual([{ id: one?.id }]);
});

test('what is reported again adds to the open case, takes it up again, and keeps its number', async () => {
  const { id, order: own } = await delivered('REP0000000002');
  const customer = orderHolder(own);
  const first = await report(customer, {
    shipmentId: id,
    kind: 'DAMAGED',
    lines: [{ lineId: toGlobalId('OrderLine', 5), quantity: 1.5 }],
  });
  const [one] = await casesOf(id);
  await world.query(viewer(), 'mutation ($input: CaseWaitInput!) { caseWait(input: $input) { userErrors { code } } }', {
    input: { caseId: one?.id, version: one?.version, waitingFor: 'CUSTOMER' },
  });
  expect(await casesOf(id)).toMatchObject([{ waitingFor: 'CUSTOMER' }]);
  const second = await report(customer, { shipmentId: id, kind: 'DAMAGED', note: 'More of it' });
  expect(second.caseNumber).toBe(first.caseNumber);
  expect(second.answerBy).not.toBeNull();
  const cases = await casesOf(id);
  expect(cases).toMatchObject([
    {
      type: 'DAMAGED',
      state: 'OPEN',
      waitingFor: null,
      reports: [{ lines: [{ lineId: toGlobalId('OrderLine', 5), quantity: 1.5 }] }, { note: 'More of it' }],
    },
  ]);
  expect(cases[0]?.history.map(({ action }) => action)).toEqual(['OPENED', 'WAITING', 'REPORTED']);
  // Another kind is another case.
  const third = await report(customer, {
    shipmentId: id,
    kind: 'ITEMS_MISSING',
    lines: [{ lineId: toGlobalId('OrderLine', 5), quantity: 1 }],
  });
  expect(third.caseNumber).not.toBe(first.caseNumber);
  expect((await casesOf(id)).map(({ type }) => type).sort()).toEqual(['CUSTOMER_REPORT', 'DAMAGED']);
});

test('a case that the rules had found stays the customer’s when its cause is gone', async () => {
  const scans: Scan[] = [
    [300, 'InTransit', 'InTransit_003'],
    [60, 'Exception', 'Exception_012'],
  ];
  const found = async (number: string) => {
    const made = await parcel(number, ...scans);
    const [one] = await eventually(async () => {
      const cases = await casesOf(made.id);
      expect(cases).toMatchObject([{ type: 'DAMAGED', state: 'OPEN', reports: [] }]);
      return cases as [CaseSeen];
    });
    return { ...made, caseId: one.id };
  };
  const [reported, silent] = [await found('REP0000000003'), await found('REP0000000016')];
  const answer = await report(orderHolder(reported.order), {
    shipmentId: reported.id,
    kind: 'DAMAGED',
    note: 'It is open on one side',
  });
  expect(answer.userErrors).toEqual([]);
  // The goods are back: nothing is damaged any more, as the rules have it.
  for (const number of ['REP0000000003', 'REP0000000016'])
    await carrierSays(number, ...scans, [5, 'Exception', 'Exception_011']);
  const damage = async ({ id }: { id: string }) => (await casesOf(id)).filter(({ type }) => type === 'DAMAGED');
  await eventually(async () => expect(await damage(silent)).toMatchObject([{ id: silent.caseId, state: 'CLOSED' }]));
  await eventually(async () => (await world.sql`select 1 from tracking.case_todo`).count === 0);
  expect(await damage(reported)).toMatchObject([
    {
      id: reported.caseId,
      state: 'OPEN',
      number: answer.caseNumber,
      reports: [{ note: 'It is open on one side' }],
    },
  ]);
});

test('sent twice it is done once; by two at once there is one case', async () => {
  const { id, order: own } = await delivered('REP0000000004');
  const customer = orderHolder(own);
  const input = { shipmentId: id, kind: 'NOT_HERE', checked: ['RECEPTION'], idempotencyKey: 'form-1' };
  const [first, again] = await Promise.all([
    report(customer, input),
    report({ ...customer, sid: 'another session' }, input),
  ]);
  expect(again).toEqual(first);
  expect(await report(customer, { ...input, checked: ['NEIGHBOUR'] })).toMatchObject({
    caseNumber: null,
    userErrors: [{ code: 'BAD_USER_INPUT', field: ['input', 'idempotencyKey'] }],
  });
  // Somebody else's key is another one.
  await Promise.all([
    report(viewer({ role: 'agent' }), { ...input, kind: 'DAMAGED', checked: [] }),
    report(customer, { shipmentId: id, kind: 'DAMAGED' }),
  ]);
  const cases = await casesOf(id);
  expect(cases.map(({ type, reports }) => [type, reports.length]).sort()).toEqual([
    ['DAMAGED', 2],
    ['DELIVERED_DISPUTED', 1],
  ]);
});

test('one key for two parcels at once stands for one report', async () => {
  const [one, two] = [await delivered('REP0000000017'), await delivered('REP0000000018')];
  const customer = orderHolder(one.order, two.order);
  for (let n = 0; n < 5; n += 1) {
    const answers = await Promise.all(
      [one, two].map(({ id }) => report(customer, { shipmentId: id, kind: 'DAMAGED', idempotencyKey: `both-${n}` })),
    );
    expect(answers.filter(({ caseNumber }) => caseNumber !== null)).toHaveLength(1);
    expect(answers.find(({ caseNumber }) => caseNumber === null)?.userErrors).toMatchObject([
      { code: 'BAD_USER_INPUT', field: ['input', 'idempotencyKey'] },
    ]);
  }
});

test('colleagues report for a customer, by their name', async () => {
  const { id } = await delivered('REP0000000005');
  const agent = viewer({ role: 'agent', sub: 'ana', name: 'Ana', companies: [1] });
  const answer = await report(agent, { shipmentId: id, kind: 'OTHER', note: 'He called: it is the wrong colour' });
  expect(answer.case).not.toBeNull();
  expect(await casesOf(id)).toMatchObject([
    {
      type: 'CUSTOMER_REPORT',
      reason: 'A colleague reports for the customer that something is wrong.',
      reports: [{ level: 'STAFF', by: { name: 'Ana' } }],
      history: [{ action: 'OPENED', by: { name: 'Ana' } }],
    },
  ]);
});

test('strangers report nothing, add no photo and see nothing', async () => {
  const { id, order: own } = await delivered('REP0000000006');
  const other = await delivered('REP0000000007');
  const owner = orderHolder(own);
  const mine = await photo(owner, id);
  for (const stranger of [
    orderHolder(own + 50),
    viewer({ role: 'agent', companies: [2] }),
    viewer({ role: 'customer', level: 'L3', companies: [], customers: [own + 50] }),
  ]) {
    expect(await report(stranger, { shipmentId: id, kind: 'DAMAGED' })).toMatchObject({
      caseNumber: null,
      userErrors: [{ code: 'NOT_FOUND', field: ['input', 'shipmentId'] }],
    });
    expect(await rooms(stranger, id, 1)).toMatchObject({ photos: [], userErrors: [{ code: 'NOT_FOUND' }] });
  }
  // Who only knows the number, a partner, and a colleague who looks as the customer does.
  const noReporters = [
    anonymous,
    viewer({ role: 'partner', level: 'PARTNER', scopes: ['shipments:read', 'shipments:write'] }),
    { ...owner, viewedBy: 'agent' as const },
    { ...owner, level: 'L0' as const },
  ];
  for (const nobody of noReporters) {
    const { errors } = await world.query(nobody, reportDocument, { input: { shipmentId: id, kind: 'DAMAGED' } });
    expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  }
  // A photo is its maker's and its parcel's.
  const theirs = orderHolder(other.order);
  expect(await report(theirs, { shipmentId: other.id, kind: 'DAMAGED', photoIds: [mine.id] })).toMatchObject({
    userErrors: [{ field: ['input', 'photoIds'] }],
  });
  expect(
    await report(viewer({ role: 'agent' }), { shipmentId: id, kind: 'DAMAGED', photoIds: [mine.id] }),
  ).toMatchObject({
    userErrors: [{ field: ['input', 'photoIds'] }],
  });
  expect((await report(owner, { shipmentId: id, kind: 'DAMAGED', photoIds: [mine.id] })).userErrors).toEqual([]);
  expect(await report(owner, { shipmentId: id, kind: 'DAMAGED', photoIds: [mine.id] })).toMatchObject({
    userErrors: [{ field: ['input', 'photoIds'] }],
  });
  expect(await casesOf(id, owner)).toEqual([]);
  expect(await casesOf(id, viewer({ role: 'agent', companies: [2] }))).toEqual([]);
});

test.each([
  ['a parcel that is not said to be delivered', { kind: 'NOT_HERE', shipment: 'moving' }, 'kind'],
  ['an id of something else', { kind: 'DAMAGED', shipmentId: toGlobalId('Order', 1) }, 'shipmentId'],
  ['places that were looked at for damage', { kind: 'DAMAGED', checked: ['NEIGHBOUR'] }, 'checked'],
  ['missing items without a line', { kind: 'ITEMS_MISSING' }, 'lines'],
  [
    'lines of a parcel that is not here',
    { kind: 'NOT_HERE', lines: [{ lineId: toGlobalId('OrderLine', 1), quantity: 1 }] },
    'lines',
  ],
  [
    'a line twice',
    { kind: 'DAMAGED', lines: [1, 1].map((n) => ({ lineId: toGlobalId('OrderLine', n), quantity: 1 })) },
    'lines',
  ],
  ['no quantity', { kind: 'DAMAGED', lines: [{ lineId: toGlobalId('OrderLine', 1), quantity: 0 }] }, 'lines'],
  ['too much of it', { kind: 'DAMAGED', lines: [{ lineId: toGlobalId('OrderLine', 1), quantity: 1e9 }] }, 'lines'],
  [
    'more lines than an order has',
    {
      kind: 'DAMAGED',
      lines: Array.from({ length: 101 }, (_, n) => ({ lineId: toGlobalId('OrderLine', n + 1), quantity: 1 })),
    },
    'lines',
  ],
  ['a line that is none', { kind: 'DAMAGED', lines: [{ lineId: 'x', quantity: 1 }] }, 'lines'],
  ['a note without end', { kind: 'OTHER', note: 'x'.repeat(1_001) }, 'note'],
  ['a note that no database can hold', { kind: 'OTHER', note: 'abc\u0000' }, 'note'],
  ['something else without a word', { kind: 'OTHER', note: '  x ' }, 'note'],
  [
    'five photos',
    {
      kind: 'DAMAGED',
      photoIds: [1, 2, 3, 4, 5].map((n) => toGlobalId('ReportPhoto', `00000000-0000-7000-8000-00000000000${n}`)),
    },
    'photoIds',
  ],
  [
    'a photo that never came',
    { kind: 'DAMAGED', photoIds: [toGlobalId('ReportPhoto', '00000000-0000-7000-8000-000000000001')] },
    'photoIds',
  ],
  ['a photo that is something else', { kind: 'DAMAGED', photoIds: [toGlobalId('OrderLine', 1)] }, 'photoIds'],
  ['a key that is none', { kind: 'DAMAGED', idempotencyKey: 'a key' }, 'idempotencyKey'],
])(
  '%s: refused by its field, and nothing is kept',
  async (_what, { shipment, ...input }: Record<string, unknown>, field) => {
    const number = `REPBAD${String(Math.random()).slice(2, 12)}`;
    const made =
      shipment === 'moving' ? await parcel(number, [60, 'InTransit', 'InTransit_003']) : await delivered(number);
    const answer = await report(orderHolder(made.order), { shipmentId: made.id, ...input });
    expect(answer).toMatchObject({
      caseNumber: null,
      answerBy: null,
      userErrors: [{ code: 'BAD_USER_INPUT', field: ['input', field] }],
    });
    expect((await world.sql`select 1 from tracking.shipment_report where shipment_id = ${made.local}`).count).toBe(0);
  },
);

test('photos that are none are refused; addresses for adding open nothing and end with the report', async () => {
  const { id, order: own } = await delivered('REP0000000008');
  const customer = orderHolder(own);
  for (const bytes of [
    Buffer.from('<svg onload="alert(1)"/>'),
    Buffer.from('%PDF-1.7'),
    Buffer.from('GIF89a'),
    jpeg.subarray(0, -5),
    Buffer.alloc(0),
  ])
    expect((await photo(customer, id, bytes)).status).toBe(422);
  expect((await photo(customer, id, Buffer.alloc(5 * 1024 * 1024 + 1))).status).toBe(413);
  const { id: photoId, uploadUrl } = await photo(customer, id);
  expect((await fetch(`${world.server.privateUrl}${uploadUrl}`)).status).toBe(404);
  const changed = uploadUrl.replace(/sig=.{4}/, 'sig=AAAA');
  expect((await put(changed, jpeg)).status).toBe(404);
  // Room of another photo, with the signature of this one.
  const { photos: rest } = await rooms(customer, id, 1);
  expect((await put(`${rest[0]?.uploadUrl.split('?')[0]}?${uploadUrl.split('?')[1]}`, jpeg)).status).toBe(404);
  // Nobody's bytes are read before their address is.
  expect((await put(changed, Buffer.alloc(5 * 1024 * 1024 + 1))).status).toBe(404);
  expect((await put(uploadUrl, jpeg)).status).toBe(204);
  expect((await report(customer, { shipmentId: id, kind: 'DAMAGED', photoIds: [photoId] })).userErrors).toEqual([]);
  // Evidence does not change.
  expect((await put(uploadUrl, jpeg)).status).toBe(404);
  const [one] = await casesOf(id);
  expect((await put(one?.reports[0]?.photos[0]?.url as string, jpeg)).status).toBe(404);
});

test('five reports of a parcel a day, and twenty photos; colleagues may go on', async () => {
  const { id, local, order: own } = await delivered('REP0000000009');
  const customer = orderHolder(own);
  // What colleagues report takes nothing of the customer's.
  expect((await report(viewer(), { shipmentId: id, kind: 'DAMAGED' })).userErrors).toEqual([]);
  for (let n = 0; n < 5; n += 1)
    expect((await report(customer, { shipmentId: id, kind: 'DAMAGED', note: `no ${n}` })).userErrors).toEqual([]);
  expect(await report(customer, { shipmentId: id, kind: 'DAMAGED' })).toMatchObject({
    userErrors: [{ code: 'RATE_LIMITED' }],
  });
  expect((await report(viewer(), { shipmentId: id, kind: 'DAMAGED' })).userErrors).toEqual([]);
  const answers = await Promise.all(Array.from({ length: 6 }, () => rooms(customer, id, 4)));
  expect(answers.map(({ photos }) => photos.length).sort()).toEqual([0, 4, 4, 4, 4, 4]);
  expect(answers.find(({ photos }) => photos.length === 0)?.userErrors).toMatchObject([{ code: 'RATE_LIMITED' }]);
  // A day later there is room again for both.
  await world.sql`update tracking.shipment_report set at = at - interval '25 hours' where shipment_id = ${local}`;
  await world.sql`update tracking.report_photo set created_at = created_at - interval '25 hours' where shipment_id = ${local}`;
  expect((await report(customer, { shipmentId: id, kind: 'DAMAGED' })).userErrors).toEqual([]);
  expect((await rooms(customer, id, 4)).photos).toHaveLength(4);
});

test('a report takes what came of its own parcel, each photo once, and four at most', async () => {
  const { id, order: own } = await delivered('REP0000000013');
  const other = await delivered('REP0000000014');
  // Whoever holds both orders has one access to both parcels.
  const customer = orderHolder(own, other.order);
  for (const count of [-1, 0, 5])
    expect(await rooms(customer, id, count)).toMatchObject({
      photos: [],
      userErrors: [{ code: 'BAD_USER_INPUT', field: ['input', 'count'] }],
    });
  const refused = { caseNumber: null, userErrors: [{ code: 'BAD_USER_INPUT', field: ['input', 'photoIds'] }] };
  const { photos: empty } = await rooms(customer, id, 1);
  const damaged = (photoIds: (string | undefined)[], shipmentId = id) =>
    report(customer, { shipmentId, kind: 'DAMAGED', photoIds });
  expect(await damaged([empty[0]?.id])).toMatchObject(refused);
  const ids: string[] = [];
  for (let n = 0; n < 5; n += 1) ids.push((await photo(customer, id)).id);
  expect(await damaged(ids.slice(0, 1), other.id)).toMatchObject(refused);
  expect(await damaged(ids)).toMatchObject(refused);
  expect((await damaged([...ids.slice(0, 4), ...ids.slice(0, 1)])).userErrors).toEqual([]);
  expect(await casesOf(id)).toMatchObject([{ reports: [{ photos: [{}, {}, {}, {}] }] }]);
  expect(await casesOf(other.id)).toEqual([]);
});

test('no time is named that has passed already', async () => {
  const { id, local, order: own } = await delivered('REP0000000015');
  const input = { shipmentId: id, kind: 'DAMAGED' };
  expect((await report(orderHolder(own), input)).answerBy).not.toBeNull();
  await world.sql`update tracking.work_case set due_at = now() - interval '1 minute' where shipment_id = ${local}`;
  expect(await report(orderHolder(own), input)).toMatchObject({ answerBy: null, userErrors: [] });
});

test('of an erased customer no picture and no word is left, and nothing is fetched again', async () => {
  const { id, local, order: own } = await delivered('REP0000000011');
  const shared = await delivered('REP0000000012');
  // Of the second parcel a part is another customer's.
  await world.sql`insert into tracking.link (delivery_id, shipment_id, order_id, company_id, customer_id, country_code, origin)
    select 99999, shipment_id, 99999, company_id, 99999, country_code, origin from tracking.link where shipment_id = ${shared.local} limit 1`;
  for (const [shipmentId, as] of [
    [id, orderHolder(own)],
    [shared.id, orderHolder(shared.order)],
  ] as const) {
    const { id: photoId } = await photo(as, shipmentId);
    expect(
      (await report(as, { shipmentId, kind: 'DAMAGED', note: 'Call Jane', photoIds: [photoId] })).userErrors,
    ).toEqual([]);
  }
  await world.sql`insert into tracking.document (shipment_id, kind, source, address_key, address_mark, address_sealed, key_id, request_id, next_attempt_at)
    select s, 'PHOTO', 'aftership', '\\x01', '\\x01', '\\x01', 1, 'test', 'infinity' from unnest(${[local, shared.local]}::uuid[]) s`;
  for (let again = 0; again < 2; again += 1)
    expect(
      await world.tell(
        [own, shared.order].map((customerId) => ({
          type: 'customer.erased',
          version: nextVersion(),
          correlationId: 'erasing-0001',
          customerId,
        })),
      ),
    ).toBe(200);
  const [one] = await casesOf(id);
  expect(one).toMatchObject({ state: 'OPEN', reports: [{ kind: 'DAMAGED', note: null, stoodAs: null, photos: [] }] });
  expect(await casesOf(shared.id)).toMatchObject([{ reports: [{ note: 'Call Jane', photos: [{}] }] }]);
  expect(
    await world.sql`select state, address_sealed is null as is_gone from tracking.document where shipment_id = any(${[local, shared.local]}::uuid[]) order by state`,
  ).toMatchObject([
    { state: 'ERASED', is_gone: true },
    { state: 'WAITING', is_gone: false },
  ]);
});

test('twenty reports an hour from one place, whatever the parcels; colleagues may go on', async () => {
  const place = { address: '203.0.113.7' };
  let parcels = 0;
  const next = async () => {
    parcels += 1;
    return delivered(`REPPLACE${100_000 + parcels}`);
  };
  for (let n = 0; n < 4; n += 1) {
    const { id, order: own } = await next();
    for (let again = 0; again < 5; again += 1)
      expect((await report(orderHolder(own), { shipmentId: id, kind: 'DAMAGED' }, place)).userErrors).toEqual([]);
  }
  const { id, order: own } = await next();
  const input = { shipmentId: id, kind: 'DAMAGED' };
  expect(await report(orderHolder(own), input, place)).toMatchObject({ userErrors: [{ code: 'RATE_LIMITED' }] });
  expect((await report(viewer(), input, place)).userErrors).toEqual([]);
  expect((await report(orderHolder(own), input, { address: '203.0.113.8' })).userErrors).toEqual([]);
});

test('sixty photos an hour from one place, whatever the parcels; colleagues may go on', async () => {
  const place = { address: '203.0.113.9' };
  for (let n = 0; n < 3; n += 1) {
    const { id, order: own } = await delivered(`REPPHOTO${100_000 + n}`);
    for (let again = 0; again < 5; again += 1)
      expect((await rooms(orderHolder(own), id, 4, place)).photos).toHaveLength(4);
  }
  const { id, order: own } = await delivered('REPPHOTO100003');
  expect(await rooms(orderHolder(own), id, 1, place)).toMatchObject({
    photos: [],
    userErrors: [{ code: 'RATE_LIMITED' }],
  });
  expect((await rooms(viewer(), id, 1, place)).photos).toHaveLength(1);
  expect((await rooms(orderHolder(own), id, 1, { address: '203.0.113.10' })).photos).toHaveLength(1);
});

test('photos that no report was made of go after a day; a report goes with its case', async () => {
  const { id, local, order: own } = await delivered('REP0000000010');
  const customer = orderHolder(own);
  await photo(customer, id);
  const { id: kept } = await photo(customer, id);
  await report(customer, { shipmentId: id, kind: 'DAMAGED', photoIds: [kept] });
  const house = { sql: world.sql, registering: { addJobs: async () => {} } };
  const never = {
    rawDays: null,
    unmatchedDays: null,
    deadLetterDays: null,
    outboxDays: null,
    archiveAfterDays: null,
    shipmentDays: null,
    webhookLogDays: null,
    caseDays: null,
    webhookBacklogDays: 30,
  };
  const count = async () => (await world.sql`select 1 from tracking.report_photo where shipment_id = ${local}`).count;
  await keepHouse(house, never, new Date());
  expect(await count()).toBe(2);
  await keepHouse(house, never, new Date(Date.now() + 25 * 3_600_000));
  expect(await count()).toBe(1);
  await world.sql`delete from tracking.work_case where shipment_id = ${local}`;
  expect(await count()).toBe(0);
});
