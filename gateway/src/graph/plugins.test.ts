import { parse } from 'graphql';
import { expect, test } from 'vitest';
import { repeatedQueriesPlugin } from './plugins.ts';

const cut = () => Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNRESET' } });

/** How often a subgraph is asked that fails in this way so many times, and what comes of it. */
async function ask(document: string, failures: number, failure: () => Error = cut) {
  let asked = 0;
  let fetchFn: (...request: unknown[]) => Promise<Response> | Response = async () => {
    asked += 1;
    if (asked <= failures) throw failure();
    return new Response('here');
  };
  repeatedQueriesPlugin().onFetch({
    executionRequest: { document: parse(document) },
    fetchFn,
    setFetchFn: (other) => {
      fetchFn = other;
    },
  });
  const outcome = await Promise.resolve(fetchFn('http://subgraph')).then(
    (response) => response.text(),
    (error: Error) => error.message,
  );
  return { asked, outcome };
}

test('a query whose connection is lost is asked again, twice at most', async () => {
  expect(await ask('{ orders { id } }', 1)).toEqual({ asked: 2, outcome: 'here' });
  expect(await ask('query Named { orders { id } }', 2)).toEqual({ asked: 3, outcome: 'here' });
  expect(await ask('{ orders { id } }', 9)).toEqual({ asked: 3, outcome: 'fetch failed' });
});

test('what may have been done, and what took too long, is not repeated', async () => {
  expect(await ask('mutation { orderAccessCreate { id } }', 1)).toEqual({ asked: 1, outcome: 'fetch failed' });
  const late = () => new DOMException('The operation was aborted due to timeout', 'TimeoutError');
  expect(await ask('{ orders { id } }', 1, late)).toMatchObject({ asked: 1 });
});
