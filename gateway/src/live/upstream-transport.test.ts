import { parse } from 'graphql';
import { expect, test } from 'vitest';
import { createLiveTransport } from './upstream-transport.ts';

test('ends without an error while it is trying to reach a subgraph that is down', async () => {
  // Nobody listens on port 1.
  const execute = createLiveTransport().getSubgraphExecutor({
    transportEntry: { location: 'http://127.0.0.1:1/graphql' },
    subgraphName: 'tracking',
  });
  const stream = execute({ document: parse('subscription { milestoneAdded { cursor } }') });
  await expect(execute[Symbol.asyncDispose]()).resolves.toBeUndefined();
  await stream.return();
});
