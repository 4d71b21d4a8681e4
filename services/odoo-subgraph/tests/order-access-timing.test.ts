import { Agent, request } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startWorld, viewer } from './support/world.ts';

/** Answers per kind; what they can tell apart was measured (docs/limits.md). */
const samples = 5_000;
/** Answers that are compared with each other and with no others, half of each kind: what the machine does in that moment falls on all of them. */
const blockSize = 100;
/** So many that their work takes longer than the padding on two cores: where one way had more to do, some of its answers would come a step later. */
const inFlight = 48;

const kinds = ['wrong', 'unknown'] as const;
type Kind = (typeof kinds)[number];
interface Turn {
  kind: Kind;
  block: number;
}
type Answered = Turn & { ms: number };

let world: Awaited<ReturnType<typeof startWorld>>;
const agent = new Agent({ keepAlive: true });
beforeAll(async () => {
  world = await startWorld({ env: { LOOKUP_LIMITS: 'off' } });
});
afterAll(async () => {
  agent.destroy();
  await world[Symbol.asyncDispose]();
});

const nobody = viewer({ sub: null, role: 'anonymous', level: 'L0', companies: [], regions: [], customers: [] });
const query =
  'mutation ($input: OrderAccessCreateInput!) { orderAccessCreate(input: $input) { token orderId expiresAt userErrors { code message field } } }';

/** As the gateway asks: one document, one viewer token for a while, connections that stay. All else would be work of the test that hides differences. */
function ask(token: string, input: object): Promise<string> {
  const body = JSON.stringify({ query, variables: { input }, extensions: { viewer: token, requestId: 'timing' } });
  return new Promise((resolve, reject) => {
    const sent = request(
      `${world.server.privateUrl}/graphql`,
      { agent, method: 'POST', headers: { 'content-type': 'application/json' } },
      (response) => {
        let text = '';
        response
          .setEncoding('utf8')
          .on('data', (chunk: string) => {
            text += chunk;
          })
          .on('end', () => resolve(text));
      },
    );
    sent.on('error', reject).end(body);
  });
}

/** Blocks in which both kinds come equally often, in random order. */
const turns = (perKind: number): Turn[] =>
  Array.from({ length: (2 * perKind) / blockSize }, (_, block) =>
    Array.from({ length: blockSize }, (_, i) => ({ kind: kinds[i % 2] as Kind, block, at: Math.random() }))
      .sort((x, y) => x.at - y.at)
      .map(({ kind }) => ({ kind, block })),
  ).flat();

/**
 * Mann-Whitney within blocks (van Elteren): how far the ranks of one kind lie from where chance puts them, in standard deviations. Nothing is assumed about the
 * shape of the times. Ties get their mean rank.
 */
function rankDistance(answers: readonly Answered[]): number {
  let distance = 0;
  let variance = 0;
  for (const block of Map.groupBy(answers, (answer) => answer.block).values()) {
    const all = block.toSorted((x, y) => x.ms - y.ms);
    const wrong = all.filter(({ kind }) => kind === 'wrong').length;
    for (let from = 0; from < all.length; ) {
      let to = from;
      while (to < all.length && all[to]?.ms === all[from]?.ms) to += 1;
      const meanRank = (from + 1 + to) / 2;
      for (let i = from; i < to; i += 1) if (all[i]?.kind === 'wrong') distance += meanRank;
      from = to;
    }
    distance -= (wrong * (all.length + 1)) / 2;
    variance += (wrong * (all.length - wrong) * (all.length + 1)) / 12;
  }
  return distance / Math.sqrt(variance);
}

test('the measure finds a shift of a fifth of the noise under what changes from block to block, and none where there is none', () => {
  const noisy = (shift: number) =>
    turns(samples).map((turn) => ({
      ...turn,
      ms: 10 * Math.sin(turn.block / 5) + Math.random() + Math.random() + (turn.kind === 'wrong' ? shift : 0),
    }));
  expect(Math.abs(rankDistance(noisy(0)))).toBeLessThan(5);
  expect(rankDistance(noisy(0.08))).toBeGreaterThan(5);
  expect(rankDistance(noisy(-0.08))).toBeLessThan(-5);
});

test(`a wrong pair and an unknown order cannot be told apart: same bytes, and no difference in time over ${samples} answers each`, {
  timeout: 240_000,
}, async () => {
  const guess = () => `guess-${Math.floor(Math.random() * 1e9)}@example.com`;
  const inputs: Record<Kind, () => object> = {
    wrong: () => ({ orderName: 'S00046', email: guess() }),
    unknown: () => ({ orderName: `S9${Math.floor(Math.random() * 1e6)}`, email: guess() }),
  };
  const bodies = new Set<string>();
  async function run(queue: Turn[]): Promise<Answered[]> {
    // Longer than gateways give, and than all answers take on a machine that is busy with others.
    const token = await world.sign(nobody, { expiresInSeconds: 600 });
    const answers: Answered[] = [];
    const next = queue.values();
    await Promise.all(
      Array.from({ length: inFlight }, async () => {
        for (const turn of next) {
          const input = inputs[turn.kind]();
          const begun = performance.now();
          const body = await ask(token, input);
          answers.push({ ...turn, ms: performance.now() - begun });
          bodies.add(body);
        }
      }),
    );
    return answers;
  }
  // Warms up and does not count.
  await run(turns(500));
  const answers = await run(turns(samples));
  const times = (wanted: Kind) => answers.filter(({ kind }) => kind === wanted).map(({ ms }) => ms);
  expect(kinds.map((kind) => times(kind).length)).toEqual([samples, samples]);
  expect(bodies.size).toBe(1);
  expect([...bodies][0]).toContain('ORDER_ACCESS_DENIED');
  const z = rankDistance(answers);
  const median = (kind: Kind) =>
    times(kind)
      .sort((x, y) => x - y)
      [samples / 2]?.toFixed(2);
  process.stdout.write(
    `order access, p50 ms of ${samples} each: wrong pair ${median('wrong')}, unknown order ${median('unknown')}, z ${z.toFixed(2)}\n`,
  );
  // Chance alone goes beyond 4 once in 16,000 runs.
  expect(Math.abs(z)).toBeLessThan(4);
});
