import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import manifest from '../../../fixtures/aftership/manifest.json' with { type: 'json' };
import secrets from '../../../fixtures/secrets.json' with { type: 'json' };
import { fold } from '../../fact/fold.ts';
import { mapAftership } from './map.ts';
import { aftership } from './webhook.ts';

interface Sample {
  file: string;
  headers: string;
  signature: 'valid' | 'invalid' | 'missing';
  after?: string;
  expected: { tracking?: string; events?: number; shipment?: Record<string, unknown> | 'unchanged' | null };
}
const samples =
  (manifest as unknown as { samples?: Sample[] }).samples ?? (Object.values(manifest).find(Array.isArray) as Sample[]);
const read = (file: string) => readFileSync(new URL(`../../../fixtures/aftership/${file}`, import.meta.url));

describe.each(samples)('$file', (sample) => {
  test('its signature is judged as the manifest says', () => {
    const headers = JSON.parse(read(sample.headers).toString());
    const verified = aftership.verify({
      headers,
      body: read(sample.file),
      secrets: ['another-secret', secrets.aftership],
      at: new Date(),
    });
    expect(verified !== null).toBe(sample.signature === 'valid');
  });

  const { shipment } = sample.expected;
  if (!shipment || shipment === 'unchanged') return;
  test('maps and folds to what the manifest says', () => {
    const facts = [sample.after, sample.file].flatMap((file) => {
      const mapped = file ? mapAftership(read(file)) : null;
      return mapped?.outcome === 'facts' ? mapped.facts() : [];
    });
    const { state, events } = fold(facts);
    const want: Record<string, unknown> = shipment;
    expect(state).toMatchObject({ status: want['status'], milestone: want['milestone'], direction: want['direction'] });
    if (want['reason']) expect(state.reason).toBe(want['reason']);
    if (want['delayed'] !== undefined) expect(state.isDelayed).toBe(want['delayed']);
    if (want['eta']) expect(state.estimate?.latest).toBe(want['eta']);
    if (want['signedBy']) expect(state.proof?.signedBy).toBe(want['signedBy']);
    if (want['proofOfDelivery']) expect(state.proof?.documentCount).toBe(want['proofOfDelivery']);
    if (want['packages']) expect(state.packageCount).toBe(want['packages']);
    expect(events.filter((event) => event.milestone !== 'ETA_CHANGED')).toHaveLength(sample.expected.events as number);
    expect(events.filter((event) => event.milestone === 'ETA_CHANGED')).toHaveLength(want['etaChangedFrom'] ? 1 : 0);
  });
});

test('an authentic message of an unknown type tells nothing and is no error', () => {
  expect(mapAftership(read('webhooks/34-unknown-event-type.json'))).toMatchObject({ outcome: 'ignored' });
});

test('the manifest covers every message on file', () => {
  expect(samples).toHaveLength(42);
});

test('never fails but with a SyntaxError or ZodError, whatever the bytes', () => {
  const message = JSON.parse(read('webhooks/06-delivered-signed-with-photo.json').toString());
  fc.assert(
    fc.property(fc.constantFrom(...Object.keys(message.msg)), fc.jsonValue(), fc.jsonValue(), (field, value, point) => {
      const body = {
        ...message,
        msg: { ...message.msg, [field]: value, checkpoints: [...message.msg.checkpoints, point] },
      };
      try {
        const mapped = mapAftership(Buffer.from(JSON.stringify(body)));
        if (mapped.outcome === 'facts') fold(mapped.facts());
      } catch (error) {
        expect((error as Error).name).toMatch(/^(ZodError|\$ZodError|SyntaxError)$/);
      }
    }),
    { numRuns: 300 },
  );
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      try {
        mapAftership(Buffer.from(bytes));
      } catch (error) {
        expect((error as Error).name).toMatch(/^(ZodError|\$ZodError|SyntaxError)$/);
      }
    }),
  );
});

describe('one check point, told differently', () => {
  const body = (checkpoint: object) =>
    Buffer.from(
      JSON.stringify({
        event: 'tracking_update',
        msg: { tracking_number: 'X1', slug: 'ups', updated_at: '2026-10-05T12:00:00Z', checkpoints: [checkpoint] },
      }),
    );
  const factsOf = (...checkpoints: object[]) =>
    checkpoints.flatMap((checkpoint) => {
      const mapped = mapAftership(body(checkpoint));
      return mapped.outcome === 'facts' ? mapped.facts().filter(({ data }) => data.kind === 'carrier-event') : [];
    });
  const bare = {
    checkpoint_time: '2026-10-05T10:12:00',
    tag: 'InTransit',
    subtag: 'InTransit_003',
    message: 'Arrived',
  };
  const placed = { ...bare, country_iso3: 'JPN', city: 'Osaka' };
  const other = { checkpoint_time: '2026-10-05T03:00:00Z', tag: 'OutForDelivery', subtag: 'OutForDelivery_001' };

  test('with its place or without: both orders give one state, and the place shows', () => {
    const one = fold(factsOf(bare, placed, other));
    const two = fold(factsOf(other, placed, bare));
    expect(two).toEqual(one);
    expect(one.events).toHaveLength(2);
    expect(one.events.map(({ place }) => place?.city)).toContain('Osaka');
  });

  test('under the same hash with another code: both show, and both orders give one state', () => {
    const first = { ...bare, hash: 'h1' };
    const corrected = { ...bare, hash: 'h1', tag: 'Exception', subtag: 'Exception_004' };
    const one = fold(factsOf(first, corrected));
    expect(fold(factsOf(corrected, first))).toEqual(one);
    expect(one.events).toHaveLength(2);
  });
});

test.each([
  ['half a character, escaped', '"Fr\\ud83dagile"', 'Fr\ufffdagile'],
  ['NUL, escaped', '"a\\u0000b"', 'ab'],
  ['a backslash before u0000, which is no NUL', '"a\\\\u0000b"', 'a\\u0000b'],
  ['a whole character', '"\\ud83d\\ude9a"', '\u{1f69a}'],
])('text that a database would refuse is made storable: %s', (_name, json, expected) => {
  const mapped = mapAftership(
    Buffer.from(
      `{"event":"tracking_update","msg":{"tracking_number":"X1","slug":"ups","checkpoints":[{"checkpoint_time":"2026-10-05T10:12:00Z","tag":"InTransit","subtag":"InTransit_003","message":${json}}]}}`,
    ),
  );
  const [fact] = mapped.outcome === 'facts' ? mapped.facts() : [];
  expect(fact?.data).toMatchObject({ description: expected });
});

test('no mapped text is ever half a character or NUL, wherever it is cut', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 0, maxLength: 1_200 }), fc.nat({ max: 3 }), (text, shift) => {
      const long = `${'x'.repeat(997 + shift)}\u{1f69a}${text}`;
      const mapped = mapAftership(
        Buffer.from(
          JSON.stringify({
            event: 'tracking_update',
            msg: {
              tracking_number: `N${text}`.slice(0, 40),
              slug: 'ups',
              signed_by: long,
              checkpoints: [
                { checkpoint_time: '2026-10-05T10:12:00Z', tag: text, message: long, location: long, city: long },
              ],
            },
          }),
        ),
      );
      const json = JSON.stringify(mapped);
      expect(json).not.toMatch(/\\u0000|\\ud[89a-f]/i);
    }),
  );
});
