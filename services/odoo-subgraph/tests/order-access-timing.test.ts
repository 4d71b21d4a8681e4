import { afterAll, beforeAll, expect, test } from 'vitest';
import { startWorld, viewer } from './support/world.ts';

/** Answers per kind. With 2,000 a way that can be told apart passes; it was measured (docs/limits.md). */
const samples = 10_000;
/** As many as keep the work of each below the padding on two cores. */
const inFlight = 24;

let world: Awaited<ReturnType<typeof startWorld>>;
beforeAll(async () => {
  world = await startWorld({ env: { LOOKUP_LIMITS: 'off' } });
});
afterAll(() => world[Symbol.asyncDispose]());

const nobody = viewer({ sub: null, role: 'anonymous', level: 'L0', companies: [], regions: [], customers: [] });
const ask = (orderName: string, email: string) =>
  world.query<{ orderAccessCreate: { token: string | null } }>(
    nobody,
    `mutation { orderAccessCreate(input: { orderName: ${JSON.stringify(orderName)}, email: ${JSON.stringify(email)} }) { token orderId expiresAt userErrors { code message field } } }`,
  );

/**
 * Mann-Whitney: how far the ranks of one sample lie from where chance puts them, in standard deviations. Nothing is assumed about the shape of the
 * times. Ties get their mean rank.
 */
function rankDistance(a: readonly number[], b: readonly number[]): number {
  const all = [...a.map((ms) => ({ ms, isA: true })), ...b.map((ms) => ({ ms, isA: false }))].sort(
    (x, y) => x.ms - y.ms,
  );
  let rankSum = 0;
  for (let from = 0; from < all.length; ) {
    let to = from;
    while (to < all.length && all[to]?.ms === all[from]?.ms) to += 1;
    const meanRank = (from + 1 + to) / 2;
    for (let i = from; i < to; i += 1) if (all[i]?.isA) rankSum += meanRank;
    from = to;
  }
  const u = rankSum - (a.length * (a.length + 1)) / 2;
  const deviation = Math.sqrt((a.length * b.length * (a.length + b.length + 1)) / 12);
  return (u - (a.length * b.length) / 2) / deviation;
}

test('the measure finds a shift of a twentieth of the spread, and none where there is none', () => {
  const noise = () => Array.from({ length: samples }, () => Math.random() + Math.random());
  expect(Math.abs(rankDistance(noise(), noise()))).toBeLessThan(5);
  expect(
    Math.abs(
      rankDistance(
        noise(),
        noise().map((ms) => ms + 0.05),
      ),
    ),
  ).toBeGreaterThan(5);
});

test('a wrong pair and an unknown order cannot be told apart: same bytes, and no difference in time over 10,000 answers each', {
  timeout: 240_000,
}, async () => {
  const kinds = {
    wrong: () => ask('S00046', `guess-${Math.floor(Math.random() * 1e9)}@example.com`),
    unknown: () => ask(`S9${Math.floor(Math.random() * 1e6)}`, `guess-${Math.floor(Math.random() * 1e9)}@example.com`),
  };
  const times = { wrong: [] as number[], unknown: [] as number[] };
  const bodies = new Set<string>();
  // In random turns, so that whatever else the machine does falls on both alike; the first round warms up and does not count.
  const turns = (count: number) =>
    [...Array<'wrong'>(count).fill('wrong'), ...Array<'unknown'>(count).fill('unknown')]
      .map((kind) => ({ kind, at: Math.random() }))
      .sort((x, y) => x.at - y.at)
      .map(({ kind }) => kind);
  async function run(queue: ('wrong' | 'unknown')[], isCounted: boolean): Promise<void> {
    await Promise.all(
      Array.from({ length: inFlight }, async () => {
        for (let kind = queue.pop(); kind; kind = queue.pop()) {
          const begun = performance.now();
          const answer = await kinds[kind]();
          if (isCounted) times[kind].push(performance.now() - begun);
          bodies.add(JSON.stringify(answer));
        }
      }),
    );
  }
  await run(turns(500), false);
  await run(turns(samples), true);
  expect([times.wrong.length, times.unknown.length]).toEqual([samples, samples]);
  expect(bodies.size).toBe(1);
  const z = rankDistance(times.wrong, times.unknown);
  const median = (list: number[]) => list.sort((x, y) => x - y)[list.length / 2]?.toFixed(2);
  process.stdout.write(
    `order access, p50 ms of ${samples} each: wrong pair ${median(times.wrong)}, unknown order ${median(times.unknown)}, z ${z.toFixed(2)}\n`,
  );
  // Chance alone goes beyond 4 once in 16,000 runs.
  expect(Math.abs(z)).toBeLessThan(4);
});
