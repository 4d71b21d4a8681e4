import { toGlobalId } from '@milepost/service-kit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { strangersOrder } from './support/subgraphs.ts';
import { origin, startWorld, type World } from './support/world.ts';

describe.each(['rust', 'js'])('what the gateway itself owns, executor %s', (executor) => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ env: { EXECUTOR: executor } });
  });
  afterAll(() => world[Symbol.asyncDispose]());

  describe('viewer', () => {
    const query = '{ viewer { role access endsAt companies { id } regions customers { id } scopes } }';
    const viewerOf = async (headers: Record<string, string> = {}) => {
      const { body } = await world.query(query, {}, headers);
      expect(body.errors).toBeUndefined();
      return body.data?.['viewer'];
    };

    test('nobody in particular', async () => {
      expect(await viewerOf()).toEqual({
        role: 'ANONYMOUS',
        access: 'L0',
        endsAt: null,
        companies: null,
        regions: null,
        customers: [],
        scopes: [],
      });
    });

    test('a customer: the accounts, and no word of companies', async () => {
      expect(await viewerOf({ cookie: await world.signIn('customer'), origin })).toMatchObject({
        role: 'CUSTOMER',
        access: 'L3',
        companies: null,
        customers: [{ id: toGlobalId('Customer', 45) }, { id: toGlobalId('Customer', 46) }],
        endsAt: expect.stringMatching(/Z$/),
      });
    });

    test('an agent whom the grant limits to a region', async () => {
      const cookie = await world.signIn('agent');
      await world.sql`update auth.staff_grant set regions = '{EU,UK}', companies = '{1}' where role = 'agent'`;
      try {
        expect(await viewerOf({ cookie, origin })).toMatchObject({
          role: 'AGENT',
          access: 'STAFF',
          companies: [{ id: toGlobalId('Company', 1) }],
          regions: ['EU', 'UK'],
          customers: null,
        });
      } finally {
        await world.sql`update auth.staff_grant set regions = null, companies = null where role = 'agent'`;
      }
    });

    test('a partner: what the token was granted', async () => {
      const authorization = `Bearer ${await world.token({ scope: 'shipments:read' })}`;
      expect(await viewerOf({ authorization })).toMatchObject({
        role: 'PARTNER',
        access: 'PARTNER',
        scopes: ['shipments:read'],
        companies: null,
        regions: null,
      });
    });
  });

  describe('node', () => {
    const node = (id: string, selection: string) =>
      world.query(`query ($id: ID!) { node(id: $id) { __typename id ${selection} } }`, { id });

    test('of an order and of a shipment, with fields of their owners', async () => {
      const order = toGlobalId('Order', 7);
      expect((await node(order, '... on Order { viewerAccess shipments { trackingNumber } }')).body).toEqual({
        data: {
          node: {
            __typename: 'Order',
            id: order,
            viewerAccess: 'L0',
            shipments: [{ trackingNumber: `1Zof-${order}` }],
          },
        },
      });
      const shipment = toGlobalId('Shipment', '01900000-0000-7000-8000-000000000001');
      expect((await node(shipment, '... on Order { name } ... on Shipment { trackingNumber }')).body).toEqual({
        data: { node: { __typename: 'Shipment', id: shipment, trackingNumber: `1Z${shipment}` } },
      });
    });

    test.each([
      ['only its id is asked for', ''],
      ['fields of it are asked for', '... on Order { name viewerAccess }'],
    ])('outside the scope it is null without a word, when %s', async (_name, selection) => {
      expect((await node(strangersOrder, selection)).body).toEqual({ data: { node: null } });
    });

    test('the owner is asked in the name of the viewer', async () => {
      const before = world.odoo.seen.length;
      await world.query(
        'query ($id: ID!) { node(id: $id) { id } }',
        { id: toGlobalId('Order', 7) },
        { cookie: await world.signIn('agent'), origin, 'x-request-id': 'node-request-1' },
      );
      const [asked] = world.odoo.seen.slice(before);
      expect(asked?.viewer.role).toBe('agent');
      expect(asked?.extensions['requestId']).toBe('node-request-1');
    });

    test.each(['', 'x', toGlobalId('Event', '1'), Buffer.from('Order').toString('base64url'), 'T3JkZXI6MQ=='])(
      'what is no id of this graph is the caller’s mistake: %j',
      async (id) => {
        const { body } = await node(id, '');
        expect(body.data).toEqual({ node: null });
        expect(body.errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'id' });
      },
    );

    test('with its owner down it says so', async () => {
      await using lonely = await startWorld({
        env: { EXECUTOR: executor, ODOO_SUBGRAPH_URL: 'http://127.0.0.1:1/graphql' },
      });
      const { body } = await lonely.query('query ($id: ID!) { node(id: $id) { id } }', { id: toGlobalId('Order', 7) });
      expect(body.data).toEqual({ node: null });
      expect(body.errors?.[0]?.extensions.code).toBe('UPSTREAM_UNAVAILABLE');
    });
  });
});

test('the private address serves nobody without a viewer token', async () => {
  await using world = await startWorld();
  const response = await fetch(`${world.gateway.privateUrl}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ viewer { role } }' }),
  });
  expect(response.status).toBe(401);
  expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
});
