import { connectDatabase, toGlobalId, type Viewer } from '@milepost/service-kit';
import { eventually } from '@milepost/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { applyPublishedRules } from '../src/carrier-rules/apply-published-rules.ts';
import type { CarrierRule } from '../src/carrier-rules/carrier-rule.ts';
import { builtInRules, createCarrierRules } from '../src/carrier-rules/map-carrier.ts';
import { loadBodyKeys } from '../src/inbox/body-keys.ts';
import { applyChannelMessages } from '../src/order-link/apply-channel-messages.ts';
import { startServer } from '../src/server.ts';
import { deliveryChanged, nextVersion, scansOf, trackingUpdate } from './support/messages.ts';
import { anonymous, orderHolder, startWorld, viewer, type World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const operator = viewer({ sub: 'olga' });
const scan = { minute: 10, tag: 'InTransit', subtag: 'InTransit_003' };
const registering = {
  policy: { isOff: true, maxAgeMs: 1e12, freshMs: 1e12, knows: () => false, providerFor: () => null },
  addJobs: async () => {},
};
interface Version {
  number: number;
  revision: number;
  state: string;
  rules: object[];
}
interface Payload {
  version: Version | null;
  userErrors: { code: string; message: string; field: string[] }[];
}
async function run(field: string, input: object, as: Viewer = operator, at: World = world) {
  const type = `${field[0]?.toUpperCase()}${field.slice(1)}Input`.replace(/Draft(Publish|Discard)Input/, 'DraftInput');
  const { data, errors } = await at.query<Record<string, Payload>>(
    as,
    `mutation ($input: ${type}!) { ${field}(input: $input) { version { number revision state rules { deliveryMethod countries carrierCode } } userErrors { code message field } } }`,
    { input },
  );
  return errors ? { errors } : (data[field] as Payload);
}
const change = async (field: string, input: object, at: World = world) => {
  const outcome = (await run(field, input, operator, at)) as Payload;
  expect(outcome.userErrors).toEqual([]);
  return outcome.version as Version;
};
/** Drafts and publishes these rules. */
async function publish(rules: object[], at: World = world): Promise<Version> {
  const draft = await change('carrierRuleDraftCreate', { note: 'test', basedOn: 0 }, at);
  const { number, revision } = await change(
    'carrierRuleDraftSave',
    { number: draft.number, revision: draft.revision, rules },
    at,
  );
  return change('carrierRuleDraftPublish', { number, revision }, at);
}
const carriersOf = async (order: number, at: World = world) =>
  Object.fromEntries((await at.shipmentsOf(order)).map((s) => [s.trackingNumber, s.carrier?.code ?? null]));
const stateOf = async (number: string, at: World = world) =>
  (
    await at.sql<
      { state: string }[]
    >`select g.state from tracking.registration g join tracking.ref r using (shipment_id) where r.number = ${number}`
  )[0]?.state;
const explain = async (orderName: string, as: Viewer = operator, version?: number) => {
  const { data, errors } = await world.query<{ carrierExplain: object[] }>(
    as,
    `query ($orderName: String!, $version: Int) { carrierExplain(orderName: $orderName, version: $version) {
      delivery { id } deliveryName trackingNumber outcome carrierCode decidedBy { version position rule { deliveryMethod } } tied { version position } why } }`,
    { orderName, version },
  );
  return errors?.[0]?.extensions.code ?? data.carrierExplain;
};

describe('rules that operators publish', () => {
  test('are drafted, looked at and published; what waited gets its carrier and is wanted of a provider, on record', async () => {
    await world.tell([
      deliveryChanged(501, { deliveryMethod: 'Bike', references: ['BIKE1', 'BIKE2'] }),
      deliveryChanged(502, { deliveryMethod: 'Donkey', references: ['DONKEY1'] }),
    ]);
    await world.query(
      operator,
      'mutation { shipmentRegister(input: { trackingNumber: "BIKE3", orderName: "S501" }) { userErrors { code } } }',
    );
    expect(await carriersOf(501)).toEqual({ BIKE1: null, BIKE2: null, BIKE3: null });
    expect(await stateOf('BIKE1')).toBe('NEEDS_CARRIER');

    const draft = await change('carrierRuleDraftCreate', { note: 'bikes are GLS' });
    const saved = await change('carrierRuleDraftSave', {
      number: draft.number,
      revision: draft.revision,
      rules: [
        { deliveryMethod: ' Bike ', countries: ['de', 'AT'], carrierCode: 'gls' },
        { deliveryMethod: 'Bike', countries: ['*'], carrierCode: 'gls' },
        { deliveryMethod: 'Cart', carrierCode: 'dpd' },
      ],
    });
    expect(saved.rules[0]).toEqual({ deliveryMethod: 'Bike', countries: ['AT', 'DE'], carrierCode: 'gls' });
    const { data } = await world.query<{ carrierRuleVersion: { lint: { code: string; message: string }[] } }>(
      operator,
      `{ carrierRuleVersion(number: ${draft.number}) { lint { severity code rule message } } }`,
    );
    expect(data.carrierRuleVersion.lint).toMatchObject([
      { severity: 'WARNING', code: 'NEVER_SEEN', rule: 2 },
      { severity: 'WARNING', code: 'UNMAPPED', rule: null, message: expect.stringContaining('"Donkey"') },
    ]);
    expect(await carriersOf(501)).toEqual({ BIKE1: null, BIKE2: null, BIKE3: null });

    await change('carrierRuleDraftPublish', { number: saved.number, revision: saved.revision });
    await eventually(async () => expect(await carriersOf(501)).toEqual({ BIKE1: 'gls', BIKE2: 'gls', BIKE3: 'gls' }));
    expect(await carriersOf(502)).toEqual({ DONKEY1: null });
    expect([await stateOf('BIKE1'), await stateOf('BIKE3'), await stateOf('DONKEY1')]).toEqual([
      'QUEUED',
      'QUEUED',
      'NEEDS_CARRIER',
    ]);
    const audit =
      await world.sql`select a.actor, a.detail from tracking.audit a join tracking.ref r on a.subject = 'shipment ' || r.shipment_id
      where a.action = 'shipment.carrier_named' and r.number = 'BIKE1'`;
    expect(audit).toEqual([
      {
        actor: 'carrier-rules',
        detail: { carrier: 'gls', rule: { version: draft.number, position: expect.any(Number) } },
      },
    ]);
    await eventually(async () => {
      const progress = await world.query(
        operator,
        `{ carrierRuleVersion(number: ${draft.number}) { state progress { isDone named } } }`,
      );
      expect(progress.data).toEqual({
        carrierRuleVersion: { state: 'PUBLISHED', progress: { isDone: true, named: 3 } },
      });
    });
    // News from Odoo goes by them, too, and CARRIER_MAPPING holds where they are silent.
    await world.tell([
      deliveryChanged(503, { deliveryMethod: 'Bike', references: ['BIKE4'] }),
      deliveryChanged(504, { deliveryMethod: 'UPS Ground', references: ['MAPPED1'] }),
    ]);
    expect([await carriersOf(503), await carriersOf(504)]).toEqual([{ BIKE4: 'gls' }, { MAPPED1: 'ups' }]);
  });

  test('and rolled back; shipments that have a carrier keep it', async () => {
    await change('carrierRuleRollBack', { toNumber: 0, note: 'no bikes' });
    await world.tell([deliveryChanged(503, { deliveryMethod: 'Bike', references: ['BIKE4', 'BIKE5'] })]);
    expect(await carriersOf(503)).toEqual({ BIKE4: 'gls', BIKE5: null });
    const actions = await world.sql`select action from tracking.audit where subject like 'carrier rules %' order by id`;
    expect(actions.map(({ action }) => action)).toEqual([
      'carrier_rules.drafted',
      'carrier_rules.saved',
      'carrier_rules.published',
      'carrier_rules.rolled_back',
    ]);
  });

  test('with errors are not published, and the first is named', async () => {
    const draft = await change('carrierRuleDraftCreate', { note: 'a tie' });
    const { number, revision } = await change('carrierRuleDraftSave', {
      number: draft.number,
      revision: draft.revision,
      rules: [
        { deliveryMethod: 'Bike', carrierCode: 'gls' },
        { countries: ['DE'], carrierCode: 'dpd' },
      ],
    });
    expect(await run('carrierRuleDraftPublish', { number, revision })).toMatchObject({
      version: { state: 'DRAFT' },
      userErrors: [{ code: 'BAD_USER_INPUT', message: expect.stringContaining('rule 0: rule 1 fits as well') }],
    });
    await change('carrierRuleDraftDiscard', { number, revision });
  });

  test('are for operators of the whole installation', async () => {
    for (const as of [anonymous, orderHolder(501), viewer({ role: 'agent' }), viewer({ companies: [1] })]) {
      expect(await run('carrierRuleDraftCreate', { note: 'mine' }, as)).toMatchObject({
        errors: [{ extensions: { code: 'FORBIDDEN' } }],
      });
      const { errors } = await world.query(as, '{ carrierRuleVersions { number } }');
      expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    }
  });

  test('a company that is no id is refused and named', async () => {
    const draft = await change('carrierRuleDraftCreate', { note: 'companies' });
    const rules = [{ companyId: toGlobalId('Order', 1), carrierCode: 'gls' }];
    expect(await run('carrierRuleDraftSave', { number: draft.number, revision: 1, rules })).toMatchObject({
      errors: [{ extensions: { code: 'BAD_USER_INPUT', field: 'rules.0.companyId' } }],
    });
  });
});

describe('what an order would map to', () => {
  test('says for each number which rule decides, or why none does; with a draft for operators', async () => {
    await world.tell([
      deliveryChanged(511, { id: 5111, name: 'WH/OUT/5111', deliveryMethod: 'UPS Ground', references: ['EXPLAIN1'] }),
      deliveryChanged(511, { id: 5112, name: 'WH/OUT/5112', deliveryMethod: 'Camel' }),
    ]);
    expect(await explain('s511')).toMatchObject([
      {
        delivery: { id: toGlobalId('Delivery', 5111) },
        trackingNumber: 'EXPLAIN1',
        outcome: 'MAPPED',
        carrierCode: 'ups',
        decidedBy: { version: 0, position: 0, rule: { deliveryMethod: 'UPS Ground' } },
        why: 'CARRIER_MAPPING (delivery method "UPS Ground") names UPS',
      },
      { deliveryName: 'WH/OUT/5112', trackingNumber: null, outcome: 'UNMAPPED', carrierCode: null, decidedBy: null },
    ]);
    const draft = await change('carrierRuleDraftCreate', { note: 'camels', basedOn: 0 });
    await change('carrierRuleDraftSave', {
      number: draft.number,
      revision: 1,
      rules: [
        { deliveryMethod: 'Camel', carrierCode: 'aramex' },
        { countries: ['US'], carrierCode: 'dpd' },
      ],
    });
    expect(await explain('S511', operator, draft.number)).toMatchObject([
      { outcome: 'MAPPED', carrierCode: 'dpd' },
      { outcome: 'AMBIGUOUS', tied: [{ version: draft.number }, { version: draft.number }], carrierCode: null },
    ]);
  });

  test('is for staff, within their scope', async () => {
    expect(await explain('S511', viewer({ role: 'agent', companies: [1] }))).toHaveLength(2);
    expect(await explain('S511', viewer({ role: 'agent', companies: [9] }))).toEqual([]);
    expect(await explain('S511', viewer({ role: 'agent' }), 0)).toBe('FORBIDDEN');
    expect(await explain('S511', operator, 999)).toBe('BAD_USER_INPUT');
    for (const as of [anonymous, orderHolder(511), viewer({ role: 'partner', level: 'PARTNER' })])
      expect(await explain('S511', as)).toBe('FORBIDDEN');
  });
});

describe('a carrier that was named', () => {
  test('follows the delivery’s method in Odoo, until somebody has scanned the parcel', async () => {
    await world.tell([deliveryChanged(521, { deliveryMethod: 'UPS Ground', references: ['MOVED1', 'MOVED2'] })]);
    await world.deliver(scansOf('MOVED2', [10, 'InTransit', 'InTransit_003']));
    await world.tell([deliveryChanged(521, { deliveryMethod: 'DPD Classic', references: ['MOVED1', 'MOVED2'] })]);
    expect(await carriersOf(521)).toEqual({ MOVED1: 'dpd', MOVED2: 'ups' });
    // No rule at all takes nothing away.
    await world.tell([deliveryChanged(521, { deliveryMethod: 'Camel', references: ['MOVED1', 'MOVED2'] })]);
    expect(await carriersOf(521)).toEqual({ MOVED1: 'dpd', MOVED2: 'ups' });
  });

  test('stays when somebody registers the number again; a new number of the order goes by its method', async () => {
    const register = async (trackingNumber: string) => {
      const { data } = await world.query<{ shipmentRegister: { shipment: { carrier: { code: string } } } }>(
        operator,
        `mutation { shipmentRegister(input: { trackingNumber: "${trackingNumber}", orderName: "S522" }) { shipment { carrier { code } } } }`,
      );
      return data.shipmentRegister.shipment.carrier?.code;
    };
    await world.tell([deliveryChanged(522, { deliveryMethod: 'UPS Ground', references: ['AGAIN1'] })]);
    await world.tell([deliveryChanged(523, { deliveryMethod: 'DPD Classic', references: ['AGAIN2'] })]);
    expect([await register('AGAIN1'), await register('AGAIN2'), await register('NEW12345')]).toEqual([
      'ups',
      'dpd',
      'ups',
    ]);
    expect(await carriersOf(522)).toEqual({ AGAIN1: 'ups', AGAIN2: 'dpd', NEW12345: 'ups' });
  });
});

describe('a carrier that an earlier rule chose', () => {
  const stateOfShipment = async (number: string) =>
    (
      await world.sql<
        { id: string; rule_version: number | null; carrier: string; wish: string }[]
      >`select s.id, r.rule_version, s.registered_carrier as carrier, g.carrier_code as wish from tracking.ref r
        join tracking.shipment s on s.id = r.shipment_id join tracking.registration g on g.shipment_id = s.id where r.number = ${number}`
    )[0];

  test('is corrected by a publication, where nobody else said it and nobody has scanned; how many is known before', async () => {
    await world.tell([
      deliveryChanged(571, { deliveryMethod: 'UPS Ground', references: ['RULED1', 'RULED2', 'RULED3'] }),
      deliveryChanged(572, { deliveryMethod: 'UPS Ground', countryCode: 'FR', references: ['RULED4'] }),
      // One number on two deliveries, for which rules say different things.
      deliveryChanged(573, { deliveryMethod: 'UPS Ground', references: ['RULED5'] }),
      deliveryChanged(574, { deliveryMethod: 'UPS Ground', countryCode: 'FR', references: ['RULED5'] }),
      deliveryChanged(575, { deliveryMethod: 'UPS Ground', references: ['RULED6'], cancelled: true }),
      deliveryChanged(576, { deliveryMethod: 'Barge', references: ['RULED7'] }),
      deliveryChanged(577, { deliveryMethod: 'UPS Ground', references: ['RULED9'] }),
    ]);
    // Scanned; named by a colleague; the same number at the other carrier.
    await world.deliver(scansOf('RULED2', [10, 'InTransit', 'InTransit_003']));
    await world.query(
      operator,
      'mutation { shipmentRegister(input: { trackingNumber: "RULED3", carrierCode: "ups", acceptUnusual: true }) { userErrors { code } } }',
    );
    await world.register('RULED9', 'gls');
    const rules = [
      { deliveryMethod: 'UPS Ground', countries: ['US'], numberPattern: 'RULED\\d', carrierCode: 'gls' },
      { deliveryMethod: 'Barge', carrierCode: 'gls' },
    ];
    const draft = await change('carrierRuleDraftCreate', { note: 'they went over', basedOn: 0 });
    const { number, revision } = await change('carrierRuleDraftSave', { number: draft.number, revision: 1, rules });
    const effect = 'effect { isComplete namedCount correctedCount changes { carrierBefore carrierCode count } }';
    const expected = {
      isComplete: true,
      namedCount: 1,
      correctedCount: 1,
      changes: expect.arrayContaining([
        { carrierBefore: 'ups', carrierCode: 'gls', count: 1 },
        { carrierBefore: null, carrierCode: 'gls', count: 1 },
      ]),
    };
    const before = await world.query<{ carrierRuleVersion: object }>(
      operator,
      `{ carrierRuleVersion(number: ${number}) { ${effect} } }`,
    );
    expect(before.data).toEqual({ carrierRuleVersion: { effect: expected } });
    const content = JSON.stringify(rules.map((rule) => ({ ...rule, countries: rule.countries?.join(' ') })));
    const imported = await world.query(
      operator,
      `mutation ($content: String!) { carrierRuleImport(input: { format: JSON, content: $content, note: "look", checkOnly: true }) { report { errors { message } ${effect} } } }`,
      { content },
    );
    expect(imported.data).toEqual({ carrierRuleImport: { report: { errors: [], effect: expected } } });
    const was = await stateOfShipment('RULED1');
    expect(was).toMatchObject({ rule_version: 0, carrier: 'ups', wish: 'ups' });

    await change('carrierRuleDraftPublish', { number, revision });
    await eventually(async () => {
      const { data } = await world.query(
        operator,
        `{ carrierRuleVersion(number: ${number}) { effect { namedCount } progress { isDone named corrected } } }`,
      );
      expect(data).toEqual({
        carrierRuleVersion: { effect: null, progress: { isDone: true, named: 1, corrected: 1 } },
      });
    });
    // The same shipment; what is wanted of its provider is the other carrier now.
    expect(await stateOfShipment('RULED1')).toEqual({ ...was, rule_version: number, carrier: 'gls', wish: 'gls' });
    expect(await carriersOf(571)).toEqual({ RULED1: 'gls', RULED2: 'ups', RULED3: 'ups' });
    const others = [572, 573, 575, 576, 577].map((order) => carriersOf(order));
    expect(Object.assign({}, ...(await Promise.all(others)))).toEqual({
      RULED4: 'ups',
      RULED5: 'ups',
      RULED6: 'ups',
      RULED7: 'gls',
      RULED9: 'ups',
    });
    expect(await stateOfShipment('RULED3')).toMatchObject({ rule_version: null });
    expect(
      await world.sql`select actor, detail from tracking.audit where action = 'shipment.carrier_corrected' and subject = ${`shipment ${was?.id}`}`,
    ).toEqual([
      {
        actor: 'carrier-rules',
        detail: { before: 'ups', carrier: 'gls', rule: { version: number, position: expect.any(Number) } },
      },
    ]);
    // News of the delivery leaves it there, its scans are known as its own, and a roll-back takes it back only until then.
    await world.tell([
      deliveryChanged(571, { deliveryMethod: 'UPS Ground', references: ['RULED1', 'RULED2', 'RULED3', 'RULED8'] }),
    ]);
    await world.deliver(trackingUpdate({ number: 'RULED1', slug: 'gls', scans: [scan] }));
    const [, , , last] = await world.shipmentsOf(571);
    expect(last).toMatchObject({ trackingNumber: 'RULED8', carrier: { code: 'gls' } });
    await change('carrierRuleRollBack', { toNumber: 0, note: 'back again' });
    await eventually(async () =>
      expect(await carriersOf(571)).toEqual({ RULED1: 'gls', RULED2: 'ups', RULED3: 'ups', RULED8: 'ups' }),
    );
  });
});

describe('what waits for a carrier', () => {
  interface Item {
    trackingNumber: string;
    outcome: string;
    why: string;
    deliveryMethod: string | null;
    suggestions: { carrierCode: string; reasons: string[] }[];
    shipment: { id: string };
  }
  const queue = async (as: Viewer = operator, page = 'first: 100') => {
    const { data, errors } = await world.query<{
      carrierQueue: { nodes: Item[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
    }>(
      as,
      `{ carrierQueue(${page}) { nodes { trackingNumber outcome why deliveryMethod countryCode shipment { id } suggestions { carrierCode carrierName reasons } } pageInfo { hasNextPage endCursor } } }`,
    );
    if (errors) throw new Error(errors[0]?.extensions.code);
    return data.carrierQueue;
  };
  const itemOf = async (number: string, as?: Viewer) =>
    (await queue(as)).nodes.find(({ trackingNumber }) => trackingNumber === number);
  const choose = async (input: object, as: Viewer = operator) => {
    const { data, errors } = await world.query<{
      carrierChoose: {
        shipment: { carrier: { code: string } } | null;
        draftNumber: number | null;
        userErrors: { code: string; field: string[] }[];
      };
    }>(
      as,
      'mutation ($input: CarrierChooseInput!) { carrierChoose(input: $input) { shipment { carrier { code } } draftNumber userErrors { code message field } } }',
      { input },
    );
    return errors?.[0]?.extensions.code ?? data.carrierChoose;
  };
  const agent = viewer({ role: 'agent', sub: 'anna', companies: [1] });
  const elsewhere = viewer({ role: 'agent', companies: [9] });

  test('stands in a queue, oldest first, with why and whom it may be; within scope', async () => {
    await world.tell([
      deliveryChanged(551, { deliveryMethod: 'Tram', references: ['1Z5R89390357567127', 'TRAM2'] }),
      deliveryChanged(552, { deliveryMethod: 'Tram', references: ['TRAM3'], companyId: 9 }),
    ]);
    expect(await itemOf('1Z5R89390357567127', agent)).toMatchObject({
      outcome: 'UNMAPPED',
      why: 'no rule fits delivery method "Tram" to US',
      deliveryMethod: 'Tram',
    });
    expect((await itemOf('1Z5R89390357567127', agent))?.suggestions[0]).toMatchObject({
      carrierCode: 'ups',
      reasons: [expect.stringContaining('check digit is right'), expect.stringContaining('to US')],
    });
    const mine = (await queue(agent)).nodes.map(({ trackingNumber }) => trackingNumber);
    expect(mine).toEqual(expect.arrayContaining(['1Z5R89390357567127', 'TRAM2']));
    expect(mine).not.toContain('TRAM3');
    expect((await queue(elsewhere)).nodes.map(({ trackingNumber }) => trackingNumber)).toEqual(['TRAM3']);
    // What others had is no hint for whoever may not see it.
    expect((await itemOf('TRAM3', elsewhere))?.suggestions).toEqual([]);
    const paged: string[] = [];
    for (let after = ''; ; ) {
      const { nodes, pageInfo } = await queue(operator, `first: 2${after}`);
      paged.push(...nodes.map(({ trackingNumber }) => trackingNumber));
      if (!pageInfo.hasNextPage) break;
      after = `, after: "${pageInfo.endCursor}"`;
    }
    expect(paged).toEqual((await queue()).nodes.map(({ trackingNumber }) => trackingNumber));
    for (const as of [anonymous, orderHolder(551), viewer({ role: 'partner', level: 'PARTNER' })])
      await expect(queue(as)).rejects.toThrow('FORBIDDEN');
  });

  test('gets its carrier from a colleague: wanted of a provider at once, on record, suggested next time; who comes second is told', async () => {
    const shipmentId = (await itemOf('TRAM2', agent))?.shipment.id as string;
    expect(await choose({ shipmentId, carrierCode: 'gls' }, elsewhere)).toMatchObject({
      userErrors: [{ code: 'NOT_FOUND' }],
    });
    expect(await choose({ shipmentId, carrierCode: 'pigeon' })).toMatchObject({
      userErrors: [{ code: 'BAD_USER_INPUT', field: ['input', 'carrierCode'] }],
    });
    expect(await choose({ shipmentId: 'no id', carrierCode: 'gls' })).toMatchObject({
      userErrors: [{ field: ['input', 'shipmentId'] }],
    });
    for (const as of [
      anonymous,
      orderHolder(551),
      viewer({ role: 'partner', level: 'PARTNER', scopes: ['shipments:write'] }),
    ])
      expect(await choose({ shipmentId, carrierCode: 'gls' }, as)).toBe('FORBIDDEN');
    const both = await Promise.all(['gls', 'dpd'].map((carrierCode) => choose({ shipmentId, carrierCode }, agent)));
    const [won, lost] = both.sort(
      (a, b) => Number(JSON.stringify(a).includes('CONFLICT')) - Number(JSON.stringify(b).includes('CONFLICT')),
    );
    const { shipment } = won as Exclude<typeof won, string | undefined>;
    expect(shipment?.carrier.code).toMatch(/^(gls|dpd)$/);
    expect(lost).toMatchObject({ shipment: null, userErrors: [{ code: 'CONFLICT', field: ['input', 'carrierCode'] }] });
    expect(await stateOf('TRAM2')).toBe('QUEUED');
    expect(
      await world.sql`select actor, role, detail from tracking.audit where action = 'shipment.carrier_chosen'`,
    ).toEqual([{ actor: 'anna', role: 'agent', detail: { carrier: shipment?.carrier.code, asRule: false } }]);
    expect(await itemOf('TRAM2')).toBeUndefined();
    // Odoo's next word about the delivery leaves it as it is.
    await world.tell([
      deliveryChanged(551, { deliveryMethod: 'Tram', references: ['1Z5R89390357567127', 'TRAM2', 'TRAM4'] }),
    ]);
    expect(await carriersOf(551)).toMatchObject({ TRAM2: shipment?.carrier.code, TRAM4: null });
    expect((await itemOf('TRAM4', agent))?.suggestions[0]).toEqual({
      carrierCode: shipment?.carrier.code,
      carrierName: expect.any(String),
      reasons: [
        '1 of the latest 1 shipments of delivery method "Tram" went with it',
        expect.stringContaining('to US went with it'),
      ],
    });
  });

  test('becomes a draft rule where the colleague says so, one draft for all; nothing is published by it', async () => {
    const published = await world.sql`select number from tracking.carrier_rule_version where state = 'PUBLISHED'`;
    const ids = [await itemOf('TRAM4'), await itemOf('DONKEY1')].map((item) => item?.shipment.id as string);
    const first = await choose({ shipmentId: ids[0], carrierCode: 'gls', asRule: true }, agent);
    const second = await choose({ shipmentId: ids[1], carrierCode: 'dpd', asRule: true });
    const { draftNumber } = first as Exclude<typeof first, string | undefined>;
    expect(second).toMatchObject({ draftNumber, userErrors: [] });
    const { data } = await world.query(
      operator,
      `{ carrierRuleVersion(number: ${draftNumber}) { state author rules { deliveryMethod companyId carrierCode } } }`,
    );
    expect(data).toEqual({
      carrierRuleVersion: {
        state: 'DRAFT',
        author: 'anna',
        rules: [
          { deliveryMethod: 'Tram', companyId: toGlobalId('Company', 1), carrierCode: 'gls' },
          { deliveryMethod: 'Donkey', companyId: null, carrierCode: 'dpd' },
        ],
      },
    });
    expect(await world.sql`select number from tracking.carrier_rule_version where state = 'PUBLISHED'`).toEqual(
      published,
    );
    const { data: lone } = await world.query<{ shipmentRegister: { shipment: { id: string } } }>(
      operator,
      'mutation { shipmentRegister(input: { trackingNumber: "LONELY123" }) { shipment { id } } }',
    );
    const shipmentId = lone.shipmentRegister.shipment.id;
    expect(await choose({ shipmentId, carrierCode: 'gls', asRule: true })).toMatchObject({
      userErrors: [{ field: ['input', 'asRule'] }],
    });
    await world.register('LONELY123', 'ups');
    expect(await choose({ shipmentId, carrierCode: 'ups' })).toMatchObject({ userErrors: [{ code: 'CONFLICT' }] });
  });
});

describe('files of rules', () => {
  const importFile = async (content: string, more: object = {}, as: Viewer = operator) => {
    const { data, errors } = await world.query<{
      carrierRuleImport: { version: Version | null; report: Record<string, unknown>; userErrors: object[] };
    }>(
      as,
      `mutation ($input: CarrierRuleImportInput!) { carrierRuleImport(input: $input) { version { number state rules { deliveryMethod carrierCode } }
        report { added { deliveryMethod } changed { rule { deliveryMethod carrierCode } carrierBefore } removed { deliveryMethod } unchangedCount errors { line field message } } userErrors { code field } } }`,
      { input: { format: 'CSV', content, note: 'imported', ...more } },
    );
    if (errors) throw new Error(errors[0]?.extensions.code);
    return data.carrierRuleImport;
  };

  test('an import says what it changes, and makes a draft; what is exported comes back as it was', async () => {
    const rules = [
      {
        deliveryMethod: 'Same',
        countries: ['DE', 'AT'],
        companyId: toGlobalId('Company', 1),
        numberPattern: '1Z.{2,}',
        carrierCode: 'ups',
      },
      { deliveryMethod: 'Other', service: 'UPS United States Ground', numberFormat: 'ups', carrierCode: 'ups' },
      { deliveryMethod: '=HYPERLINK("x")', carrierCode: 'dpd' },
    ];
    const { number } = await publish(rules);
    const { data } = await world.query<{ carrierRuleVersion: { csv: string; json: string } }>(
      operator,
      `{ carrierRuleVersion(number: ${number}) { csv: file json: file(format: JSON) } }`,
    );
    const { csv, json } = data.carrierRuleVersion;
    // No spreadsheet runs it.
    expect(csv).toContain(`"'=HYPERLINK(""x"")"`);
    for (const [content, format] of [
      [csv, 'CSV'],
      [json, 'JSON'],
    ] as const)
      expect(await importFile(content, { format, checkOnly: true })).toMatchObject({
        version: null,
        report: { added: [], changed: [], removed: [], unchangedCount: 3, errors: [] },
      });
    const edited = csv
      .replace('UPS United States Ground,ups,,ups', 'UPS United States Ground,ups,,gls')
      .replace(/"'=.*\r\n/, 'New,,,,,,posti\r\n');
    const { version, report } = await importFile(edited);
    expect(report).toEqual({
      added: [{ deliveryMethod: 'New' }],
      changed: [{ rule: { deliveryMethod: 'Other', carrierCode: 'gls' }, carrierBefore: 'ups' }],
      removed: [{ deliveryMethod: '=HYPERLINK("x")' }],
      unchangedCount: 1,
      errors: [],
    });
    expect(version).toMatchObject({
      state: 'DRAFT',
      rules: [{ deliveryMethod: 'Same' }, { deliveryMethod: 'Other' }, { deliveryMethod: 'New' }],
    });
    await change('carrierRuleRollBack', { toNumber: 0, note: 'away with them' });
  });

  test('what is wrong is named by line and field, and nothing is made of it', async () => {
    const count = async () => (await world.sql`select count(*) as n from tracking.carrier_rule_version`)[0]?.['n'];
    const before = await count();
    const content =
      'deliveryMethod,countries,companyId,numberPattern,carrierCode\nA,DE,x,,ups\nB,XX,,(1Z)+,pigeon\nC,,,,\n';
    const { version, report } = await importFile(content);
    expect(version).toBeNull();
    expect(
      (report['errors'] as { line: number; field: string }[]).map(({ line, field }) => `${line} ${field}`),
    ).toEqual(['2 companyId', '3 carrierCode', '3 countries', '3 numberPattern', '4 carrierCode']);
    for (const [file, format, field] of [
      ['carrier\nups\n', 'CSV', 'carrier'],
      ['deliveryMethod\nA\n', 'CSV', 'carrierCode'],
      ['a,"b\n', 'CSV', null],
      ['{}', 'JSON', null],
      ['[', 'JSON', null],
      ['[{"carrierCode": 7}]', 'JSON', 'carrierCode'],
      ['[{"carrierCode": "ups", "weight": 1}]', 'JSON', 'weight'],
    ] as const)
      expect((await importFile(file, { format })).report, file).toMatchObject({ errors: [{ line: 1, field }] });
    expect(await importFile('x'.repeat(1_000_001))).toMatchObject({
      report: null,
      userErrors: [{ field: ['input', 'content'] }],
    });
    expect(await count()).toBe(before);
    await expect(importFile('', {}, viewer({ role: 'agent' }))).rejects.toThrow('FORBIDDEN');
  });
});

describe('several processes', () => {
  test('one publishes, another names what waits; and works by what is published, whatever it last heard', async () => {
    await using api = await startWorld({ env: { ROLES: 'api' } });
    const insert = async (id: number, number: string) => {
      const { delivery } = deliveryChanged(id, { deliveryMethod: 'Bike', references: [number] });
      await api.sql`insert into tracking.delivery (id, version, order_id, data) values (${id}, 1, ${id}, ${api.sql.json(delivery as never)})`;
      const shipment = await api.register(number, '');
      await api.sql`insert into tracking.link (delivery_id, shipment_id, order_id, company_id, customer_id) values (${id}, ${shipment}, ${id}, 1, 10)`;
    };
    for (let i = 1; i <= 5; i += 1) await insert(540 + i, `WAIT${i}`);
    const { number } = await publish([{ deliveryMethod: 'Bike', carrierCode: 'gls' }], api);
    const rules: CarrierRule[] = [{ ...(builtInRules({ Bike: 'gls' })[0] as CarrierRule) }];
    const builtIn = builtInRules({ 'UPS Ground': 'ups', 'DPD Classic': 'dpd' });
    let [current, asked] = [createCarrierRules(0, [], builtIn), 0];
    // As in a process that has not heard of the publication.
    const behind = {
      current: () => current,
      refresh: async () => {
        asked += 1;
        current = createCarrierRules(number, rules, builtIn);
        return current;
      },
    };
    // In steps, each of which another process could do: it goes on where the last one stopped.
    const named = async () =>
      Number((await api.sql`select count(*) as n from tracking.ref where carrier_code = 'gls'`)[0]?.['n']);
    const deps = { sql: api.sql, carrierRules: behind, registering };
    const counts: number[] = [];
    for (let outcome = 'more'; outcome === 'more'; ) {
      outcome = (await applyPublishedRules(deps, { limit: 2 })).outcome;
      counts.push(await named());
    }
    expect(counts).toEqual([2, 4, 5]);
    expect(await api.sql`select shipments, is_done from tracking.carrier_rule_run`).toEqual([
      { shipments: '5', is_done: true },
    ]);

    current = createCarrierRules(0, [], builtIn);
    asked = 0;
    const late = deliveryChanged(533, { deliveryMethod: 'Bike', references: ['LATE1'] });
    const status = await api.tell([late], { applied: false });
    expect(status).toBe(200);
    const keys = await loadBodyKeys({ sql: api.sql, masterKey: api.config.secrets.masterKey, now: new Date() });
    await applyChannelMessages({ ...deps, keys, casePolicy: api.config.cases });
    expect(asked).toBe(1);
    expect(await carriersOf(533, api)).toEqual({ LATE1: 'gls' });

    // And a worker of its own, over the wake-up.
    await insert(534, 'WAIT6');
    await using worker = await startServer({ ...api.config, roles: ['worker'] }, { logger: api.logger });
    expect(worker).toBeDefined();
    await change('carrierRuleRollBack', { toNumber: 0, note: 'away with it' }, api);
    await publish([{ deliveryMethod: 'Bike', countries: ['US'], carrierCode: 'dpd' }], api);
    await eventually(async () => expect(await carriersOf(534, api)).toEqual({ WAIT6: 'dpd' }));
    // What an earlier rule chose is corrected.
    await eventually(async () => expect(await carriersOf(541, api)).toEqual({ WAIT1: 'dpd' }));
  });

  test('a post with many numbers costs as many statements as one with few', async () => {
    await using api = await startWorld({ env: { ROLES: 'api' } });
    await publish([{ deliveryMethod: 'Bike', carrierCode: 'gls' }], api);
    const statements: string[] = [];
    const counted = connectDatabase(api.databaseUrl, {
      application: 'counted',
      searchPath: 'tracking',
      max: 1,
      onStatement: (text) => statements.push(text),
    });
    const keys = await loadBodyKeys({ sql: api.sql, masterKey: api.config.secrets.masterKey, now: new Date() });
    const rules = createCarrierRules(1, builtInRules({ Bike: 'gls' }));
    const deps = {
      sql: counted,
      keys,
      carrierRules: { current: () => rules, refresh: async () => rules },
      registering,
      casePolicy: api.config.cases,
    };
    const costOf = async (from: number, count: number) => {
      const events = Array.from({ length: count }, (_, i) =>
        deliveryChanged(from + i, {
          deliveryMethod: i % 2 ? 'Bike' : 'Camel',
          references: [`COST${from + i}A`, `COST${from + i}B`],
        }),
      );
      for (let again = 0; again < 2; again += 1) {
        await api.tell(again ? events.map((e) => ({ ...e, version: nextVersion() })) : events, { applied: false });
        statements.length = 0;
        await applyChannelMessages(deps);
      }
      return statements.length;
    };
    await costOf(6000, 2);
    expect(await costOf(6100, 100)).toBe(await costOf(6300, 2));
    await counted.end({ timeout: 5 });
  });
});
