import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { fold } from '../../fact/fold.ts';
import { mapAftership } from './map.ts';

// What every connector has to pass is in ../conformance; here is what is AfterShip's own.

test('an authentic message of an unknown type tells nothing and is no error', () => {
  const body = readFileSync(
    new URL('../../../fixtures/aftership/webhooks/34-unknown-event-type.json', import.meta.url),
  );
  expect(mapAftership(body)).toMatchObject({ outcome: 'ignored' });
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
