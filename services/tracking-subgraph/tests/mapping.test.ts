import { toGlobalId, type Viewer } from '@milepost/service-kit';
import { eventually } from '@milepost/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aftership } from '../src/connectors/aftership/webhook.ts';
import { loadBodyKeys } from '../src/inbox/body-keys.ts';
import { builtInMapping, createMapping } from '../src/mapping/mapping.ts';
import { createMetrics } from '../src/metrics.ts';
import { processMessages } from '../src/process/process-messages.ts';
import { startServer } from '../src/server.ts';
import { journeyStart, scansOf } from './support/messages.ts';
import { anonymous, noDocuments, startWorld, viewer, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const operator = viewer({ sub: 'olga' });
interface Version {
  number: number;
  revision: number;
  state: string;
  author: string;
  publishedBy: string | null;
  basedOn: number;
  rules: object[];
}
interface Payload {
  mapping: Version | null;
  userErrors: { code: string; message: string; field: string[] }[];
}
async function run(field: string, input: object, as: Viewer = operator) {
  const type = `${field[0]?.toUpperCase()}${field.slice(1)}Input`
    .replace('DraftPublishInput', 'DraftInput')
    .replace('DraftDiscardInput', 'DraftInput');
  const { data, errors } = await world.query<Record<string, Payload>>(
    as,
    `mutation ($input: ${type}!) { ${field}(input: $input) { mapping { number revision state author publishedBy basedOn rules { code subCode milestone } } userErrors { code message field } } }`,
    { input },
  );
  return errors ? { errors } : (data[field] as Payload);
}
const change = async (field: string, input: object) => {
  const outcome = (await run(field, input)) as Payload;
  expect(outcome.userErrors).toEqual([]);
  return outcome.mapping as Version;
};
const teleported = (more: object = {}) => ({
  provider: 'aftership',
  subCode: 'Teleported_042',
  milestone: 'DELIVERED',
  ...more,
});
const stateOf = async (id: string) => {
  const [row] = await world.sql`select status, milestone from tracking.shipment where id = ${id}`;
  return row;
};
const rederived = () =>
  eventually(async () => {
    const [row] = await world.sql`select bool_and(is_done) as done from tracking.rederivation`;
    return row?.['done'] === true;
  });
const unknownCodes = async () =>
  (
    await world.query<{ unknownCodes: { subCode: string }[] }>(operator, '{ unknownCodes { subCode } }')
  ).data.unknownCodes.map(({ subCode }) => subCode);

describe('a code nobody knew', () => {
  let past: string;
  beforeAll(async () => {
    // Journeys begin lately, so that what stands now is news.
    past = await world.register('MAP1', 'ups');
    const lately = Math.floor((Date.now() - journeyStart) / 60_000) - 120;
    await world.deliver(
      scansOf('MAP1', [lately, 'InTransit', 'InTransit_003'], [lately + 60, 'Teleported', 'Teleported_042']),
    );
    await world.register('MAP2', 'ups');
    await world.deliver(scansOf('MAP2', [0, 'InTransit', 'InTransit_003']));
  });

  test('is drafted, looked at, published; it is read anew from then on and in the past, visibly, told once', async () => {
    expect(await stateOf(past)).toEqual({ status: 'IN_TRANSIT', milestone: 'ARRIVED_FACILITY' });
    expect(await unknownCodes()).toContain('Teleported_042');
    const draft = await change('mappingDraftCreate', { note: 'teleports arrive' });
    expect(draft).toMatchObject({ number: 1, state: 'DRAFT', author: 'olga', basedOn: 0, rules: [] });
    const saved = await change('mappingDraftSave', { number: 1, revision: draft.revision, rules: [teleported()] });

    const { data } = await world.query<{ mapping: { lint: object[]; diff: object } }>(
      operator,
      `{ mapping(number: 1) { lint { severity code } diff(shipments: 100) { shipmentsExamined shipmentsChanged
        meanings { provider subCode from to facts } examples { trackingNumber fromStatus toStatus shipment { id } } } } }`,
    );
    expect(data.mapping).toEqual({
      lint: [],
      diff: {
        shipmentsExamined: 2,
        shipmentsChanged: 1,
        meanings: [{ provider: 'aftership', subCode: 'Teleported_042', from: 'UNKNOWN', to: 'DELIVERED', facts: 1 }],
        examples: [
          {
            trackingNumber: 'MAP1',
            fromStatus: 'IN_TRANSIT',
            toStatus: 'DELIVERED',
            shipment: { id: toGlobalId('Shipment', past) },
          },
        ],
      },
    });
    expect(await stateOf(past)).toMatchObject({ status: 'IN_TRANSIT' });

    const told = async () =>
      (await world.sql`select count(*)::int as n from tracking.outbox where shipment_id = ${past}`)[0]?.['n'] as number;
    const before = await told();
    const facts = await world.sql`select key from tracking.fact where shipment_id = ${past} order by key`;
    await change('mappingDraftPublish', { number: 1, revision: saved.revision });
    await eventually(async () => (await stateOf(past))?.['status'] === 'DELIVERED');
    await rederived();
    expect(await world.sql`select key from tracking.fact where shipment_id = ${past} order by key`).toEqual(facts);
    expect(await told()).toBe(before + 1);
    const { data: seen } = await world.query<{ shipment: { rederivations: object[] } }>(
      operator,
      'query ($id: ID!) { shipment(id: $id) { rederivations { fromStatus fromMilestone toStatus toMilestone mappingVersion } why { facts { mappingVersion } } } }',
      { id: toGlobalId('Shipment', past) },
    );
    expect(seen.shipment).toMatchObject({
      rederivations: [
        {
          fromStatus: 'IN_TRANSIT',
          fromMilestone: 'ARRIVED_FACILITY',
          toStatus: 'DELIVERED',
          toMilestone: 'DELIVERED',
          mappingVersion: `${builtInMapping.version}+1`,
        },
      ],
      why: expect.arrayContaining([{ facts: [{ mappingVersion: `${builtInMapping.version}+1` }] }]),
    });
    expect(await unknownCodes()).not.toContain('Teleported_042');
    await world.deliver(scansOf('MAP2', [0, 'InTransit', 'InTransit_003'], [60, 'Teleported', 'Teleported_042']));
    expect((await world.sql`select status from tracking.shipment where tracking_number = 'MAP2'`)[0]).toEqual({
      status: 'DELIVERED',
    });
  });

  test('and rolled back: history only grows', async () => {
    const back = await change('mappingRollBack', { toNumber: 0, note: 'they do not' });
    expect(back).toMatchObject({ number: 2, state: 'PUBLISHED', publishedBy: 'olga', rules: [] });
    await eventually(async () => (await stateOf(past))?.['status'] === 'IN_TRANSIT');
    await rederived();
    const { data } = await world.query<{ mappings: { number: number; state: string }[] }>(
      operator,
      '{ mappings { number state } }',
    );
    expect(data.mappings).toEqual([
      { number: 2, state: 'PUBLISHED' },
      { number: 1, state: 'RETIRED' },
    ]);
    expect(await world.sql`select action, role from tracking.audit where subject like 'mapping %' order by id`).toEqual(
      ['mapping.drafted', 'mapping.saved', 'mapping.published', 'mapping.rolled_back'].map((action) => ({
        action,
        role: 'operator',
      })),
    );
  });
});

describe('people at the same time', () => {
  test('two who save: the second sees what the first saved', async () => {
    const draft = await change('mappingDraftCreate', { note: 'one of two' });
    await change('mappingDraftSave', { number: draft.number, revision: draft.revision, rules: [teleported()] });
    const late = (await run('mappingDraftSave', {
      number: draft.number,
      revision: draft.revision,
      rules: [],
    })) as Payload;
    expect(late).toMatchObject({
      mapping: { rules: [{ subCode: 'Teleported_042' }] },
      userErrors: [{ code: 'CONFLICT' }],
    });
    await change('mappingDraftDiscard', { number: draft.number, revision: draft.revision + 1 });
    expect(
      await run('mappingDraftSave', { number: draft.number, revision: draft.revision + 2, rules: [] }),
    ).toMatchObject({
      userErrors: [{ code: 'CONFLICT' }],
    });
  });

  test('two who publish: the second may not undo the first in silence', async () => {
    const [a, b] = [
      await change('mappingDraftCreate', { note: 'first' }),
      await change('mappingDraftCreate', { note: 'second' }),
    ];
    await change('mappingDraftPublish', { number: a.number, revision: a.revision });
    expect(await run('mappingDraftPublish', { number: b.number, revision: b.revision })).toMatchObject({
      mapping: { state: 'DRAFT' },
      userErrors: [{ code: 'CONFLICT', field: ['input', 'number'] }],
    });
  });
});

test('rules with errors are not published, and the first is named', async () => {
  const draft = await change('mappingDraftCreate', { note: 'with errors' });
  const { revision, number } = await change('mappingDraftSave', {
    number: draft.number,
    revision: draft.revision,
    rules: [teleported({ milestone: 'ON_HOLD' })],
  });
  const outcome = (await run('mappingDraftPublish', { number, revision })) as Payload;
  expect(outcome.userErrors).toMatchObject([{ code: 'BAD_USER_INPUT', message: expect.stringContaining('rule 0') }]);
});

test.each<[string, string, object, string]>([
  ['no note', 'mappingDraftCreate', { note: ' ' }, 'note'],
  ['a base that does not exist', 'mappingDraftCreate', { note: 'from nothing', basedOn: 999 }, 'basedOn'],
  ['a draft that does not exist', 'mappingDraftPublish', { number: 999, revision: 1 }, 'number'],
  ['back to what never was', 'mappingRollBack', { toNumber: 999, note: 'why not' }, 'toNumber'],
])('%s is refused and named', async (_name, field, input, at) => {
  expect(await run(field, input)).toMatchObject({ mapping: null, userErrors: [{ field: ['input', at] }] });
});

test('operators of the whole installation only', async () => {
  for (const as of [anonymous, viewer({ role: 'agent' }), viewer({ companies: [1] })]) {
    expect(await run('mappingDraftCreate', { note: 'mine' }, as)).toMatchObject({
      errors: [{ extensions: { code: 'FORBIDDEN' } }],
    });
    const { errors } = await world.query(as, '{ mappings { number } }');
    expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  }
});

test('a message read with rules that were replaced meanwhile is read again before anything is stored', async () => {
  await using quiet = await startWorld({ env: { ROLES: 'api' } });
  const id = await quiet.register('MAPRACE1', 'ups');
  await quiet.postSigned(scansOf('MAPRACE1', [0, 'Teleported', 'Teleported_042']));
  const rule = { ...teleported(), code: null, reason: null, isDelay: false, milestone: 'DELIVERED' as const };
  await quiet.sql`insert into tracking.mapping_version (number, state, rules, based_on, note, author) values (1, 'PUBLISHED', ${quiet.sql.json([rule])}, 0, 'test', 'test')`;
  let current = builtInMapping;
  const deps = {
    sql: quiet.sql,
    keys: await loadBodyKeys({ sql: quiet.sql, masterKey: quiet.config.secrets.masterKey, now: new Date() }),
    connectors: new Map([['aftership', { connector: aftership }]]),
    // As in a process that has not heard of it.
    mapping: {
      current: () => current,
      refresh: async () => {
        current = createMapping(1, [rule]);
        return current;
      },
    },
    metrics: createMetrics({ defaults: false }),
    documentSeal: noDocuments,
    logger: quiet.logger,
  };
  await expect(processMessages(deps)).rejects.toMatchObject({ cause: { name: 'MappingReplacedError' } });
  expect(await quiet.sql`select 1 from tracking.fact where source <> 'odoo'`).toHaveLength(0);
  await processMessages(deps);
  expect(await quiet.sql`select status from tracking.shipment where id = ${id}`).toEqual([{ status: 'DELIVERED' }]);
});

describe('a process of an earlier version, with rules that it cannot read', () => {
  const rules = [
    { milestone: 'BEAMED' },
    { subCode: 'InTransit_003', reason: 'WHIM' },
    { subCode: 'InTransit_007', milestone: 'HANDED_OVER' },
  ].map((rule) => ({ code: null, reason: null, isDelay: false, ...teleported(rule) }));
  const start = async (state: 'DRAFT' | 'PUBLISHED') => {
    const world = await startWorld({ env: { ROLES: 'api' } });
    await world.sql`insert into tracking.mapping_version (number, state, rules, based_on, note, author) values (1, ${state}, ${world.sql.json(rules)}, 0, 'test', 'test')`;
    return world;
  };

  test('shows them by their codes, without a meaning, and says which words it does not know', async () => {
    await using world = await start('DRAFT');
    const answer = await world.query(
      operator,
      '{ mappings { rules { subCode milestone reason } lint { rule severity code message } diff { shipmentsExamined } } }',
    );
    expect(answer).toEqual({
      data: {
        mappings: [
          {
            rules: [
              { subCode: 'Teleported_042', milestone: null, reason: null },
              { subCode: 'InTransit_003', milestone: null, reason: null },
              { subCode: 'InTransit_007', milestone: 'HANDED_OVER', reason: null },
            ],
            lint: expect.arrayContaining([
              { rule: 0, severity: 'ERROR', code: 'UNKNOWN_MILESTONE', message: 'no milestone "BEAMED"' },
              { rule: 1, severity: 'ERROR', code: 'UNKNOWN_REASON', message: 'no reason "WHIM"' },
            ]),
            diff: { shipmentsExamined: 0 },
          },
        ],
      },
    });
  });

  test('does not let them be saved away unawares', async () => {
    await using world = await start('DRAFT');
    const { data } = await world.query<{ mapping: { rules: object[] } }>(
      operator,
      '{ mapping(number: 1) { rules { provider code subCode milestone reason isDelay } } }',
    );
    const save = (rules: object[]) =>
      world.query<{ mappingDraftSave: Payload }>(
        operator,
        'mutation ($input: MappingDraftSaveInput!) { mappingDraftSave(input: $input) { mapping { revision } userErrors { code } } }',
        { input: { number: 1, revision: 1, rules } },
      );
    const { errors } = await save(data.mapping.rules);
    expect(errors?.map(({ message }) => /rules\[\d\]\.milestone/.exec(message)?.[0])).toEqual([
      'rules[0].milestone',
      'rules[1].milestone',
    ]);
    expect(await world.sql`select rules from tracking.mapping_version`).toEqual([{ rules }]);
    expect((await save(data.mapping.rules.slice(2))).data.mappingDraftSave.userErrors).toEqual([]);
  });

  test('starts and works', async () => {
    await using world = await start('PUBLISHED');
    const id = await world.register('MAPNEWER1', 'ups');
    await world.postSigned(
      scansOf(
        'MAPNEWER1',
        [0, 'InTransit', 'InTransit_003'],
        [10, 'InTransit', 'InTransit_007'],
        [20, 'Teleported', 'Teleported_042'],
      ),
    );
    await using worker = await startServer({ ...world.config, roles: ['worker'] }, { logger: world.logger });
    expect(worker).toBeDefined();
    await world.drained();
    expect(await world.sql`select milestone from tracking.event where shipment_id = ${id} order by sort_key`).toEqual(
      ['ARRIVED_FACILITY', 'HANDED_OVER', 'UNKNOWN'].map((milestone) => ({ milestone })),
    );
  });

  test('works on with facts that a newer version has read, and leaves them as they are', async () => {
    await using world = await startWorld();
    const id = await world.register('MAPNEWER2', 'ups');
    const before = [0, 'Teleported', 'Teleported_042'] as const;
    await world.deliver(scansOf('MAPNEWER2', [...before]));
    await world.sql`update tracking.fact set data = data || '{"milestone": "BEAMED", "status": "NOWHERE", "reason": "WHIM"}' where shipment_id = ${id} and data->>'rawSubCode' = 'Teleported_042'`;
    const facts = () => world.sql`select * from tracking.fact where shipment_id = ${id} order by recorded_at, key`;
    const [first] = await facts();
    await world.deliver(scansOf('MAPNEWER2', [...before], [10, 'InTransit', 'InTransit_003']));
    expect(await world.sql`select message from tracking.dead_letter`).toEqual([]);
    expect(
      await world.sql`select milestone, status, reason from tracking.event where shipment_id = ${id} order by sort_key`,
    ).toEqual([
      { milestone: 'UNKNOWN', status: null, reason: null },
      { milestone: 'ARRIVED_FACILITY', status: 'IN_TRANSIT', reason: null },
    ]);
    expect((await facts())[0]).toEqual(first);
  });
});
