import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { eventually } from '@milepost/testkit';
import { GraphQLError, parse } from 'graphql';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createSubgraphTransport, type SubgraphRequest } from './subgraph-transport.ts';

/** A subgraph that answers as each test says, and what it was sent. */
let server: Server;
let respond: (response: ServerResponse, nth: number) => void;
let bodies: string[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => {
      body += chunk;
    });
    request.on('end', () => respond(response, bodies.push(body)));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  bodies = [];
  respond = (response) => response.end('{"data":{"order":{"id":"1"}}}');
});

interface Result {
  data?: unknown;
  errors?: GraphQLError[];
}
const executorOf = (timeoutMs = 5_000, transport = createSubgraphTransport({ timeoutMs })) => {
  const location = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
  const unasked = () => {
    throw new Error('not asked for');
  };
  return transport.getSubgraphExecutor({
    transportEntry: { location },
    getTransportExecutor: unasked,
  }) as (request: SubgraphRequest) => Promise<Result>;
};
const query = parse('query ($id: ID!) { order(id: $id) { id } }');
const mutation = parse('mutation { orderAccessCreate { token } }');
const codesOf = ({ errors }: Result) => errors?.map(({ extensions }) => extensions['code']);

test('sends the document, its variables and our extensions, and nothing else', async () => {
  const request = { document: query, variables: { id: '1' }, extensions: { viewer: 'token' }, context: { secret: 1 } };
  expect(await executorOf()(request)).toEqual({ data: { order: { id: '1' } } });
  expect(bodies.map((body) => JSON.parse(body))).toEqual([
    { query: expect.stringContaining('order(id: $id)'), variables: { id: '1' }, extensions: { viewer: 'token' } },
  ]);
});

test('a query whose connection is lost is asked again, twice at most', async () => {
  const cutFirst = (times: number) => {
    bodies = [];
    respond = (response, nth) => (nth > times ? response.end('{"data":{}}') : response.destroy());
  };
  cutFirst(1);
  expect(await executorOf()({ document: query })).toEqual({ data: {} });
  cutFirst(2);
  expect(await executorOf()({ document: query })).toEqual({ data: {} });
  cutFirst(9);
  expect(codesOf(await executorOf()({ document: query }))).toEqual(['SUBREQUEST_HTTP_ERROR']);
  expect(bodies).toHaveLength(3);
});

test('an answer that breaks off in the middle is a lost connection too', async () => {
  respond = (response, nth) => {
    if (nth > 1) return response.end('{"data":{}}');
    response.writeHead(200, { 'content-length': '100' });
    response.write('{"data":');
    setImmediate(() => response.destroy());
  };
  expect(await executorOf()({ document: query })).toEqual({ data: {} });
});

test('what may have been done, and what took too long, is not repeated', async () => {
  respond = (response) => response.destroy();
  expect(codesOf(await executorOf()({ document: mutation }))).toEqual(['SUBREQUEST_HTTP_ERROR']);
  expect(bodies).toHaveLength(1);
  respond = () => {};
  expect(codesOf(await executorOf(50)({ document: query }))).toEqual(['GATEWAY_TIMEOUT']);
  expect(bodies).toHaveLength(2);
});

test('queries that are the same to the byte share one request, and each gets an answer of its own', async () => {
  let answer: (() => void) | undefined;
  respond = (response) => {
    answer = () => response.end('{"data":{"order":{"id":"1"}}}');
  };
  const transport = createSubgraphTransport({ timeoutMs: 5_000 });
  // The engine asks for an executor again until the first one has been handed over.
  const execute: ReturnType<typeof executorOf> = (request) => executorOf(5_000, transport)(request);
  const ask = (viewer: string) => execute({ document: query, variables: { id: '1' }, extensions: { viewer } });
  const both = Promise.all([ask('one'), ask('one')]);
  await eventually(() => answer !== undefined);
  answer?.();
  const [first, second] = await both;
  expect(bodies).toHaveLength(1);
  expect(second).toEqual(first);
  expect(second.data).not.toBe(first.data);

  // Another viewer, a mutation, or a question after the answer is a request of its own.
  respond = (response) => response.end('{"data":{}}');
  await Promise.all([ask('one'), ask('two'), execute({ document: mutation }), execute({ document: mutation })]);
  expect(bodies).toHaveLength(5);
});

test('errors of a subgraph stay errors with their path and code, whatever the status', async () => {
  respond = (response) => {
    response.statusCode = 401;
    response.end('{"errors":[{"message":"no","path":["order"],"extensions":{"code":"UNAUTHENTICATED"}}],"data":null}');
  };
  const { errors } = await executorOf()({ document: query });
  expect(errors).toEqual([expect.any(GraphQLError)]);
  expect(errors?.[0]).toMatchObject({
    message: 'no',
    path: ['order'],
    extensions: { code: 'UNAUTHENTICATED' },
  });
});

test.each(['no JSON', '', 'null', '7', '{}', '{"data":null}', '{"data":null,"errors":[]}'])(
  'an answer that is none is refused: %j',
  async (text) => {
    respond = (response) => response.end(text);
    const result = await executorOf()({ document: query });
    expect(codesOf(result)).toEqual(['RESPONSE_VALIDATION_FAILED']);
    expect(result.data).toBeUndefined();
  },
);

test('a redirect is not followed', async () => {
  respond = (response) => response.writeHead(302, { location: '/elsewhere' }).end();
  expect(codesOf(await executorOf()({ document: query }))).toEqual(['RESPONSE_VALIDATION_FAILED']);
  expect(bodies).toHaveLength(1);
});

test('nothing is asked for a client that is gone', async () => {
  const result = await executorOf()({ document: query, signal: AbortSignal.abort(new Error('gone')) });
  expect(codesOf(result)).toEqual(['SUBREQUEST_HTTP_ERROR']);
  expect(bodies).toHaveLength(0);
});
