import { readFileSync } from 'node:fs';
import { connectDatabase, toGlobalId, type Viewer } from '@milepost/service-kit';
import { eventually } from '@milepost/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keepHouse } from '../src/archive/retention.ts';
import { lookAtCases } from '../src/case/look-at-cases.ts';
import { readSubjects } from '../src/case/read-subjects.ts';
import type { ShipmentSubject } from '../src/case/subject.ts';
import { createClassifier } from '../src/classification/classifier.ts';
import { arrivals, deliveryChanged, nextVersion, scansOf, trackingUpdate } from './support/messages.ts';
import { startWorld, viewer, type World } from './support/world.ts';

/** The clock of the rules: a day after the journeys begin. */
let clock = new Date('2026-11-06T10:00:00Z');
let world: World;
beforeAll(async () => {
  world = await startWorld({
    env: { CASE_POLICY: JSON.stringify({ calendar: { timeZone: 'UTC' }, incidentSize: 20 }) },
    now: () => clock,
  });
});
afterAll(() => world[Symbol.asyncDispose]());

const ana = viewer({ role: 'agent', sub: 'ana', name: 'Ana Agent' });
const ben = viewer({ role: 'agent', sub: 'ben', name: 'Ben Agent' });

interface Shown {
  id: string;
  type: string;
  state: string;
  severity: string;
  reason: string;
  rule: string;
  version: number;
  resolution: string | null;
  waitingFor: string | null;
  assignee: { id: string; name: string } | null;
  incident: { id: string; title: string; caseCount: number } | null;
  shipment: { trackingNumber: string } | null;
  delivery: { id: string } | null;
  order: { id: string } | null;
  evidence: { id: string }[];
  history: { action: string; text: string | null; by: { name: string } | null }[];
}
const fields = `id type state reason rule severity version resolution waitingFor openedAt dueAt escalation assignee { id name } incident { id title caseCount } shipment { trackingNumber }
  delivery { id } order { id } evidence { id kind } history { action text by { name } } priority { score parts { name value factor } }`;

async function list(filter: object, as: Viewer = ana, more = ''): Promise<Shown[]> {
  const { data, errors } = await world.query<{ cases: { nodes: Shown[] } }>(
    as,
    `query ($filter: CaseFilter) { cases(filter: $filter, first: 100${more}) { nodes { ${fields} } } }`,
    { filter },
  );
  expect(errors).toBeUndefined();
  return data.cases.nodes;
}
const of = async (shipmentId: string, as: Viewer = ana) => list({ shipmentId: toGlobalId('Shipment', shipmentId) }, as);

interface Payload {
  case: Shown | null;
  userErrors: { code: string; field: string[] }[];
}
async function act(as: Viewer, mutation: string, input: object): Promise<Payload> {
  const type = mutation === 'caseResume' ? 'CaseChangeInput' : `${mutation.replace('case', 'Case')}Input`;
  const { data, errors } = await world.query<Record<string, Payload>>(
    as,
    `mutation ($input: ${type}!) { ${mutation}(input: $input) { case { ${fields} } userErrors { code message field } } }`,
    { input },
  );
  expect(errors).toBeUndefined();
  return data[mutation] as Payload;
}

let made = 0;
/** Parcels of an order of this customer, each with a number of its own. */
async function parcels(count: number, delivery: object = {}): Promise<{ id: string; number: string; order: number }[]> {
  const order = 5_000 + made;
  const numbers = Array.from({ length: count }, (_, i) => `1Z999AA1${String(1_000_000_000 + made + i)}`);
  made += count;
  await world.tell([
    deliveryChanged(order, { references: numbers, shippedAt: '2026-11-05T05:00:00Z', countryCode: 'DE', ...delivery }),
  ]);
  const rows = await world.sql<{ id: string; number: string }[]>`
    select shipment_id as id, number from tracking.ref where number = any(${numbers}) order by number`;
  return rows.map((row) => ({ ...row, order }));
}

test('a word of the carrier opens a case with its order, evidence and clock; the next one closes it', async () => {
  const [parcel] = (await parcels(1)) as [Awaited<ReturnType<typeof parcels>>[number]];
  await world.deliver(scansOf(parcel.number, [5, 'InTransit', 'InTransit_003']));
  expect(await of(parcel.id)).toEqual([]);
  await world.deliver(scansOf(parcel.number, [5, 'InTransit', 'InTransit_003'], [60, 'Exception', 'Exception_004']));
  await eventually(async () =>
    expect(await of(parcel.id)).toMatchObject([
      {
        type: 'CUSTOMS_HELD',
        state: 'OPEN',
        shipment: { trackingNumber: parcel.number },
        order: { id: toGlobalId('Order', parcel.order) },
        evidence: [{ kind: 'carrier-event' }],
        escalation: 'NONE',
        dueAt: '2026-11-06T18:00:00.000Z',
        history: [{ action: 'OPENED', by: null }],
      },
    ]),
  );
  const { data } = await world.query<{ shipment: { cases: { type: string }[] } }>(
    ana,
    `{ shipment(id: "${toGlobalId('Shipment', parcel.id)}") { cases { type } } }`,
  );
  expect(data.shipment.cases).toEqual([{ type: 'CUSTOMS_HELD' }]);
  await world.deliver(scansOf(parcel.number, [60, 'Exception', 'Exception_004'], [90, 'InTransit', 'InTransit_004']));
  await eventually(async () =>
    expect(await of(parcel.id)).toMatchObject([{ state: 'CLOSED', resolution: 'CAUSE_GONE', dueAt: null }]),
  );
});

test('where a code says only that something is wrong, the carrier’s words open the case; what customers see is what codes say', async () => {
  const [parcel] = (await parcels(1)) as [Awaited<ReturnType<typeof parcels>>[number]];
  const told = (text: string, subtag: string) =>
    trackingUpdate({ number: parcel.number, scans: [{ minute: 60, tag: 'Exception', subtag, text }] });
  await world.deliver(told('Frau Huber, Empfänger, verweigert die Annahme', 'Exception_001'));
  await eventually(async () =>
    expect(await of(parcel.id)).toMatchObject([
      {
        type: 'REFUSED',
        reason: 'The carrier’s words say that the recipient refused it: “Empfänger verweigert”.',
        rule: 'case rules 2: The recipient did not take it. (text RECIPIENT_REFUSED.de 1)',
        evidence: [{ kind: 'carrier-event' }],
      },
    ]),
  );
  const { data } = await world.query<{ shipment: object }>(
    ana,
    `{ shipment(id: "${toGlobalId('Shipment', parcel.id)}") { status milestone reason } }`,
  );
  expect(data.shipment).toEqual({ status: 'EXCEPTION', milestone: 'EXCEPTION', reason: 'UNKNOWN' });
  const asked: string[] = [];
  const model = {
    name: 'fake',
    version: '1',
    read: async ({ description }: { description: string | null }) => {
      asked.push(description ?? '');
      return { reason: 'CARRIER_LOSS', confidence: 1 } as const;
    },
  };
  const [silent] = (await parcels(1)) as [Awaited<ReturnType<typeof parcels>>[number]];
  await world.deliver(
    trackingUpdate({
      number: silent.number,
      scans: [{ minute: 60, tag: 'Exception', subtag: 'Exception_001', text: 'Saadetis on kadunud' }],
    }),
  );
  const keys = [parcel.id, silent.id].map((id) => `s:${id}`);
  await eventually(async () => {
    const subjects = await readSubjects(world.sql, keys, createClassifier({ model }));
    const classified = keys.map((key) => (subjects.get(key) as ShipmentSubject).events[0]?.classified?.by);
    expect([classified, asked[0]]).toEqual([['TEXT', 'MODEL'], 'Saadetis on kadunud']);
  });
  expect(await of(silent.id)).toEqual([]);
});

test('a delivery that left without a number: found, seen by whoever may see its order, at once, and closed by a number', async () => {
  const id = 4_001;
  const left = { shippedAt: '2026-11-06T07:00:00Z', region: 'north' };
  await world.tell([deliveryChanged(id, left)]);
  const ofDelivery = async (as: Viewer) =>
    (await list({ types: ['NO_NUMBER'] }, as)).filter(({ delivery }) => delivery?.id === toGlobalId('Delivery', id));
  const north = viewer({ role: 'agent', sub: 'north', regions: ['north'] });
  await eventually(async () => expect(await ofDelivery(north)).toMatchObject([{ shipment: null, state: 'OPEN' }]));
  const south = viewer({ role: 'agent', sub: 'south', regions: ['south'] });
  expect(await ofDelivery(south)).toEqual([]);
  await world.tell([deliveryChanged(id, { ...left, region: 'south' })]);
  expect([(await ofDelivery(north)).length, (await ofDelivery(south)).length]).toEqual([0, 1]);
  await world.tell([deliveryChanged(id, { ...left, references: ['1Z999AA10000004001'] })]);
  await eventually(async () => expect(await ofDelivery(ana)).toMatchObject([{ state: 'CLOSED' }]));
});

test('what could not be written to Odoo is a case of its order until it is told that it is over', async () => {
  await world.tell([deliveryChanged(4_100)]);
  const problem = (since: string | null) => ({
    type: 'problem.changed',
    version: nextVersion(),
    correlationId: 'channel-test-0001',
    problem: {
      id: 'promise-4100',
      kind: 'WRITE_BACK_FAILED',
      orderId: 4_100,
      message: 'Odoo refuses the date.',
      since,
    },
  });
  await world.tell([problem('2026-11-06T09:00:00Z')]);
  const found = () => list({ orderId: toGlobalId('Order', 4_100), types: ['WRITE_BACK_FAILED'] });
  await eventually(async () => expect(await found()).toMatchObject([{ state: 'OPEN' }]));
  await world.tell([problem(null)]);
  await eventually(async () => expect(await found()).toMatchObject([{ state: 'CLOSED' }]));
});

test('CaseQueue of the contract', async () => {
  const operation = readFileSync(new URL('../../../tests/contract/CaseQueue.graphql', import.meta.url), 'utf8')
    // Names of orders and deliveries are the other subgraph's.
    .replaceAll(/(order|delivery) \{\s*id\s+name\s*\}/g, '$1 { id }');
  const { data, errors } = await world.query<{ cases: { nodes: unknown[] } }>(ana, operation, { first: 10 });
  expect(errors).toBeUndefined();
  expect(Array.isArray(data.cases.nodes)).toBe(true);
});

describe('nobody but staff, and everybody within their scope', () => {
  test.each<[string, Viewer]>([
    ['a customer', viewer({ role: 'customer', level: 'L3', companies: [], customers: [10] })],
    ['a partner', viewer({ role: 'partner', level: 'PARTNER', scopes: ['shipments:read', 'shipments:write'] })],
    ['nobody', viewer({ role: 'anonymous', level: 'L0', sub: null, companies: [], customers: [] })],
  ])('%s sees none, by no way', async (_name, as) => {
    const [parcel] = (await parcels(1)) as [{ id: string; number: string; order: number }];
    await world.deliver(scansOf(parcel.number, [60, 'Exception', 'Exception_004']));
    await eventually(async () => expect(await of(parcel.id)).toHaveLength(1));
    const [{ id }] = (await of(parcel.id)) as [Shown];
    for (const operation of [
      '{ cases { nodes { id } } }',
      `{ case(id: "${id}") { id } }`,
      '{ caseCounts(filters: [{}]) }',
      '{ caseTypes { type } }',
      '{ incidents { nodes { id } } }',
      '{ staff { id } }',
      '{ carrierOutages { id } }',
      `{ _entities(representations: [{ __typename: "Case", id: "${id}" }]) { ... on Case { reason } } }`,
      `mutation { caseNote(input: { caseId: "${id}", text: "x" }) { case { id } } }`,
    ])
      expect((await world.query(as, operation)).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    const { data } = await world.query<{ shipment: { cases: unknown } | null }>(
      as,
      `{ shipment(id: "${toGlobalId('Shipment', parcel.id)}") { cases { id } } }`,
    );
    expect(data.shipment?.cases ?? null).toBeNull();
    // The second wall: whoever forgets to ask the role still sees nothing.
    const asRow = as.role === 'partner' ? 'business' : as.role === 'customer' ? 'customer' : 'nothing';
    const rows = await world.readSql.begin(async (tx) => {
      await tx.unsafe(`select set_config('app.scope', '${asRow}', true), set_config('app.role', '${as.role}', true), set_config('app.companies', '*', true),
        set_config('app.regions', '*', true), set_config('app.customers', '*', true)`);
      return tx`select id from tracking.work_case union all select id from tracking.staff`;
    });
    expect(rows).toHaveLength(0);
  });

  test('a colleague of another company can neither see nor change it; nor is it counted', async () => {
    const [parcel] = (await parcels(1, { companyId: 9 })) as [{ id: string; number: string; order: number }];
    await world.deliver(scansOf(parcel.number, [60, 'Exception', 'Exception_004']));
    await eventually(async () => expect(await of(parcel.id)).toHaveLength(1));
    const [{ id, version }] = (await of(parcel.id)) as [Shown];
    const other = viewer({ role: 'agent', sub: 'other', name: 'Otto Other', companies: [8] });
    const own = viewer({ role: 'agent', sub: 'own', companies: [9] });
    expect([(await of(parcel.id, other)).length, (await of(parcel.id, own)).length]).toEqual([0, 1]);
    for (const [mutation, input] of [
      ['caseAssign', { version }],
      ['caseNote', { text: 'x' }],
      ['caseSnooze', { version, untilNews: true }],
      ['caseWait', { version, waitingFor: 'CUSTOMER' }],
      ['caseResume', { version }],
      ['caseResolve', { version, resolution: 'FIXED' }],
      ['caseReopen', { version, reason: 'why not' }],
    ] as const)
      expect(await act(other, mutation, { caseId: id, ...input })).toMatchObject({
        case: null,
        userErrors: [{ code: 'NOT_FOUND' }],
      });
    const counted = async (as: Viewer) => {
      const { data } = await world.query<{ caseCounts: number[]; case: unknown }>(
        as,
        `query ($id: ID!) { caseCounts(filters: [{ carrierCodes: ["ups"], types: [CUSTOMS_HELD], state: OPEN }, { isMine: true }]) case(id: $id) { id } }`,
        { id },
      );
      return [data.caseCounts, data.case];
    };
    expect(await counted(other)).toEqual([[0, 0], null]);
    expect(await counted(own)).toEqual([[1, 0], { id }]);
    // Nor can it be given to them: nobody would see it any more who works on it.
    await list({}, other);
    const staff = await world.query<{ staff: { id: string }[] }>(own, '{ staff(text: "otto") { id } }');
    const assigneeId = staff.data.staff[0]?.id as string;
    expect(await act(own, 'caseAssign', { caseId: id, version, assigneeId })).toMatchObject({
      userErrors: [{ code: 'BAD_USER_INPUT', field: ['input', 'assigneeId'] }],
    });
    const many = await world.query<{ caseBulk: { skipped: unknown[] } }>(
      own,
      `mutation { caseBulk(input: { caseIds: ["${id}"], assigneeId: "${assigneeId}" }) { skipped { caseId reason } } }`,
    );
    expect(many.data.caseBulk.skipped).toEqual([{ caseId: id, reason: 'NOT_THEIRS' }]);
    const { data } = await world.query<{ caseBulk: { changed: unknown[]; skipped: unknown[] } }>(
      other,
      `mutation { caseBulk(input: { caseIds: ["${id}"], resolution: FIXED }) { changed { id } skipped { caseId reason } } }`,
    );
    expect(data.caseBulk).toEqual({ changed: [], skipped: [{ caseId: id, reason: 'NOT_FOUND' }] });
  });
});

test('that a parcel is of another order, too, is not to be found out by asking for that order', async () => {
  const number = '1Z999AA10000004301';
  await world.tell([deliveryChanged(4_301, { companyId: 21, references: [number] })]);
  await world.tell([deliveryChanged(4_302, { companyId: 22, references: [number] })]);
  await world.deliver(scansOf(number, [60, 'Exception', 'Exception_004']));
  const own = viewer({ role: 'agent', sub: 'of22', companies: [22] });
  const ofOrder = (order: number) => list({ orderId: toGlobalId('Order', order), types: ['CUSTOMS_HELD'] }, own);
  await eventually(async () => expect(await ofOrder(4_302)).toHaveLength(1));
  expect(await ofOrder(4_301)).toEqual([]);
  expect(await list({ orderId: toGlobalId('Order', 4_301), types: ['CUSTOMS_HELD'] })).toHaveLength(1);
});

test('what no database can hold is refused by name', async () => {
  for (const [operation, field] of [
    ['{ cases(filter: { carrierCodes: ["a\\u0000"] }) { nodes { id } } }', 'carrierCodes'],
    ['{ cases(filter: { dueBefore: "+275760-09-13T00:00:00Z" }) { nodes { id } } }', 'dueBefore'],
    ['{ staff(text: "\\u0000") { id } }', 'text'],
  ] as const)
    expect((await world.query(ana, operation)).errors).toMatchObject([
      { extensions: { code: 'BAD_USER_INPUT' }, message: expect.stringContaining(field) },
    ]);
});

test('housekeeping leaves what was resolved and is so still: without its row it would be opened anew', async () => {
  const pair = (await parcels(2)) as unknown as [{ id: string; number: string }, { id: string; number: string }];
  for (const { number } of pair) await world.deliver(scansOf(number, [60, 'Exception', 'Exception_004']));
  const ids: string[] = [];
  for (const { id } of pair) {
    await eventually(async () => expect(await of(id)).toHaveLength(1));
    const [one] = (await of(id)) as [Shown];
    await act(ben, 'caseResolve', { caseId: one.id, version: one.version, resolution: 'FIXED' });
    ids.push(id);
  }
  await world.deliver(scansOf(pair[1].number, [60, 'Exception', 'Exception_004'], [90, 'InTransit', 'InTransit_004']));
  await lookedAt();
  await world.sql`update tracking.work_case set closed_at = '2020-01-01' where shipment_id = any(${ids}::uuid[])`;
  const { retention } = world.config;
  const off = Object.fromEntries(Object.keys(retention).map((name) => [name, null]));
  await keepHouse(
    { sql: world.sql, registering: { addJobs: async () => {} } as never },
    { ...off, webhookBacklogDays: 1, caseDays: 1 } as typeof retention,
    new Date('2021-01-01T00:00:00Z'),
  );
  expect([(await of(pair[0].id)).length, (await of(pair[1].id)).length]).toEqual([1, 0]);
});

describe('work', () => {
  async function held(): Promise<Shown> {
    const [parcel] = (await parcels(1)) as [{ id: string; number: string; order: number }];
    await world.deliver(scansOf(parcel.number, [60, 'Exception', 'Exception_004']));
    await eventually(async () => expect(await of(parcel.id)).toHaveLength(1));
    return (await of(parcel.id))[0] as Shown;
  }

  test('assign, note, wait, resume, snooze, resolve, open again: each is noted and audited; of two who change it at once the second is told', async () => {
    await list({}, ben);
    const one = await held();
    const caseId = one.id;
    const mine = await act(ana, 'caseAssign', { caseId, version: one.version });
    expect(mine).toMatchObject({ userErrors: [], case: { assignee: { name: 'Ana Agent' }, version: one.version + 1 } });
    const { data } = await world.query<{ staff: { id: string; name: string }[] }>(
      ana,
      '{ staff(text: "ben") { id name } }',
    );
    const [colleague] = data.staff as [{ id: string; name: string }];
    expect(await act(ben, 'caseAssign', { caseId, version: one.version, assigneeId: colleague.id })).toMatchObject({
      userErrors: [{ code: 'CONFLICT', field: ['input', 'version'] }],
      case: { assignee: { name: 'Ana Agent' }, version: one.version + 1 },
    });
    const steps: [string, object, object][] = [
      ['caseAssign', { assigneeId: colleague.id }, { assignee: { name: 'Ben Agent' } }],
      ['caseWait', { waitingFor: 'CUSTOMER' }, { waitingFor: 'CUSTOMER', dueAt: null }],
      ['caseResume', {}, { waitingFor: null }],
      ['caseSnooze', { untilNews: true }, { state: 'SNOOZED' }],
      ['caseResume', {}, { state: 'OPEN' }],
      [
        'caseResolve',
        { resolution: 'CUSTOMER_INFORMED', note: 'called' },
        { state: 'CLOSED', resolution: 'CUSTOMER_INFORMED' },
      ],
      ['caseReopen', { reason: 'called again' }, { state: 'OPEN', resolution: null }],
    ];
    let { version } = mine.case as Shown;
    for (const [mutation, input, after] of steps) {
      const answer = await act(ana, mutation, { caseId, version, ...input });
      expect(answer).toMatchObject({ userErrors: [], case: after });
      version = answer.case?.version as number;
    }
    const noted = await act(ana, 'caseNote', { caseId, text: 'Customer pays the duty tomorrow.' });
    expect(noted.case?.history.map(({ action }) => action)).toEqual([
      'OPENED',
      'ASSIGNED',
      'ASSIGNED',
      'WAITING',
      'RESUMED',
      'SNOOZED',
      'RESUMED',
      'RESOLVED',
      'REOPENED',
      'NOTED',
    ]);
    const audit = await world.sql<{ action: string; detail: object }[]>`
      select action, detail from tracking.audit where action like 'case.%' and actor = 'ana' order by id`;
    expect(audit.map(({ action }) => action.slice(5))).toEqual([
      'assigned',
      'assigned',
      'waiting',
      'resumed',
      'snoozed',
      'resumed',
      'resolved',
      'reopened',
      'noted',
    ]);
    expect(JSON.stringify(audit)).not.toContain('duty');
  });

  test('bad input is refused by name and does nothing', async () => {
    const one = await held();
    const at = { caseId: one.id, version: one.version };
    for (const [mutation, input, field] of [
      ['caseAssign', { ...at, assigneeId: toGlobalId('StaffMember', crypto.randomUUID()) }, 'assigneeId'],
      ['caseNote', { caseId: one.id, text: ' ' }, 'text'],
      ['caseNote', { caseId: one.id, text: 'x'.repeat(2_001) }, 'text'],
      ['caseNote', { caseId: one.id, text: 'a\0b' }, 'text'],
      ['caseNote', { caseId: 'nonsense', text: 'x' }, 'caseId'],
      ['caseSnooze', { ...at }, 'until'],
      ['caseSnooze', { ...at, until: '2020-01-01T00:00:00Z' }, 'until'],
      ['caseSnooze', { ...at, until: '2099-01-01T00:00:00Z' }, 'until'],
      ['caseWait', { ...at, waitingFor: 'CARRIER_OUTAGE' }, 'waitingFor'],
      ['caseResolve', { ...at, resolution: 'CAUSE_GONE' }, 'resolution'],
      ['caseReopen', { ...at, reason: 'because' }, 'caseId'],
    ] as const)
      expect(await act(ana, mutation, input)).toMatchObject({
        userErrors: [{ code: 'BAD_USER_INPUT', field: ['input', field] }],
      });
    const after = await world.query<{ case: Shown }>(ana, `{ case(id: "${one.id}") { ${fields} } }`);
    expect(after.data.case).toMatchObject({ version: one.version, history: [{ action: 'OPENED' }] });
  });

  test('by hand, for what no source tells: once while it is open, and nobody but a colleague closes it', async () => {
    const [parcel] = (await parcels(1)) as [{ id: string; number: string; order: number }];
    await world.deliver(scansOf(parcel.number, [60, 'Delivered', 'Delivered_001']));
    const input = {
      shipmentId: toGlobalId('Shipment', parcel.id),
      type: 'DELIVERED_DISPUTED',
      reason: 'not in the letter box',
    };
    const first = await act(ana, 'caseOpen', input);
    expect(first).toMatchObject({
      userErrors: [],
      case: { type: 'DELIVERED_DISPUTED', state: 'OPEN', evidence: [{}] },
    });
    await lookedAt();
    // The rules look at it when its time comes, although nothing changes.
    expect(
      await world.sql`select due_at is not null as is_due from tracking.case_check where subject = ${`s:${parcel.id}`}`,
    ).toEqual([{ is_due: true }]);
    expect((await act(ben, 'caseOpen', input)).case?.id).toBe(first.case?.id);
    await world.deliver(scansOf(parcel.number, [90, 'Delivered', 'Delivered_001']));
    await lookedAt();
    expect(await of(parcel.id)).toMatchObject([{ id: first.case?.id, state: 'OPEN' }]);
    // There is one while it is open, whichever way it came to be.
    const resolved = await act(ana, 'caseResolve', {
      caseId: first.case?.id,
      version: (await of(parcel.id))[0]?.version,
      resolution: 'FIXED',
    });
    expect((await act(ben, 'caseOpen', input)).case?.id).not.toBe(first.case?.id);
    const again = { caseId: first.case?.id, version: resolved.case?.version, reason: 'called again' };
    expect(await act(ana, 'caseReopen', again)).toMatchObject({ userErrors: [{ code: 'BAD_USER_INPUT' }] });
    expect(await act(ana, 'caseOpen', { ...input, type: 'DELAYED' })).toMatchObject({
      userErrors: [{ code: 'BAD_USER_INPUT', field: ['input', 'type'] }],
    });
  });

  test('many at once: shown first, done, and taken back where nobody has changed it since', async () => {
    const some = [await held(), await held(), await held()];
    const bulk = async (input: object) => {
      const { data, errors } = await world.query<{ caseBulk: Bulk }>(
        ana,
        'mutation ($input: CaseBulkInput!) { caseBulk(input: $input) { bulkId undoUntil changed { id state version } skipped { caseId reason } userErrors { code field } } }',
        { input: { caseIds: some.map(({ id }) => id), ...input } },
      );
      expect(errors).toBeUndefined();
      return data.caseBulk;
    };
    interface Bulk {
      bulkId: string | null;
      changed: { id: string; state: string; version: number }[];
      skipped: { caseId: string; reason: string }[];
      userErrors: { code: string; field: string[] }[];
    }
    expect(await bulk({ resolution: 'NO_ACTION_NEEDED', isPreview: true })).toMatchObject({
      bulkId: null,
      changed: [{ state: 'OPEN' }, { state: 'OPEN' }, { state: 'OPEN' }],
    });
    expect(await bulk({ resolution: 'FIXED', unassign: true })).toMatchObject({
      userErrors: [{ code: 'BAD_USER_INPUT' }],
    });
    const done = await bulk({ resolution: 'NO_ACTION_NEEDED' });
    expect(done.changed.map(({ state }) => state)).toEqual(['CLOSED', 'CLOSED', 'CLOSED']);
    expect((await bulk({ resolution: 'FIXED' })).skipped.map(({ reason }) => reason)).toEqual([
      'CLOSED',
      'CLOSED',
      'CLOSED',
    ]);
    const [first] = done.changed as [Bulk['changed'][number], ...unknown[]];
    await act(ben, 'caseReopen', { caseId: first.id, version: first.version, reason: 'not so fast' });
    const undo = () =>
      world.query<{ caseBulkUndo: Bulk }>(
        ana,
        'mutation ($input: CaseBulkUndoInput!) { caseBulkUndo(input: $input) { changed { id state } skipped { caseId reason } userErrors { code } } }',
        { input: { bulkId: done.bulkId } },
      );
    expect((await undo()).data.caseBulkUndo).toMatchObject({
      changed: [{ state: 'OPEN' }, { state: 'OPEN' }],
      skipped: [{ caseId: first.id, reason: 'CHANGED_SINCE' }],
    });
    expect((await undo()).data.caseBulkUndo.userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
  });
});

/** Until nothing waits to be looked at. */
const lookedAt = () =>
  eventually(async () => {
    const [row] = await world.sql<{ n: number }[]>`select count(*)::int as n from tracking.case_todo`;
    expect(row?.n).toBe(0);
  });

test('200 parcels that are silent since one hub are one incident; a scan takes one out, and without any it is over', async () => {
  const all = [...(await parcels(100)), ...(await parcels(100))];
  const at = (number: string, ...minutes: number[]) =>
    trackingUpdate({
      number,
      scans: minutes.map((minute) => ({ minute, tag: 'InTransit', subtag: 'InTransit_003', city: 'Leipzig' })),
    });
  await Promise.all(all.map(({ number }) => world.postSigned(at(number, 5))));
  await world.drained();
  await lookedAt();
  expect(await list({ types: ['SILENT_TOO_LONG'] })).toEqual([]);
  const before = clock;
  try {
    clock = new Date('2026-11-09T07:00:00Z');
    const merged = () => list({ types: ['SILENT_TOO_LONG'], state: 'OPEN', mergeIncidents: true });
    await eventually(async () => {
      await world.sql`update tracking.case_check set due_at = '2026-11-09T06:00:00Z' where due_at <= ${clock}`;
      const { data } = await world.query<{ caseCounts: number[] }>(
        ana,
        '{ caseCounts(filters: [{ types: [SILENT_TOO_LONG], state: OPEN }, { types: [SILENT_TOO_LONG], state: OPEN, mergeIncidents: true }]) }',
      );
      expect(data.caseCounts).toEqual([200, 1]);
    });
    expect(await merged()).toMatchObject([
      { incident: { title: 'Parcels with UPS are silent since Leipzig, DE', caseCount: 200 } },
    ]);
    // Of those that are asked for one stands for all: what is mine is not hidden by what is nobody's.
    const last = (await list({ types: ['SILENT_TOO_LONG'], state: 'OPEN' })).at(-1) as Shown;
    await act(ben, 'caseAssign', { caseId: last.id, version: last.version });
    expect((await list({ isMine: true, mergeIncidents: true }, ben)).map(({ id }) => id)).toContain(last.id);
    const foreign = viewer({ role: 'agent', sub: 'foreign', companies: [77] });
    const incidentsOf = async (as: Viewer) =>
      (
        await world.query<{ incidents: { nodes: { title: string }[] } }>(
          as,
          '{ incidents { nodes { title caseCount } } }',
        )
      ).data.incidents.nodes.filter(({ title }) => title.includes('silent since'));
    expect([(await incidentsOf(ana)).length, (await incidentsOf(foreign)).length]).toEqual([1, 0]);
    await Promise.all(all.map(({ number }) => world.postSigned(arrivals(number, 5, 5_700))));
    await world.drained();
    await eventually(async () => expect(await merged()).toEqual([]));
    await eventually(async () => expect(await incidentsOf(ana)).toEqual([]));
  } finally {
    clock = before;
  }
});

test('who looks at the same things at once, and who breaks off in the middle: each case once', async () => {
  const all = await parcels(12);
  const sql = connectDatabase(world.databaseUrl, { application: 'test-cases', searchPath: 'tracking', max: 6 });
  try {
    await Promise.all(all.map(({ number }) => world.postSigned(scansOf(number, [60, 'Exception', 'Exception_004']))));
    await world.drained();
    const subjects = all.map(({ id }) => `s:${id}`);
    const options = { policy: world.config.cases, now: clock, limit: 5 };
    for (let round = 0; round < 4; round += 1) {
      await sql`insert into tracking.case_todo (subject) select unnest(${[...subjects, ...subjects]}::text[])`;
      await Promise.all([
        // One that dies with its work undone: what it took is there again.
        sql
          .begin(async (tx) => {
            await tx`delete from tracking.case_todo where id in (select id from tracking.case_todo limit 5 for update skip locked)`;
            throw new Error('killed');
          })
          .catch(() => {}),
        ...Array.from({ length: 5 }, () => lookAtCases(sql, options)),
      ]);
    }
    await lookedAt();
    const rows = await sql<{ n: number; opened: number }[]>`
      select count(*)::int as n, (select count(*)::int from tracking.case_history h join tracking.work_case c on c.id = h.case_id
        where c.subject = any(${subjects}) and h.action = 'OPENED') as opened from tracking.work_case where subject = any(${subjects})`;
    expect(rows).toEqual([{ n: 12, opened: 12 }]);
  } finally {
    await sql.end();
  }
});

test('what cannot be looked at is set aside with its problem, and keeps nobody else waiting', async () => {
  const [parcel] = (await parcels(1)) as [{ id: string; number: string; order: number }];
  await world.deliver(
    trackingUpdate({
      number: parcel.number,
      scans: [{ minute: 5, tag: 'AvailableForPickup', subtag: 'AvailableForPickup_001' }],
    }),
  );
  await lookedAt();
  // What is no date makes nothing fail: it is looked at again.
  await world.sql`update tracking.shipment set state = state || '{"pickupPoint": {"lastDay": "soon"}}' where id = ${parcel.id}`;
  await world.sql`insert into tracking.case_todo (subject) values ('s:nonsense'), ('d:99999999999'), (${`s:${parcel.id}`})`;
  const [next] = (await parcels(1)) as [{ id: string; number: string; order: number }];
  await world.deliver(scansOf(next.number, [60, 'Exception', 'Exception_004']));
  await eventually(async () => expect(await of(next.id)).toHaveLength(1));
  await lookedAt();
  const aside =
    await world.sql`select subject, due_at > ${clock} as is_later from tracking.case_check where problem is not null order by subject`;
  expect(aside).toEqual([
    { subject: 'd:99999999999', is_later: true },
    { subject: 's:nonsense', is_later: true },
  ]);
  expect(
    await world.sql`select due_at is not null as is_due from tracking.case_check where subject = ${`s:${parcel.id}`}`,
  ).toEqual([{ is_due: true }]);
});

test('nobody waits for a case that somebody holds, to make an incident; and it is left with another cause', async () => {
  const [one, other] = (await parcels(2)) as unknown as [
    { id: string; number: string },
    { id: string; number: string },
  ];
  const scan = (subtag: string, minute: number) => ({ minute, tag: 'Exception', subtag, city: 'Lyon' });
  // Customs of a country of their own.
  // Customs of a country of their own.
  for (const { number } of [one, other])
    await world.deliver(trackingUpdate({ number, scans: [scan('Exception_004', 60)] }).replaceAll('DEU', 'FRA'));
  await eventually(async () => expect([...(await of(one.id)), ...(await of(other.id))]).toHaveLength(2));
  await lookedAt();
  const sql = connectDatabase(world.databaseUrl, { application: 'test-cases', searchPath: 'tracking', max: 2 });
  const incidents = () =>
    sql<{ shipment_id: string; is_in: boolean }[]>`
      select shipment_id, incident_id is not null as is_in from tracking.work_case where shipment_id in (${one.id}, ${other.id}) order by shipment_id = ${other.id}`;
  try {
    await sql`insert into tracking.incident (cause, kind, title, opened_at) select incident_cause, 'customs', 'test', ${clock} from tracking.work_case where shipment_id = ${one.id}`;
    await world.sql.begin(async (tx) => {
      await tx`select 1 from tracking.work_case where shipment_id = ${one.id} for update`;
      await sql`insert into tracking.case_todo (subject) values (${`s:${other.id}`})`;
      await eventually(async () => expect((await incidents()).map(({ is_in }) => is_in)).toEqual([false, true]));
    });
    await sql`update tracking.incident set cause = 'another' where title = 'test'`;
    await sql`insert into tracking.case_todo (subject) values (${`s:${other.id}`})`;
    await eventually(async () => {
      expect((await incidents()).map(({ is_in }) => is_in)).toEqual([false, false]);
      expect(await sql`select closed_at is not null as is_over from tracking.incident where title = 'test'`).toEqual([
        { is_over: true },
      ]);
    });
  } finally {
    await sql.end();
  }
});

test('a declared outage stops the clocks of its carrier’s silence until it is over; for operators alone', async () => {
  const [parcel] = (await parcels(1)) as [{ id: string; number: string; order: number }];
  await world.deliver(scansOf(parcel.number, [5, 'InTransit', 'InTransit_009']));
  const declare = (as: Viewer) =>
    world.query<{ carrierOutageDeclare: { outage: { id: string } | null } }>(
      as,
      'mutation { carrierOutageDeclare(input: { carrierCode: "ups", reason: "their gateway is down" }) { outage { id declaredBy { name } } userErrors { code } } }',
    );
  expect((await declare(ana)).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  const operator = viewer({ sub: 'olga', name: 'Olga Operator' });
  const { outage } = (await declare(operator)).data.carrierOutageDeclare;
  expect((await declare(operator)).data.carrierOutageDeclare.outage).toEqual(outage);
  const { data } = await world.query<{ carrierOutageEnd: { outage: { until: string | null } } }>(
    operator,
    'mutation ($id: ID!) { carrierOutageEnd(input: { outageId: $id }) { outage { until } userErrors { code } } }',
    { id: outage?.id },
  );
  expect(data.carrierOutageEnd.outage.until).not.toBeNull();
});

test.each<[string, (string | number)[]]>([
  ['PRIORITY', [1e300, crypto.randomUUID()]],
  ['PRIORITY', [1.5, crypto.randomUUID()]],
  ['PRIORITY', [1, 'nonsense']],
  ['DUE', ['nonsense', crypto.randomUUID()]],
  ['OPENED', ['', crypto.randomUUID()]],
  ['OPENED', [5, crypto.randomUUID()]],
  ['OPENED', ['+275760-09-13T00:00:00.000Z', crypto.randomUUID()]],
])('a made-up cursor of %s is refused by name: %j', async (order, parts) => {
  const after = Buffer.from(JSON.stringify(parts)).toString('base64url');
  const { errors } = await world.query(ana, `{ cases(orderBy: ${order}, after: "${after}") { nodes { id } } }`);
  expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' }, message: expect.stringContaining('after') }]);
});

test('pages of each order hold every case once', async () => {
  for (const order of ['PRIORITY', 'DUE', 'OPENED']) {
    const ids: string[] = [];
    let after: string | null = null;
    do {
      const { data } = (await world.query(
        ana,
        `query ($after: String) { cases(orderBy: ${order}, first: 7, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }`,
        { after },
      )) as { data: { cases: { nodes: { id: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } } } };
      ids.push(...data.cases.nodes.map(({ id }) => id));
      after = data.cases.pageInfo.hasNextPage ? data.cases.pageInfo.endCursor : null;
    } while (after !== null);
    const [row] = await world.sql<{ n: number }[]>`select count(*)::int as n from tracking.work_case`;
    expect([ids.length, new Set(ids).size]).toEqual([row?.n, row?.n]);
  }
});

test('a list that somebody takes with them is on record with its rows and its filter, in ids and codes of ours', async () => {
  const take = async (as: Viewer, input: object) => {
    const { data, errors } = await world.query<{ caseListExport: { rowCount: number; isCut: boolean } }>(
      as,
      'mutation ($input: CaseListExportInput!) { caseListExport(input: $input) { rowCount isCut } }',
      { input },
    );
    return { taken: data?.caseListExport, code: errors?.[0]?.extensions['code'] };
  };
  const [row] = await world.sql<{ n: number }[]>`select count(*)::int as n from tracking.work_case`;
  expect((await take(ana, {})).taken).toEqual({ rowCount: row?.n, isCut: false });
  await take(ana, {
    filter: {
      state: 'OPEN',
      types: ['LOST'],
      carrierCodes: ['ups', 'Ann Rivera'],
      countryCodes: ['Ann Rivera'],
      isMine: true,
    },
    orderBy: 'DUE',
  });
  const records = () =>
    world.sql`select role, subject, detail from tracking.audit where action = 'case_list.exported' order by id`;
  expect(await records()).toMatchObject([
    { subject: 'list of cases', detail: { rows: row?.n, isCut: false, orderBy: 'PRIORITY', filter: {} } },
    {
      subject: 'list of cases',
      detail: {
        orderBy: 'DUE',
        filter: { state: 'OPEN', types: ['LOST'], carrierCodes: ['ups'], isMine: true, by: ['countryCodes'] },
      },
    },
  ]);
  expect(JSON.stringify(await records())).not.toContain('Rivera');
  const elsewhere = await take({ ...ana, companies: [999] }, {});
  expect(elsewhere.taken).toEqual({ rowCount: 0, isCut: false });
  const before = (await records()).length;
  expect((await take(viewer({ role: 'partner', level: 'PARTNER', scopes: ['shipments:write'] }), {})).code).toBe(
    'FORBIDDEN',
  );
  expect(await records()).toHaveLength(before);
});
