import { toGlobalId, type Viewer } from '@milepost/service-kit';
import { eventually } from '@milepost/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { deliveryChanged, scansOf } from './support/messages.ts';
import { startWorld, viewer, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({ now: () => new Date('2026-11-06T10:00:00Z') });
});
afterAll(() => world[Symbol.asyncDispose]());

const ana = viewer({ role: 'agent', sub: 'ana', name: 'Ana Agent' });
const ben = viewer({ role: 'agent', sub: 'ben', name: 'Ben Agent' });
let made = 0;
/** A parcel with a case: both ids of the graph. */
async function opened(): Promise<{ id: string; shipment: string; version: number }> {
  made += 1;
  const reference = `1Z999AA1${String(5_000_000_000 + made)}`;
  await world.tell([deliveryChanged(7_000 + made, { references: [reference], shippedAt: '2026-11-05T05:00:00Z' })]);
  await world.deliver(scansOf(reference, [60, 'Exception', 'Exception_004']));
  return eventually(async () => {
    const [row] = await world.sql<{ id: string; shipment_id: string; version: number }[]>`
      select c.id, c.shipment_id, c.version from tracking.work_case c join tracking.ref r using (shipment_id) where r.number = ${reference}`;
    if (!row) throw new Error('there is no case yet');
    return { id: toGlobalId('Case', row.id), shipment: toGlobalId('Shipment', row.shipment_id), version: row.version };
  });
}
interface Answer {
  case?: {
    id: string;
    version: number;
    state: string;
    assignee: { name: string } | null;
    history: { action: string }[];
  };
  bulkId?: string | null;
  undoUntil?: string | null;
  changed?: { id: string; version: number }[];
  skipped?: { caseId: string; reason: string }[];
  userErrors: { code: string; field: string[] }[];
}
const one = 'case { id version state assignee { name } history { action } } userErrors { code field }';
const many = 'bulkId undoUntil changed { id version } skipped { caseId reason } userErrors { code field }';
async function act(as: Viewer, name: string, input: object): Promise<Answer> {
  const type = name === 'caseResume' ? 'CaseChangeInput' : `${name.replace('case', 'Case')}Input`;
  const { data, errors } = await world.query<Record<string, Answer>>(
    as,
    `mutation ($input: ${type}!) { ${name}(input: $input) { ${name.startsWith('caseBulk') ? many : one} } }`,
    { input },
  );
  expect(errors).toBeUndefined();
  return data[name] as Answer;
}
const actions = (answer: Answer) => answer.case?.history.map(({ action }) => action);
const audited = async (id: string) =>
  (
    await world.sql`select 1 from tracking.audit where subject = 'case ' || ${Buffer.from(id, 'base64url').toString().slice('Case:'.length)}`
  ).length;
const refusedKey = [{ code: 'BAD_USER_INPUT', field: ['input', 'idempotencyKey'] }];

test('the same change sent at once by two wires is done once, and both are answered with what stands', async () => {
  const { id, version } = await opened();
  for (const [name, input] of [
    ['caseAssign', { caseId: id, version }],
    ['caseNote', { caseId: id, text: 'called them' }],
    ['caseResolve', { caseId: id, version: version + 1, resolution: 'FIXED', note: 'done' }],
    ['caseReopen', { caseId: id, version: version + 2, reason: 'it is not' }],
  ] as const) {
    const before = await audited(id);
    const keyed = { ...input, idempotencyKey: `twice-${name}` };
    const answers = await Promise.all(Array.from({ length: 4 }, () => act(ana, name, keyed)));
    expect(answers.map(({ userErrors }) => userErrors)).toEqual([[], [], [], []]);
    expect(new Set(answers.map((answer) => answer.case?.version)).size).toBe(1);
    expect(await audited(id)).toBe(before + 1);
  }
  const last = await act(ana, 'caseNote', { caseId: id, text: 'called them', idempotencyKey: 'twice-caseNote' });
  expect(actions(last)).toEqual(['OPENED', 'ASSIGNED', 'NOTED', 'RESOLVED', 'REOPENED']);
});

test('a change whose answer was lost is answered with the case as it is now, whatever was done since', async () => {
  const { id, version } = await opened();
  const change = { caseId: id, version, idempotencyKey: 'lost-1' };
  await act(ana, 'caseAssign', change);
  // Without the key it looks as if somebody else had been first.
  expect((await act(ana, 'caseAssign', { caseId: id, version })).userErrors).toMatchObject([{ code: 'CONFLICT' }]);
  await act(ben, 'caseNote', { caseId: id, text: 'I know them' });
  await act(ben, 'caseAssign', { caseId: id, version: version + 1 });
  const again = await act(ana, 'caseAssign', change);
  expect(again.userErrors).toEqual([]);
  expect(again.case).toMatchObject({ version: version + 2, assignee: { name: 'Ben Agent' } });
  expect(actions(again)).toEqual(['OPENED', 'ASSIGNED', 'NOTED', 'ASSIGNED']);
});

test('a key is for one input of one person, and what was refused leaves it free', async () => {
  const { id, version } = await opened();
  const key = { idempotencyKey: 'mine' };
  expect((await act(ana, 'caseAssign', { caseId: id, version: version + 9, ...key })).userErrors).toMatchObject([
    { code: 'CONFLICT' },
  ]);
  expect((await act(ana, 'caseAssign', { caseId: id, version, ...key })).userErrors).toEqual([]);
  for (const [name, input] of [
    ['caseAssign', { caseId: id, version: version + 1 }],
    ['caseAssign', { caseId: id, version, assigneeId: null }],
    ['caseResume', { caseId: id, version }],
    ['caseBulk', { caseIds: [id], note: 'x' }],
    ['caseBulkUndo', { bulkId: toGlobalId('CaseBulk', crypto.randomUUID()) }],
  ] as const)
    expect((await act(ana, name, { ...input, ...key })).userErrors, name).toEqual(refusedKey);
  // Another person's is another one.
  expect((await act(ben, 'caseAssign', { caseId: id, version: version + 1, ...key })).userErrors).toEqual([]);
  for (const bad of ['', 'with blanks', 'ö', 'x'.repeat(201)])
    expect((await act(ana, 'caseNote', { caseId: id, text: 'x', idempotencyKey: bad })).userErrors).toEqual(refusedKey);
});

test('a day later the key is free', async () => {
  const { id, version } = await opened();
  await act(ana, 'caseAssign', { caseId: id, version, idempotencyKey: 'day' });
  await world.sql`update tracking.case_answer set at = now() - interval '25 hours' where key = 'day'`;
  expect((await act(ana, 'caseNote', { caseId: id, text: 'new', idempotencyKey: 'day' })).userErrors).toEqual([]);
});

test('many cases at once, their undo, and a case by hand: the same for each', async () => {
  const cases = [await opened(), await opened()];
  const bulk = { caseIds: cases.map(({ id }) => id), resolution: 'FIXED', idempotencyKey: 'bulk-1' };
  const [first, second] = await Promise.all([act(ana, 'caseBulk', bulk), act(ana, 'caseBulk', bulk)]);
  expect(first.bulkId).not.toBeNull();
  expect(second).toEqual(first);
  expect(await world.sql`select 1 from tracking.case_bulk`).toHaveLength(1);
  // What it would do can be asked with whatever key.
  expect((await act(ana, 'caseBulk', { ...bulk, isPreview: true, idempotencyKey: 'bulk-2' })).skipped).toHaveLength(2);
  const undo = { bulkId: first.bulkId, idempotencyKey: 'undo-1' };
  const undone = await act(ana, 'caseBulkUndo', undo);
  expect(undone.changed).toHaveLength(2);
  expect(await act(ana, 'caseBulkUndo', undo)).toEqual(undone);
  expect((await act(ana, 'caseBulkUndo', { bulkId: first.bulkId })).userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);

  const byHand = { shipmentId: cases[0]?.shipment, type: 'LOST', reason: 'they say so', idempotencyKey: 'open-1' };
  const [a, b] = await Promise.all([act(ana, 'caseOpen', byHand), act(ana, 'caseOpen', byHand)]);
  expect([a.userErrors, b.userErrors, a.case?.id === b.case?.id]).toEqual([[], [], true]);
  await act(ana, 'caseResolve', { caseId: a.case?.id, version: a.case?.version, resolution: 'FIXED' });
  // It is over; the same again opens no second one.
  expect((await act(ana, 'caseOpen', byHand)).case).toMatchObject({ id: a.case?.id, state: 'CLOSED' });
});
