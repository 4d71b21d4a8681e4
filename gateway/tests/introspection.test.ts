import { eventually } from '@milepost/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, type accounts, openSocket, origin, startWorld, type World } from './support/world.ts';

/** Every way to ask for the schema, in one operation each. */
const questions = {
  schema: '{ __schema { queryType { name } } }',
  type: '{ __type(name: "Query") { name } }',
  'under another name': '{ liveCursor: __schema { queryType { name } } }',
  'in a fragment': 'query { ...F } fragment F on Query { __schema { queryType { name } } }',
  'in a fragment in a fragment':
    'query { ...F } fragment F on Query { ...G } fragment G on Query { a: __type(name: "Order") { name } }',
  'in an inline fragment': '{ ... on Query { ... { t: __type(name: "Order") { name } } } }',
  'beside an honest field': '{ orderByName(name: "S00001") { id } __schema { types { name } } }',
  'that may be left out': 'query ($no: Boolean = false) { __schema @include(if: $no) { types { name } } }',
  'in the second operation': 'query A { liveCursor } query B { __schema { types { name } } }',
};
const params = (query: string) => ({ query, ...(query.includes('query B') && { operationName: 'B' }) });

/** Messages to which graphql-js adds its guesses, by where it makes them. */
const mistakes: [string, object, string][] = [
  ['a field', { query: '{ orderByNam(name: "S1") { id } }' }, 'orderByName'],
  ['an argument', { query: '{ orderByName(nam: "S1") { id } }' }, 'name'],
  ['a type', { query: 'query { ...F } fragment F on Shipmen { id }' }, 'Shipment'],
  ['a fragment that cannot be', { query: '{ orderByName(name: "S1") }' }, 'orderByName'],
  ['an input field', { query: 'mutation { orderAccessCreate(input: { orderNam: "S1" }) { token } }' }, 'orderName'],
  [
    'an input field in a variable',
    {
      query: 'mutation ($i: OrderAccessCreateInput!) { orderAccessCreate(input: $i) { token } }',
      variables: { i: { orderNam: 'S1', orderName: 'S1' } },
    },
    'orderName',
  ],
];

const roles = ['anonymous', 'order access', 'partner', 'customer', 'agent', 'operator'] as const;

type Client = { http: Record<string, string>; socket: Parameters<World['socket']>[0] };

async function clientsOf(world: World): Promise<Record<(typeof roles)[number], Client>> {
  const bearer = (token: string): Client => ({
    http: { authorization: `Bearer ${token}` },
    socket: { connectionParams: { token } },
  });
  const person = async (kind: keyof typeof accounts) => {
    const headers = { cookie: await world.signIn(kind), origin };
    return { http: headers, socket: { headers } };
  };
  return {
    anonymous: { http: {}, socket: {} },
    'order access': bearer(await world.orderAccess.sign()),
    partner: bearer(await world.token()),
    customer: await person('customer'),
    agent: await person('agent'),
    operator: await person('operator'),
  };
}

let world: World;
let clients: Awaited<ReturnType<typeof clientsOf>>;
/** The same database and the same people, without a demo. */
let real: Awaited<ReturnType<World['start']>>;
beforeAll(async () => {
  world = await startWorld();
  clients = await clientsOf(world);
  await world.sql`update auth.api_client set is_demo = false`;
  await world.sql`delete from auth.demo_user`;
  world.env['DEMO_MODE'] = '0';
  real = await world.start();
});
afterAll(async () => {
  await real[Symbol.asyncDispose]();
  await world[Symbol.asyncDispose]();
});

async function overHttp(url: string, body: object, headers: Record<string, string>): Promise<Answer['body']> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  return (await response.json()) as Answer['body'];
}

async function overSocket(url: string, body: object, options: Client['socket']): Promise<Answer['body']> {
  await using socket = openSocket(url, options);
  const answers: Answer['body'][] = [];
  socket.client.subscribe(body as never, {
    next: (message) => void answers.push(message as Answer['body']),
    error: (error) => void answers.push({ errors: error as never }),
    complete: () => {},
  });
  await eventually(() => answers.length > 0);
  return answers[0] as Answer['body'];
}

const bothWays = async (url: string, body: object, { http, socket }: Client) => [
  await overHttp(url, body, http),
  await overSocket(url, body, socket),
];

describe.each(roles)('%s', (role) => {
  // What carries a person's cookie comes from our own origin, where only listed documents run at all.
  const refusal = ['customer', 'agent', 'operator'].includes(role) ? 'persistedDocuments' : 'introspection';

  test.each(Object.entries(questions))('%s: refused', async (_how, query) => {
    for (const { data, errors } of await bothWays(real.url, params(query), clients[role]))
      expect([data ?? null, errors?.[0]?.extensions['reason']]).toEqual([null, refusal]);
  });

  test('in demo mode it is answered', async () => {
    for (const { data, errors } of await bothWays(world.gateway.url, params(questions.schema), clients[role]))
      expect([data, errors]).toEqual([{ __schema: { queryType: { name: 'Query' } } }, undefined]);
  });

  test.each(mistakes)('%s that is wrong: no guess at what was meant', async (_what, body, guess) => {
    for (const { errors } of await bothWays(real.url, body, clients[role])) {
      expect(errors?.length).toBeGreaterThan(0);
      expect(JSON.stringify(errors)).not.toMatch(/did you mean/i);
    }
    // Guarded against a new graphql-js that words it differently: where guesses may be shown, they are.
    const [shown] = await bothWays(world.gateway.url, body, clients[role]);
    expect(shown?.errors?.map(({ message }) => message).join()).toMatch(new RegExp(`Did you mean .*${guess}`));
  });
});

test('a type’s own name is no secret', async () => {
  expect((await overHttp(real.url, { query: '{ __typename }' }, {})).data).toEqual({ __typename: 'Query' });
});
