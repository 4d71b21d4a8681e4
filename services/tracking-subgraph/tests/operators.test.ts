import { createHash } from 'node:crypto';
import type { Viewer } from '@milepost/service-kit';
import { eventually } from '@milepost/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { trackingUpdate } from './support/messages.ts';
import { anonymous, orderHolder, startWorld, viewer, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const operator = viewer();
const others: [string, Viewer][] = [
  ['anonymous', anonymous],
  ['a customer', orderHolder(1)],
  ['an agent', viewer({ role: 'agent' })],
  ['a partner', viewer({ role: 'partner', level: 'PARTNER', scopes: ['shipments:read', 'shipments:write'] })],
  ['an operator of one company', viewer({ companies: [1] })],
];
interface Letter {
  id: string;
  source: string;
  cause: string;
  message: string;
  attempts: number;
  firstFailedAt: string;
  lastFailedAt: string;
}
interface Page {
  deadLetters: { nodes: Letter[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } };
}
const fields =
  'nodes { id source cause message attempts firstFailedAt lastFailedAt } pageInfo { hasNextPage endCursor }';
const list = async (args = '(first: 100)') =>
  (await world.query<Page>(operator, `{ deadLetters${args} { ${fields} } }`)).data.deadLetters;
interface Replay {
  deadLetterReplay: {
    replayed: number;
    remaining: number;
    userErrors: { code: string; message: string; field: string[] }[];
  };
}
const replay = async (input: object, as = operator) =>
  world.query<Replay>(
    as,
    'mutation ($input: DeadLetterReplayInput!) { deadLetterReplay(input: $input) { replayed remaining userErrors { code message field } } }',
    { input },
  );

describe('only operators of the whole installation', () => {
  test.each([
    ['deadLetters', '{ deadLetters { nodes { id } } }'],
    ['deadLetterCauses', '{ deadLetterCauses { count } }'],
    ['processingQueue', '{ processingQueue { live } }'],
    ['unknownCodes', '{ unknownCodes { code } }'],
    ['providerHealth', '{ providerHealth { provider } }'],
    ['deadLetterReplay', 'mutation { deadLetterReplay(input: { cause: "NOT_JSON" }) { replayed } }'],
  ])('%s', async (_name, query) => {
    for (const [who, as] of others) {
      const { errors } = await world.query(as, query);
      expect([who, errors?.[0]?.extensions.code]).toEqual([who, 'FORBIDDEN']);
    }
    expect((await world.query(operator, query)).errors).toBeUndefined();
  });
});

describe('dead letters', () => {
  test('are listed newest failure first, in pages without gap or repeat, by cause and by source', async () => {
    for (let i = 0; i < 5; i += 1) await world.deliver(`not json ${i}`);
    for (let i = 0; i < 3; i += 1) await world.deliver(JSON.stringify({ event: 'tracking_update', n: i }));
    const all = await list();
    expect(all.nodes.map(({ cause }) => cause).sort()).toEqual([
      ...Array(5).fill('NOT_JSON'),
      ...Array(3).fill('WRONG_SHAPE'),
    ]);
    const times = all.nodes.map(({ lastFailedAt }) => lastFailedAt);
    expect(times).toEqual([...times].sort().reverse());
    const paged: string[] = [];
    for (let after: string | null = null; ; ) {
      const page = await list(`(first: 3${after ? `, after: "${after}"` : ''})`);
      paged.push(...page.nodes.map(({ id }) => id));
      after = page.pageInfo.endCursor;
      if (!page.pageInfo.hasNextPage) break;
    }
    expect(paged).toEqual(all.nodes.map(({ id }) => id));
    expect((await list('(cause: "WRONG_SHAPE")')).nodes).toHaveLength(3);
    expect((await list('(source: "trackingmore")')).nodes).toEqual([]);
    const causes = await world.query<{ deadLetterCauses: { source: string; cause: string; count: number }[] }>(
      operator,
      '{ deadLetterCauses { source cause count } }',
    );
    expect(causes.data.deadLetterCauses).toEqual([
      { source: 'aftership', cause: 'NOT_JSON', count: 5 },
      { source: 'aftership', cause: 'WRONG_SHAPE', count: 3 },
    ]);
  });

  test('name the cause and nothing of the content', async () => {
    await world.deliver(
      JSON.stringify({ event: 'tracking_update', msg: { tracking_number: 4711, secret: 'Ann Rivera' } }),
    );
    const [letter] = (await list('(cause: "WRONG_SHAPE", first: 1)')).nodes;
    expect(letter?.message).toContain('tracking_number');
    expect(JSON.stringify(letter)).not.toMatch(/4711|Ann/);
  });

  test('sent through again by id: one more attempt, the first failure stays', async () => {
    const [letter] = (await list('(cause: "NOT_JSON", first: 1)')).nodes;
    const { data } = await replay({ ids: [letter?.id, letter?.id] });
    expect(data.deadLetterReplay).toEqual({ replayed: 1, remaining: 0, userErrors: [] });
    await eventually(async () => (await list('(cause: "NOT_JSON", first: 1)')).nodes[0]?.attempts === 2);
    const [again] = (await list('(cause: "NOT_JSON", first: 1)')).nodes;
    expect(again).toMatchObject({ id: letter?.id, firstFailedAt: letter?.firstFailedAt });
    expect(
      await world.sql`select actor, role, sid, subject from tracking.audit where action = 'dead_letter.replay'`,
    ).toEqual([{ actor: 'test', role: 'operator', sid: 'test', subject: '1 messages' }]);
  });

  test('by cause and time', async () => {
    const before = (await list('(cause: "NOT_JSON")')).nodes;
    const middle = before[2]?.lastFailedAt as string;
    const { data } = await replay({ cause: 'NOT_JSON', failedFrom: middle });
    expect(data.deadLetterReplay.replayed).toBe(before.filter(({ lastFailedAt }) => lastFailedAt >= middle).length);
    await world.drained();
    expect(
      (await replay({ cause: 'NOT_JSON', failedBefore: '2020-01-01T00:00:00Z' })).data.deadLetterReplay.replayed,
    ).toBe(0);
  });

  test('one whose message goes through disappears; a message applied before changes nothing', async () => {
    const id = await world.register('1ZREPLAY0000000001', 'ups');
    await world.deliver(
      trackingUpdate({
        number: '1ZREPLAY0000000001',
        scans: [{ minute: 0, tag: 'InTransit', subtag: 'InTransit_003' }],
      }),
    );
    const [stored] = await world.sql<{ id: string }[]>`select max(id)::text as id from tracking.inbox`;
    await world.sql`insert into tracking.dead_letter (kind, source, inbox_id, cause, message, request_id) values ('INBOX_MESSAGE', 'aftership', ${stored?.id as string}, 'MAPPING_FAILED', 'x', 'test-request')`;
    const snapshot = async () =>
      JSON.stringify([
        await world.sql`select version, status, checked_at from tracking.shipment where id = ${id}`,
        await world.sql`select count(*) from tracking.fact where shipment_id = ${id}`,
        await world.sql`select count(*) from tracking.outbox where shipment_id = ${id}`,
      ]);
    const before = await snapshot();
    expect((await replay({ cause: 'MAPPING_FAILED' })).data.deadLetterReplay.replayed).toBe(1);
    await eventually(async () => (await list('(cause: "MAPPING_FAILED")')).nodes.length === 0);
    expect(await snapshot()).toBe(before);
  });

  test.each<[string, object, string[]]>([
    ['nothing selected', {}, ['input']],
    ['an id that is none', { ids: ['1'] }, ['input', 'ids']],
    ['too many ids', { ids: Array.from({ length: 1_001 }, () => crypto.randomUUID()) }, ['input', 'ids']],
    ['a time that is none', { failedFrom: 'yesterday' }, ['input', 'failedFrom']],
  ])('%s is an outcome with the field', async (_name, input, field) => {
    const { data, errors } = await replay(input);
    expect(errors).toBeUndefined();
    expect(data.deadLetterReplay).toMatchObject({ replayed: 0, userErrors: [{ code: 'BAD_USER_INPUT', field }] });
  });
});

test('codes that no mapping knows are counted once per fact, however often they are told', async () => {
  await world.register('1ZUNKNOWN000000001', 'ups');
  const scans = [
    { minute: 0, tag: 'Teleported', subtag: 'Teleported_042' },
    { minute: 60, tag: 'Teleported', subtag: 'Teleported_042' },
  ];
  await world.deliver(trackingUpdate({ number: '1ZUNKNOWN000000001', scans: scans.slice(0, 1) }));
  await world.deliver(trackingUpdate({ number: '1ZUNKNOWN000000001', scans }));
  const { data } = await world.query<{ unknownCodes: object[] }>(
    operator,
    '{ unknownCodes { provider code subCode facts example } }',
  );
  expect(data.unknownCodes).toEqual([
    { provider: 'aftership', code: 'Teleported', subCode: 'Teleported_042', facts: 2, example: 'Teleported_042' },
  ]);
});

test('how providers fare is told as all processes see it', async () => {
  await world.sql`
    insert into tracking.provider_endpoint (provider, endpoint, state, failures, retry_at, paused_until, last_error) values
      ('some', '*', 'CLOSED', 0, null, '2096-01-01T00:00:00Z', 'RATE_LIMITED'), ('some', 'create', 'OPEN', 7, '2095-01-01T00:00:00Z', null, 'UNCLEAR'),
      ('some', 'list', 'CLOSED', 0, null, null, null)`;
  const { data } = await world.query<{ providerHealth: { provider: string }[] }>(
    operator,
    '{ providerHealth { provider endpoint state since failures retryAt lastError } }',
  );
  const since = expect.stringMatching(/Z$/);
  expect(data.providerHealth.filter(({ provider }) => provider === 'some')).toEqual([
    {
      provider: 'some',
      endpoint: null,
      state: 'CLOSED',
      since,
      failures: 0,
      retryAt: '2096-01-01T00:00:00.000Z',
      lastError: 'RATE_LIMITED',
    },
    {
      provider: 'some',
      endpoint: 'create',
      state: 'OPEN',
      since,
      failures: 7,
      retryAt: '2095-01-01T00:00:00.000Z',
      lastError: 'UNCLEAR',
    },
    { provider: 'some', endpoint: 'list', state: 'CLOSED', since, failures: 0, retryAt: null, lastError: null },
  ]);
});

describe('the message behind an event', () => {
  interface Answer {
    shipmentByTrackingNumber: {
      events: {
        nodes: {
          raw: {
            bodyBase64: string;
            bodySha256: string;
            signature: string;
            headers: string;
            requestId: string;
            provider: string;
          } | null;
        }[];
      };
    };
  }
  const query =
    '{ shipmentByTrackingNumber(trackingNumber: "1ZRAW00000000001") { events { nodes { raw { provider requestId headers bodyBase64 bodySha256 signature } } } } }';
  const body = `${trackingUpdate({ number: '1ZRAW00000000001', scans: [{ minute: 0, tag: 'InTransit', subtag: 'InTransit_003' }] })} \n`;
  beforeAll(async () => {
    await world.register('1ZRAW00000000001', 'ups');
    await world.deliver(body);
  });

  test('is there byte for byte, with its signature checked again, and the look is recorded', async () => {
    const { data, errors } = await world.query<Answer>(operator, query);
    expect(errors).toBeUndefined();
    const raw = data.shipmentByTrackingNumber.events.nodes[0]?.raw;
    expect(Buffer.from(raw?.bodyBase64 ?? '', 'base64').toString('utf8')).toBe(body);
    expect(raw).toMatchObject({
      provider: 'aftership',
      signature: 'VALID',
      bodySha256: createHash('sha256').update(body).digest('hex'),
      requestId: expect.stringMatching(/^[\w-]{8,}$/),
    });
    expect(JSON.parse(raw?.headers ?? '{}')).toHaveProperty('aftership-hmac-sha256');
    const looks = await world.sql`select actor, role, sid, subject from tracking.audit where action = 'raw.read'`;
    expect(looks).toHaveLength(1);
    expect(looks[0]).toMatchObject({
      actor: 'test',
      role: 'operator',
      sid: 'test',
      subject: expect.stringMatching(/^inbox \d+$/),
    });
  });

  test('is null, without an error, for everybody else, and nothing is recorded', async () => {
    const before = await world.sql`select count(*) from tracking.audit where action = 'raw.read'`;
    for (const [who, as] of others) {
      const { data, errors } = await world.query<Answer>(as, query);
      expect([who, errors, data.shipmentByTrackingNumber?.events.nodes[0]?.raw ?? null]).toEqual([
        who,
        undefined,
        null,
      ]);
    }
    expect(await world.sql`select count(*) from tracking.audit where action = 'raw.read'`).toEqual(before);
  });

  test('says so when its signature does not hold any more', async () => {
    await world.sql`update tracking.inbox set headers = '{"aftership-hmac-sha256":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}' where id = (select max(id) from tracking.inbox)`;
    const { data } = await world.query<Answer>(operator, query);
    expect(data.shipmentByTrackingNumber.events.nodes[0]?.raw?.signature).toBe('NOT_VALID_NOW');
  });
});

test('a message of odoo-subgraph that cannot be applied is put aside, and those behind it go on', async () => {
  await using own = await startWorld({ env: { ROLES: 'api' } });
  const { loadBodyKeys } = await import('../src/inbox/body-keys.ts');
  const { bodyContext } = await import('../src/inbox/inbox-writer.ts');
  const { seal } = await import('@milepost/service-kit');
  const keys = await loadBodyKeys({ sql: own.sql, masterKey: own.config.secrets.masterKey, now: new Date() });
  // As a newer instance might have accepted it during a rolling update.
  const dedupe = createHash('sha256').update('from-the-future').digest();
  const body = seal(
    keys.current().key,
    Buffer.from('{"events":[{"type":"moon.changed"}]}'),
    bodyContext('odoo', dedupe),
  );
  await own.sql`with i as (insert into tracking.inbox (provider, dedupe, headers, request_id, key_id, body)
    values ('odoo', ${dedupe}, '{}', 'future-request', ${keys.current().id}, ${body}) returning id) insert into tracking.inbox_todo select 5, id from i`;
  await own.register('1ZBEHIND000000001', 'ups');
  const scan = trackingUpdate({
    number: '1ZBEHIND000000001',
    scans: [{ minute: 0, tag: 'Delivered', subtag: 'Delivered_001' }],
  });
  await own.postSigned(scan);
  await using worker = await startSecond(own);
  expect(worker).toBeDefined();
  await own.drained();
  const letters = async () => (await own.query<Page>(operator, `{ deadLetters { ${fields} } }`)).data.deadLetters.nodes;
  expect(await letters()).toMatchObject([{ source: 'odoo', cause: 'WRONG_SHAPE', attempts: 1 }]);
  expect(await own.sql`select status from tracking.shipment where tracking_number = '1ZBEHIND000000001'`).toEqual([
    { status: 'DELIVERED' },
  ]);
  await own.query(operator, 'mutation { deadLetterReplay(input: { source: "odoo" }) { replayed } }');
  await eventually(async () => (await letters())[0]?.attempts === 2);
});

/** Another instance on the same database, with the worker. */
async function startSecond(own: World) {
  const { startServer } = await import('../src/server.ts');
  return startServer({ ...own.config, roles: ['worker'] }, { logger: own.logger });
}
