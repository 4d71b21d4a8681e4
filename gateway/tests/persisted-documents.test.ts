import { readFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { eventually } from '@milepost/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import supported from '../../tests/contract/supported.json' with { type: 'json' };
import documents from '../persisted-documents.json' with { type: 'json' };
import { addAgent } from './support/person.ts';
import { enrol } from './support/totp.ts';
import { type Answer, origin, signIn, startWorld, type World } from './support/world.ts';

const whole = '{ shipmentByTrackingNumber(trackingNumber: "1") { id } }';
const live = 'subscription { milestoneAdded { cursor } }';
const idOf = (name: string) =>
  Object.entries(documents).find(([, text]) =>
    new RegExp(`\\b(query|subscription|mutation) ${name}\\b`).test(text),
  )?.[0];
const parcelPage = { documentId: idOf('ParcelPage'), variables: { trackingNumber: 'NOW' } };

/** fetch does not let a caller set Sec-Fetch-Site. */
function send({ gateway }: World, headers: Record<string, string>, body: unknown, path = '/graphql'): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const method = body === null ? 'GET' : 'POST';
    const request = httpRequest(
      `${gateway.url}${path}`,
      { method, headers: { ...(body !== null && { 'content-type': 'application/json' }), ...headers } },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          text += chunk;
          // A stream that was let through has no end of its own.
          if (response.statusCode === 200 && text.startsWith(':')) request.destroy();
        });
        response.on('close', () => resolve({ status: response.statusCode as number, text }));
      },
    );
    request.once('error', reject).end(body === null ? undefined : JSON.stringify(body));
  });
}
interface Reply {
  status: number;
  text: string;
}
const reasonOf = ({ text }: Reply) => /"reason":"(\w+)"/.exec(text)?.[1] ?? null;

let real: World;
let cookie: string;
beforeAll(async () => {
  real = await startWorld({ env: { DEMO_MODE: '0' } });
  await addAgent(real, 'agent@company.example', 'agent-password');
  const password = 'agent-password';
  const halfway = await signIn(real.gateway.url, { email: 'agent@company.example', password });
  ({ cookie } = await enrol(real.gateway.url, { cookie: halfway, password }));
});
afterAll(() => real[Symbol.asyncDispose]());

describe('outside of demo mode', () => {
  const token = async () => `Bearer ${await real.orderAccess.sign()}`;
  test.each<[string, () => Promise<Record<string, string>>, 'whole' | 'listed']>([
    ['a person’s cookie with our origin', async () => ({ cookie, origin }), 'listed'],
    ['a person’s cookie, same-origin fetch', async () => ({ cookie, 'sec-fetch-site': 'same-origin' }), 'listed'],
    ['nobody, on a page of ours', async () => ({ origin }), 'listed'],
    ['nobody, same-origin fetch', async () => ({ 'sec-fetch-site': 'same-origin' }), 'listed'],
    ['order access, on a page of ours', async () => ({ origin, authorization: await token() }), 'listed'],
    ['GraphiQL’s page, which is not served', async () => ({ origin, referer: `${origin}/graphql` }), 'listed'],
    ['order access without origin', async () => ({ authorization: await token() }), 'whole'],
    ['nobody without origin', async () => ({}), 'whole'],
    ['a cookie that does not count', async () => ({ cookie }), 'whole'],
  ])('%s', async (_name, headersOf, may) => {
    const headers = await headersOf();
    const asked = real.tracking.seen.length;
    const refused = may === 'listed' ? 'persistedDocuments' : null;
    const post = await send(real, headers, { query: whole });
    expect([post.status, reasonOf(post)]).toEqual(refused ? [403, refused] : [200, null]);
    if (refused)
      expect(JSON.parse(post.text)).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN', field: 'query' } }] });
    expect(real.tracking.seen.length).toBe(refused ? asked : asked + 1);

    const subscribed = real.tracking.subscriptions.length;
    const stream = await send(real, { ...headers, accept: 'text/event-stream' }, { query: live });
    expect(reasonOf(stream)).toBe(refused);
    const byGet = await send(
      real,
      { ...headers, accept: 'text/event-stream' },
      null,
      `/graphql?query=${encodeURIComponent(live)}`,
    );
    expect(reasonOf(byGet)).toBe(refused);
    await using socket = real.socket({ headers });
    const { messages } = socket.subscribe(whole);
    await eventually(() => messages.length === 1);
    expect(messages[0]?.errors?.[0]?.extensions['reason'] ?? null).toBe(refused);
    if (refused) expect(real.tracking.subscriptions.length).toBe(subscribed);

    const listed = await send(real, headers, parcelPage);
    expect([listed.status, reasonOf(listed)]).toEqual([200, null]);
  });

  test('a partner’s token sends whole documents, beside our origin it does not', async () => {
    const demo = await startWorld();
    const authorization = `Bearer ${await demo.token()}`;
    expect((await demo.query(whole, {}, { authorization })).body.errors).toBeUndefined();
    const { body } = await demo.query(whole, {}, { authorization, origin, referer: `${origin}/orders/1` });
    expect(body.errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN', reason: 'persistedDocuments' });
    await demo[Symbol.asyncDispose]();
  });

  test.each(supported)('%s runs from our origin, by its id and word for word', async (name) => {
    const text = readFileSync(new URL(`../../tests/contract/${name}.graphql`, import.meta.url), 'utf8');
    for (const body of [{ documentId: idOf(name) }, { query: text }, { query: text.replaceAll('\n', '\r\n') }])
      expect(reasonOf(await send(real, { cookie, origin }, body)), JSON.stringify(body)).toBeNull();
    const changed = await send(real, { cookie, origin }, { query: `${text}\nfragment F on Query { __typename }` });
    expect(reasonOf(changed)).toBe('persistedDocuments');
  });

  test('the list is the pages’ documents and those operations, no more', () => {
    expect(Object.keys(documents)).toHaveLength(
      Object.keys(
        JSON.parse(
          readFileSync(new URL('../../portal/src/generated/persisted-documents.json', import.meta.url), 'utf8'),
        ),
      ).length + supported.length,
    );
  });
});

test('what is refused is counted by its limit', async () => {
  const countOf = async (limit: string) => {
    const text = await (await fetch(`${real.gateway.privateUrl}/metrics`)).text();
    return Number(new RegExp(`^gateway_refused_total\\{limit="${limit}"\\} (\\d+)$`, 'm').exec(text)?.[1] ?? 0);
  };
  const [documents, depth, introspection] = [
    await countOf('documents'),
    await countOf('depth'),
    await countOf('introspection'),
  ];
  await real.send({ query: whole }, { origin });
  await real.send({ query: '{ __schema { queryType { name } } }' });
  expect([await countOf('documents'), await countOf('introspection'), await countOf('depth')]).toEqual([
    documents + 1,
    introspection + 1,
    depth,
  ]);
});

describe('in demo mode', () => {
  let demo: World;
  beforeAll(async () => {
    demo = await startWorld();
  });
  afterAll(() => demo[Symbol.asyncDispose]());

  test('GraphiQL’s page and scripts send whole documents, over HTTP and socket; other pages of ours do not', async () => {
    const agent = await demo.signIn('agent');
    const senders: Record<string, string>[] = [{}, { cookie: agent }, { referer: `${origin}/graphql` }];
    for (const sender of senders) {
      const headers = { origin, ...sender };
      expect(reasonOf(await send(demo, headers, { query: whole }))).toBeNull();
      await using socket = demo.socket({ headers });
      const { messages } = socket.subscribe(whole);
      await eventually(() => messages.length === 1);
      expect(messages[0]?.errors).toBeUndefined();
    }
    for (const referer of [`${origin}/`, `${origin}/orders/graphql`, 'no address'])
      expect(reasonOf(await send(demo, { origin, referer }, { query: whole }))).toBe('persistedDocuments');
  });
});

describe('documentId', () => {
  const text = documents[parcelPage.documentId as keyof typeof documents];
  const message = (documentId: unknown, query?: unknown) => ({
    documentId,
    ...(query !== undefined && { query }),
    variables: { trackingNumber: 'NOW' },
  });
  test.each<[string, object, RegExp]>([
    ['unknown', message(`sha256:${'0'.repeat(64)}`), /not in the list/],
    ['a name of every object', message('constructor'), /not in the list/],
    ['empty', message(''), /not in the list/],
    ['a number', message(7), /must be a string/],
    ['a list', message([parcelPage.documentId]), /must be a string/],
    ['an object', message({ toString: 'x' }), /must be a string/],
    ['true', message(true), /must be a string/],
    ['of 200,000 characters', message('x'.repeat(200_000)), /more than 100 characters/],
    ['beside its own document', message(parcelPage.documentId, text), /not both/],
    ['beside another document', message(parcelPage.documentId, whole), /not both/],
    ['beside a number', message(parcelPage.documentId, 1), /not both/],
  ])('%s', async (_name, body, text) => {
    for (const headers of [{}, { origin }] as Record<string, string>[]) {
      const { status, body: answer } = await real.send(body, headers);
      expect([status, answer.errors]).toMatchObject([
        400,
        [{ message: expect.stringMatching(text), extensions: { code: 'BAD_USER_INPUT', field: 'documentId' } }],
      ]);
      expect(JSON.stringify(answer).length).toBeLessThan(400);
    }
  });

  test('null counts as not given', async () => {
    expect((await real.send({ documentId: null, query: whole })).body.errors).toBeUndefined();
  });

  test('works over a socket, where an empty query stands beside it; a wrong one ends its operation, not the socket', async () => {
    await using socket = real.socket({ headers: { origin, cookie } });
    const ask = (payload: object) => {
      const answers: Answer['body'][] = [];
      socket.client.subscribe(payload as never, {
        next: (m) => void answers.push(m as never),
        error: () => {},
        complete: () => {},
      });
      return answers;
    };
    const wrong = ask({ ...parcelPage, documentId: 'sha256:0', query: '' });
    await eventually(() => wrong.length === 1);
    expect(wrong[0]?.errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', reason: 'documentId' });
    const right = ask({ ...parcelPage, query: '' });
    await eventually(() => right.length === 1);
    expect(right[0]?.errors?.[0]?.extensions['reason']).toBeUndefined();
    expect(real.tracking.seen.at(-1)?.query).toContain('shipmentByTrackingNumber');
    // The client itself closes when nothing is left to do.
    expect(socket.closes.filter(({ code }) => code !== 1000)).toEqual([]);
  });
});
