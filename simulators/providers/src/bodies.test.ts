import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { aftershipHeaders } from './aftership/webhook.ts';
import { type ProviderName, providerNames } from './couriers.ts';
import { journeys } from './journey.ts';
import { makeParcel } from './parcel.ts';
import { sentBy } from './sent.ts';
import { trackingmoreHeaders } from './trackingmore/webhook.ts';

/** What is sent has the shape of the samples that the tracking service keeps of both providers: every field, and none besides. */
const fixtures = new URL('../../../services/tracking-subgraph/fixtures/', import.meta.url);
const sample = (name: string) => JSON.parse(readFileSync(new URL(name, fixtures), 'utf8'));
const text = (name: string) => readFileSync(new URL(name, fixtures), 'utf8');
const secrets = sample('secrets.json');

const startedAt = Date.parse('2026-10-05T07:00:00Z');
const parcels = [...journeys.values()].flatMap((journey) =>
  journey.parcels.map((parcel) => makeParcel(journey, parcel, { number: 'TEST1', startedAt })),
);
const sentOf = (provider: ProviderName) => parcels.map((parcel) => sentBy(provider, parcel));

type Json = Record<string, unknown>;
const keys = (value: unknown) => Object.keys(value as Json);
/** Every type that a field has in the samples. */
const typesOf = (values: readonly unknown[]) =>
  new Set(values.map((value) => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value)));

const samplesOf = {
  aftership: [
    '06-delivered-signed-with-photo',
    '13-available-for-pickup',
    '05-attempt-failed',
    '32-eta-revised',
    '36-multi-piece',
  ].map((name) => sample(`aftership/webhooks/${name}.json`).msg as Json),
  trackingmore: ['03-two-carriers-customs-cleared', '07-delivered-signed', '21-eta-changed', '13-lost-or-damaged'].map(
    (name) => sample(`trackingmore/webhooks/${name}.json`).data as Json,
  ),
};

test.each(providerNames)(
  'the tracking object of %s has the fields of the samples, in their order, with their types',
  (provider) => {
    const known = samplesOf[provider];
    for (const { webhooks, read } of sentOf(provider)) {
      const bodies = webhooks.map((body) => JSON.parse(body)).map((body) => (body.msg ?? body.data) as Json);
      for (const body of [...bodies, JSON.parse(read) as Json]) {
        expect(keys(body)).toEqual(keys(known[0]));
        for (const [name, value] of Object.entries(body)) {
          const types = typesOf(known.map((one) => one[name]));
          // Null in every sample: what it would be otherwise is not known.
          if (types.size === 1 && types.has('null')) continue;
          expect([...types, 'null'], name).toContain([...typesOf([value])][0]);
        }
      }
    }
  },
);

test('scans have the fields of the samples, in their order', () => {
  const { checkpoints } = samplesOf.aftership[0] as { checkpoints: Json[] };
  const scans = sentOf('aftership').flatMap(({ read }) => JSON.parse(read).checkpoints as Json[]);
  expect(scans.length).toBeGreaterThan(60);
  for (const scan of scans) expect(keys(scan)).toEqual(keys(checkpoints[0]));
  type Both = Record<'origin_info' | 'destination_info', Json & { trackinfo: Json[] }>;
  const known = samplesOf.trackingmore[0] as unknown as Both;
  for (const body of sentOf('trackingmore').map(({ read }) => JSON.parse(read) as Both))
    for (const part of ['origin_info', 'destination_info'] as const) {
      expect(keys(body[part])).toEqual(keys(known[part]));
      expect(keys(body[part]['milestone_date'])).toEqual(keys(known[part]['milestone_date']));
      for (const info of body[part].trackinfo) expect(keys(info)).toEqual(keys(known[part].trackinfo[0]));
    }
});

test('envelopes and headers are those of the samples', () => {
  const name = 'webhooks/06-delivered-signed-with-photo';
  const [first] = sentOf('aftership');
  expect(keys(JSON.parse(first?.webhooks[0] as string))).toEqual(keys(sample(`aftership/${name}.json`)));
  expect(aftershipHeaders(text(`aftership/${name}.json`), secrets.aftership)).toEqual(
    sample(`aftership/${name}.headers.json`),
  );
  const other = 'webhooks/07-delivered-signed';
  expect(keys(JSON.parse(sentOf('trackingmore')[0]?.webhooks[0] as string))).toEqual(
    keys(sample(`trackingmore/${other}.json`)),
  );
  const headers = sample(`trackingmore/${other}.headers.json`);
  expect(trackingmoreHeaders(Number(headers.timestamp) * 1000, secrets.trackingmore)).toEqual(headers);
});

test('the example that TrackingMore publishes is signed as it says', () => {
  expect(trackingmoreHeaders(1_662_371_528_000, '2e55b9a3-4dd1-4416-9897-c4bd1e3d738f')['signature']).toBe(
    'a37084ab68ae16b77db1f8463f31be9fcc965e2515e03efecf8139bb1e511b06',
  );
});
