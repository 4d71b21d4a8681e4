import { connectDatabase, readAs, toGlobalId, type Viewer, viewerSettings } from '@milepost/service-kit';
import { eventually } from '@milepost/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readerSettings } from '../src/scope.ts';
import { findNames, findOrdersOf } from '../src/search/find-customers.ts';
import { findNumbers } from '../src/search/find-numbers.ts';
import { startWorld, viewer } from './support/world.ts';

let world: Awaited<ReturnType<typeof startWorld>>;
beforeAll(async () => {
  world = await startWorld();
  const { world: odoo } = world.odoo;
  // A number that is the name of one order and the reference of another, and what people write into references.
  odoo.writeRecords('sale.order', [30], { client_order_ref: 'S00050' });
  odoo.writeRecords('sale.order', [31], { client_order_ref: 'PO 5001 / PO 5002' });
  odoo.writeRecords('sale.order', [32], { client_order_ref: '発注-７７０１' });
  odoo.writeRecords('sale.order', [33], { client_order_ref: '100%_off' });
  odoo.writeRecords('res.partner', [64], { phone: '089 555 0199', country_code: 'DE' });
  await eventually(async () => {
    expect(await world.sql`select 1 from odoo.sale_order where customer_reference = '100%_off'`).toHaveLength(1);
    expect(await world.sql`select 1 from odoo.partner where id = 64 and phone_index is not null`).toHaveLength(1);
  });
});
afterAll(() => world[Symbol.asyncDispose]());

const agent = viewer();
interface Found {
  search: {
    hits: {
      nodes: { field: string; match: string; order: { name: string } | null; customer: { name: string } | null }[];
      pageInfo: { hasNextPage: boolean; endCursor: string | null };
    };
    orders: { nodes: { name: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } };
    customers: { nodes: { name: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } };
  };
}
const everything = `hits(first: 100) { nodes { field match order { name } customer { name } } pageInfo { hasNextPage endCursor } }
  orders(first: 100) { nodes { name } pageInfo { hasNextPage endCursor } } customers(first: 100) { nodes { name } pageInfo { hasNextPage endCursor } }`;
async function search(text: string, as: Viewer = agent, fields = everything) {
  const { data, errors } = await world.query<Found>(as, `{ search(text: ${JSON.stringify(text)}) { ${fields} } }`);
  return { found: data?.search, error: errors?.[0] };
}
async function hitsOf(text: string, as?: Viewer): Promise<string[]> {
  const { found, error } = await search(text, as);
  expect(error).toBeUndefined();
  return (found?.hits.nodes ?? []).map(
    ({ field, match, order, customer }) => `${match} ${field} ${order?.name ?? customer?.name}`,
  );
}

const alpine = 'Alpine Supply Co.';
const muller = 'Müller & Söhne Bergsport KG';
/** All of what is found; with `…` at the end, its beginning. */
const cases: [text: string, why: string, hits: string[]][] = [
  ['S00046', 'an order name', ['EXACT ORDER_NAME S00046']],
  [' s000 46 ', 'blanks and case', ['EXACT ORDER_NAME S00046']],
  ['s-000-46', 'dashes', ['EXACT ORDER_NAME S00046']],
  ['Ｓ０００４６', 'full-width forms', ['EXACT ORDER_NAME S00046']],
  ['#S00046', 'a sign before it', ['EXACT ORDER_NAME S00046']],
  [
    'S0007',
    'a beginning',
    ['S00070', 'S00071', 'S00072', 'S00073', 'S00074', 'S00075'].map((name) => `PREFIX ORDER_NAME ${name}`),
  ],
  ['S000733', 'one sign too many', ['SIMILAR ORDER_NAME S00073', 'SIMILAR ORDER_NAME S00033']],
  ['SO0O73', 'the letter O for zero', ['SIMILAR ORDER_NAME S00073']],
  [
    'S00050',
    'an order name and another order’s reference',
    ['EXACT ORDER_NAME S00050', 'EXACT CUSTOMER_REFERENCE S00030'],
  ],
  ['PO-88150', 'a purchase order', ['EXACT CUSTOMER_REFERENCE S00046']],
  ['po 88150', 'the same, written otherwise', ['EXACT CUSTOMER_REFERENCE S00046']],
  ['PO–88150', 'with an en dash', ['EXACT CUSTOMER_REFERENCE S00046']],
  ['PO-88510', 'two signs in the wrong order', ['SIMILAR CUSTOMER_REFERENCE S00046']],
  ['PO-8815', 'a beginning of one', ['PREFIX CUSTOMER_REFERENCE S00046']],
  ['PO5002', 'one of two references', ['EXACT CUSTOMER_REFERENCE S00031']],
  ['発注7701', 'another script, half-width digits', ['EXACT CUSTOMER_REFERENCE S00032']],
  ['100%', 'a wildcard is a sign like any other', ['PREFIX CUSTOMER_REFERENCE S00033']],
  ['%0004%', 'no wildcard', []],
  ['S0004_', 'no wildcard either', Array.from({ length: 10 }, (_, i) => `PREFIX ORDER_NAME S0004${i}`)],
  ['INV/2026/00005', 'an invoice', ['EXACT INVOICE_NUMBER S00070']],
  ['inv 2026 00005', 'the same, written otherwise', ['EXACT INVOICE_NUMBER S00070']],
  ['INV/2026/00006', 'one digit wrong', ['SIMILAR INVOICE_NUMBER S00070']],
  ['1Z999AA10301187853', 'a tracking number', ['EXACT TRACKING_NUMBER S00046']],
  ['1z 999 aa1 0301 1878 53', 'as it is printed', ['EXACT TRACKING_NUMBER S00046']],
  ['IZ999AAI0301187853', 'misread', ['SIMILAR TRACKING_NUMBER S00046']],
  ['1Z999AA1030118785', 'the last digit left out', ['PREFIX TRACKING_NUMBER S00046']],
  ['Z999AA10301187853', 'the first left out', ['SIMILAR TRACKING_NUMBER S00046']],
  ['748000950286,748001029477', 'two numbers of one order', ['EXACT TRACKING_NUMBER S00045']],
  ['cc-10046 / cc-10047', 'two joined references', ['EXACT TRACKING_NUMBER S00067']],
  ['CC-10047', 'one of two joined', ['EXACT TRACKING_NUMBER S00067']],
  [
    '1Z999AA10302534083',
    'a number that two orders share',
    ['EXACT TRACKING_NUMBER S00069', 'EXACT TRACKING_NUMBER S00068'],
  ],
  ['9400111899000001900567', 'a return’s number', ['EXACT TRACKING_NUMBER S00052']],
  ['alpine supply', 'a customer', [`EXACT CUSTOMER_NAME ${alpine}`, 'EXACT CUSTOMER_NAME S00070', '…']],
  ['Supply, ALPINE', 'words in another order', [`EXACT CUSTOMER_NAME ${alpine}`, '…']],
  ['alp', 'a beginning of a word', [`PREFIX CUSTOMER_NAME ${alpine}`, 'PREFIX CUSTOMER_NAME S00070', '…']],
  [
    'Alpine Rivera',
    'a contact with the name of the company',
    [`EXACT CUSTOMER_NAME ${alpine}`, 'EXACT CUSTOMER_NAME S00070', '…'],
  ],
  ['supply co ann', 'words of both', [`EXACT CUSTOMER_NAME ${alpine}`, 'EXACT CUSTOMER_NAME S00070', '…']],
  ['Alpine Chen', 'a contact of another company', []],
  ['alpnie', 'a typing error in a name', [`SIMILAR CUSTOMER_NAME ${alpine}`, 'SIMILAR CUSTOMER_NAME S00070', '…']],
  ['alpine suply', 'an error in another word', [`SIMILAR CUSTOMER_NAME ${alpine}`, '…']],
  ['alpnie suply', 'two errors', []],
  ['Müller', 'umlauts', [`EXACT CUSTOMER_NAME ${muller}`, 'EXACT CUSTOMER_NAME S00074', 'EXACT CUSTOMER_NAME S00072']],
  [
    'MUELLER',
    'umlauts spelled out',
    [`EXACT CUSTOMER_NAME ${muller}`, 'EXACT CUSTOMER_NAME S00074', 'EXACT CUSTOMER_NAME S00072'],
  ],
  [
    'muller sohne',
    'umlauts left out',
    [`EXACT CUSTOMER_NAME ${muller}`, 'EXACT CUSTOMER_NAME S00074', 'EXACT CUSTOMER_NAME S00072'],
  ],
  [
    'eclair',
    'accents left out',
    ['EXACT CUSTOMER_NAME Ateliers Éclair SARL', 'EXACT CUSTOMER_NAME S00075', 'EXACT CUSTOMER_NAME S00073', '…'],
  ],
  ['o’neil', 'a curly apostrophe', ['EXACT CUSTOMER_NAME Hudson Expedition Group', '…']],
  ['oneil', 'no apostrophe', ['EXACT CUSTOMER_NAME Hudson Expedition Group', '…']],
  [
    'li wei',
    'a short name',
    [
      'EXACT CUSTOMER_NAME Li Wei',
      'EXACT CUSTOMER_NAME S00055',
      'EXACT CUSTOMER_NAME S00043',
      'EXACT CUSTOMER_NAME S00027',
    ],
  ],
  [
    'スポーツ',
    'a word inside a name without blanks',
    ['EXACT CUSTOMER_NAME 北海道スポーツ株式会社', 'EXACT CUSTOMER_NAME S00071', '…'],
  ],
  ['ｽﾎﾟｰﾂ', 'the same in half-width forms', ['EXACT CUSTOMER_NAME 北海道スポーツ株式会社', '…']],
  ['北海', 'a beginning of two signs', ['PREFIX CUSTOMER_NAME 北海道スポーツ株式会社', '…']],
  ['Former Buyer', 'a contact who never ordered', []],
  ['ann.rivera@alpine.example.com', 'an e-mail address', [`EXACT EMAIL ${alpine}`, 'EXACT EMAIL S00070', '…']],
  [' Ann.Rivera@ALPINE.example.com ', 'with blanks and capitals', [`EXACT EMAIL ${alpine}`, 'EXACT EMAIL S00070', '…']],
  ['mailto:ann.rivera@alpine.example.com', 'pasted as a link', [`EXACT EMAIL ${alpine}`, 'EXACT EMAIL S00070', '…']],
  ['ann.rivera@alpine.example.co', 'no typing error in an e-mail address', []],
  ['ann.rivera@', 'half an address', []],
  ['+1 303-555-0111', 'a phone number', [`EXACT PHONE ${alpine}`, 'EXACT PHONE S00070', '…']],
  ['(303) 555 0111', 'a national number', [`EXACT PHONE ${alpine}`, 'EXACT PHONE S00070', '…']],
  [
    '0049 89 5550150',
    'with the international prefix',
    [`EXACT PHONE ${muller}`, 'EXACT PHONE S00074', 'EXACT PHONE S00072'],
  ],
  ['089/5550150', 'a stroke', [`EXACT PHONE ${muller}`, 'EXACT PHONE S00074', 'EXACT PHONE S00072']],
  [
    '089 555 0199',
    'one that stands in Odoo as a national number',
    ['EXACT PHONE Li Wei', 'EXACT PHONE S00055', 'EXACT PHONE S00043', 'EXACT PHONE S00027'],
  ],
  ['+49 89 5550151', 'no typing error in a phone number', []],
  ['see e-mail', 'words that stand where a number should', []],
  ['999999', 'a number that nobody has', []],
];

describe('what a text finds', () => {
  test.each(cases)('%j: %s', async (text, _why, expected) => {
    const hits = await hitsOf(text);
    if (expected.at(-1) !== '…') expect(hits).toEqual(expected);
    else {
      expect(hits.slice(0, expected.length - 1)).toEqual(expected.slice(0, -1));
      expect(hits.length).toBeGreaterThanOrEqual(expected.length - 1);
    }
  });

  test('a contact’s orders are those that they placed or received, an account’s are all', async () => {
    const orders = async (text: string) => (await search(text)).found?.orders.nodes.map(({ name }) => name).sort();
    const expected = (fits: (order: Record<string, unknown>) => boolean) =>
      [...world.odoo.world.table('sale.order').values()]
        .filter(fits)
        .map(({ name }) => name)
        .sort();
    const is = (order: Record<string, unknown>, field: string, id: number) => (order[field] as [number])[0] === id;
    expect(await orders('Omar Haddad')).toEqual(expected((order) => is(order, 'partner_id', 51)));
    expect(await orders('Oakland Gym')).toEqual(expected((order) => is(order, 'partner_shipping_id', 52)));
    expect(await orders('Bay Area Climbing')).toEqual(
      expected((order) => [50, 51, 52].some((id) => is(order, 'partner_id', id))),
    );
  });

  test('orders and customers are the hits by kind', async () => {
    const { found } = await search('alpine');
    expect(found?.customers.nodes).toEqual([{ name: alpine }]);
    expect(found?.orders.nodes).toEqual(found?.hits.nodes.flatMap(({ order }) => order ?? []));
    expect(found?.orders.nodes.length).toBe(10);
  });
});

test.each([
  ['', 'at least 3'],
  ['ab', 'at least 3'],
  ['--- %%% ___', 'at least 3'],
  ['李', 'at least 3'],
  ['x'.repeat(201), 'more than 200'],
  ['x'.repeat(100_000), 'more than 200'],
  ['S000\u000046', 'control characters'],
  ['S000\u001b[2J46', 'control characters'],
])('%j is refused: %s', async (text, problem) => {
  const { found, error } = await search(text);
  expect([found, error?.extensions]).toEqual([
    undefined,
    expect.objectContaining({ code: 'BAD_USER_INPUT', field: 'text' }),
  ]);
  expect(error?.message).toContain(problem);
});

describe('pages', () => {
  test.each(['hits', 'orders', 'customers'] as const)(
    'of %s give each once, in the order of the whole list',
    async (list) => {
      const fields = list === 'hits' ? 'field match order { name } customer { name }' : 'name';
      const text = list === 'customers' ? 'inc' : 'S000';
      const whole = (await search(text)).found?.[list].nodes;
      const paged: object[] = [];
      let after = '';
      for (;;) {
        const { found, error } = await search(
          text,
          agent,
          `${list}(first: 7${after}) { nodes { ${fields} } pageInfo { hasNextPage endCursor } }`,
        );
        expect(error).toBeUndefined();
        paged.push(...(found?.[list].nodes ?? []));
        if (!found?.[list].pageInfo.hasNextPage) break;
        after = `, after: "${found[list].pageInfo.endCursor}"`;
      }
      expect(paged).toEqual(whole);
      expect(new Set(paged.map((node) => JSON.stringify(node))).size).toBe(paged.length);
    },
  );

  test('a cursor of another text or list is refused', async () => {
    const { found } = await search('S000', agent, 'orders(first: 2) { pageInfo { endCursor } }');
    const cursor = found?.orders.pageInfo.endCursor;
    for (const [text, list] of [
      ['S0004', 'orders'],
      ['S000', 'hits'],
    ] as const)
      expect(
        (await search(text, agent, `${list}(after: "${cursor}") { pageInfo { endCursor } }`)).error?.extensions,
      ).toMatchObject({ code: 'BAD_USER_INPUT', field: 'after' });
  });
});

describe('scope', () => {
  const partner: Partial<Viewer> = {
    role: 'partner',
    level: 'PARTNER',
    scopes: ['shipments:read', 'customers:read'],
  };
  /** What leads to order 46 of customer 45 in company 1. */
  const ways = [
    'S00046',
    'S0004',
    'S000466',
    'PO-88150',
    '1Z999AA10301187853',
    '1Z999AA1030118785',
    'alpine supply',
    'alpnie',
    'Ann Rivera',
    'ann.rivera@alpine.example.com',
    '+1 303-555-0111',
  ];
  const strangers: [string, Partial<Viewer>][] = [
    ['nobody', { role: 'anonymous', level: 'L0', companies: [], customers: [] }],
    [
      'a customer who knows but a number',
      { role: 'customer', level: 'L0', companies: [], customers: [], orders: [46] },
    ],
    ['a customer of another order', { role: 'customer', level: 'L1', companies: [], customers: [], orders: [43] }],
    ['a customer of another account', { role: 'customer', level: 'L3', companies: [], customers: [64] }],
    ['a partner of another company', { ...partner, companies: [3] }],
    ['a partner for another customer', { ...partner, customers: [64] }],
    ['a partner of another region', { ...partner, regions: ['ELSEWHERE'] }],
    ['an agent of another company', { companies: [3] }],
    ['an agent of another region', { regions: ['ELSEWHERE'] }],
  ];
  test.each(strangers)('%s finds nothing of it by any text', async (_name, overrides) => {
    for (const text of ways) {
      const { found, error } = await search(text, viewer(overrides));
      expect(error, text).toBeUndefined();
      expect(JSON.stringify(found), text).not.toMatch(/S00046|Alpine/);
    }
  });

  /** Ids of orders and customers by every statement of a search. */
  const asked = async (deps: Parameters<typeof findNumbers>[0]) => {
    const hits = [
      ...(await findNumbers(deps, ['S00046'])),
      ...(await findNumbers(deps, ['S0004'])),
      ...(await findNumbers(deps, ['S000466'])),
      ...(await findNames(deps, ['alpine', 'supply'])),
      ...(await findNames(deps, ['alpnie'])),
      ...(await findOrdersOf(deps, [{ partnerId: 46, customerId: 45 }], 'EMAIL')),
    ];
    return hits.map(({ kind, id }) => `${kind} ${id}`);
  };
  const all = viewer({ role: 'operator' });

  // At L0 it is not scope that hides the order.
  test.each(strangers.filter(([, { level, orders }]) => level !== 'L0' || !orders))(
    '%s gets nothing when either wall is gone',
    async (_name, overrides) => {
      const settings = { application: 'wall', searchPath: 'odoo', max: 1 };
      const readers = connectDatabase(world.databaseUrl, { ...settings, settings: readerSettings });
      const owner = connectDatabase(world.databaseUrl, settings);
      try {
        const stranger = viewer(overrides);
        expect(await asked({ reader: readAs(readers, viewerSettings(all)), viewer: all })).toEqual(
          expect.arrayContaining(['order 46', 'customer 45']),
        );
        for (const deps of [
          // The statements of an operator, which carry no limit, on the connection of this viewer.
          { reader: readAs(readers, viewerSettings(stranger)), viewer: all },
          // The statements of this viewer on a connection that no policy limits.
          { reader: readAs(owner, viewerSettings(stranger)), viewer: stranger },
        ]) {
          const seen = await asked(deps);
          expect(seen).not.toContain('order 46');
          expect(seen).not.toContain('customer 45');
        }
      } finally {
        await readers.end();
        await owner.end();
      }
    },
  );

  test('who may see it finds it, by what they may see', async () => {
    const found = async (overrides: Partial<Viewer>, texts = ways) =>
      (
        await Promise.all(
          texts.map(
            async (text) =>
              [(await hitsOf(text, viewer(overrides))).some((hit) => /S00046|Alpine/.test(hit)), text] as const,
          ),
        )
      ).flatMap(([isFound, text]) => (isFound ? text : []));
    expect(await found({})).toEqual(ways);
    expect(await found({ companies: [1] })).toEqual(ways);
    expect(await found({ ...partner, customers: [45] })).toEqual(ways);
    // Nobody is told whose an e-mail address or phone number is who may not see them.
    const withoutContacts = ways.slice(0, -2);
    expect(await found({ ...partner, scopes: ['shipments:read'] })).toEqual(withoutContacts);
    expect(await found({ role: 'customer', level: 'L3', companies: [], customers: [45] })).toEqual(withoutContacts);
    expect(await found({ role: 'customer', level: 'L1', companies: [], customers: [], orders: [46] })).toEqual(
      withoutContacts,
    );
  });

  test('whoever proved one order finds that one only', async () => {
    const one = viewer({ role: 'customer', level: 'L1', companies: [], customers: [], orders: [46] });
    for (const text of ways.slice(0, -2))
      expect((await search(text, one)).found?.orders.nodes).toEqual([{ name: 'S00046' }]);
  });

  test.each<Partial<Viewer>>([{ ...partner, customers: [64] }, { companies: [3] }])(
    'a stranger’s address is asked for like one that nobody has, by %j',
    async (as) => {
      const askedFor = async (text: string) => {
        world.statements.length = 0;
        expect(await hitsOf(text, viewer(as))).toEqual([]);
        return world.statements.filter((statement) => !/^(begin|commit|select set_config)/.test(statement));
      };
      expect(await askedFor('ann.rivera@alpine.example.com')).toEqual(await askedFor('nobody@nowhere.example.com'));
    },
  );
});

describe('personal data', () => {
  const reads = () => world.sql<{ subjects: string[]; fields: string[] }[]>`
    select subjects, array(select jsonb_array_elements_text(detail->'fields')) as fields from odoo.audit where action = 'personal_data.read' order by id desc`;

  test('that an address is somebody’s is a read on record, also when no name is selected', async () => {
    await search('ann.rivera@alpine.example.com', agent, 'orders(first: 1) { nodes { id } }');
    expect((await reads())[0]).toEqual({ subjects: ['order 70'], fields: ['Customer.email'] });
    await search('+1 303-555-0111', agent, 'customers { nodes { id name } }');
    expect((await reads())[0]).toEqual({ subjects: ['customer 45'], fields: ['Customer.name', 'Customer.phone'] });
    const before = (await reads()).length;
    await search('S00046', agent, 'orders { nodes { id name } }');
    await search('nobody@nowhere.example.com', agent, 'orders { nodes { id name } }');
    expect((await reads()).length).toBe(before);
  });

  test('nothing of what was searched for is in a log', async () => {
    for (const text of ['dana.whitfield@example.com', 'Whitfield', '+1 512-555-0180', 'Whitfield\u0000'])
      await search(text);
    expect(world.lines.join('\n')).not.toMatch(/whitfield|5550180|555-0180/i);
  });
});

test('statements do not grow with what is found', async () => {
  const count = async (first: number) => {
    world.statements.length = 0;
    const { found } = await search(
      'alp',
      agent,
      `hits(first: ${first}) { nodes { order { name } customer { name } } } orders(first: ${first}) { nodes { name } }`,
    );
    expect(found?.hits.nodes.length).toBe(first);
    return world.statements.filter((text) => !/^(begin|commit|select set_config)/.test(text)).length;
  };
  await count(2);
  expect(await count(11)).toBe(await count(2));
});

test('is an entity by its text: another subgraph may add what it finds', async () => {
  const { data } = await world.query(
    agent,
    '{ _entities(representations: [{ __typename: "Search", text: "S00046" }]) { ... on Search { text orders { nodes { id } } } } }',
  );
  expect(data).toEqual({ _entities: [{ text: 'S00046', orders: { nodes: [{ id: toGlobalId('Order', 46) }] } }] });
});
