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
    });
    expect(verified !== null).toBe(sample.signature === 'valid');
  });

  const { shipment } = sample.expected;
  test.runIf(shipment && shipment !== 'unchanged')('maps and folds to what the manifest says', () => {
    const facts = [sample.after, sample.file].flatMap((file) => {
      const mapped = file ? mapAftership(read(file)) : null;
      return mapped?.outcome === 'facts' ? mapped.facts : [];
    });
    const { state, events } = fold(facts);
    const want = shipment as Record<string, unknown>;
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
        if (mapped.outcome === 'facts') fold(mapped.facts);
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
