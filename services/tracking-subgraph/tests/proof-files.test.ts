import { startProviderSimulator } from '@milepost/provider-simulator';
import { parseNetworks } from '@milepost/service-kit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fetchDocument } from '../src/document/fetch-document.ts';

/** The simulated provider's pictures, as they should be and broken. */
let simulator: Awaited<ReturnType<typeof startProviderSimulator>>;
let url: string;
beforeAll(async () => {
  simulator = await startProviderSimulator({ webhooks: {} });
  const { told } = simulator.play({ journey: 'smooth', pace: { speed: 10_000_000 }, name: 'proof' });
  await told;
  const [tracking] = simulator.stores.aftership.all();
  url = `${simulator.url}/pod/${tracking?.id.slice(0, 12)}.jpg`;
});
afterAll(() => simulator[Symbol.asyncDispose]());

const fetchIt = (address = url, timeoutMs = 30_000) =>
  fetchDocument(address, { allowed: parseNetworks('127.0.0.0/8'), timeoutMs }).then(({ problem }) => problem);

test('a parcel with a photo has one, another has none', async () => {
  expect(await fetchIt()).toBeNull();
  expect(await fetchIt(`${simulator.url}/pod/000000000000.jpg`)).toBe('STATUS_4XX');
});

test.each([
  ['missing', 'STATUS_4XX'],
  ['redirect', 'REDIRECT'],
  ['html', 'WRONG_TYPE'],
  ['endless', 'TOO_LARGE'],
  ['slow', 'TIMEOUT'],
])('broken as %s: %s', async (value, problem) => {
  simulator.faults.break('proof-file', { value });
  try {
    expect(await fetchIt(url, value === 'slow' ? 300 : 30_000)).toBe(problem);
  } finally {
    simulator.faults.mend();
  }
});
