#!/usr/bin/env node
// Posts one signed AfterShip message to the running demo, as the provider would. No dependencies, any Node from 20.
// Usage: node scripts/post-scan.mjs [tracking number] [status], e.g. node scripts/post-scan.mjs 1Z999AA10300316769 Delivered
import { createHash, createHmac, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

// Order S00038 of the demo's data set.
const defaultNumber = '1Z999AA10300316769';
// AfterShip's tag, its sub-tag, and what a carrier would say.
const scans = {
  InfoReceived: ['InfoReceived_001', 'Shipper created a label, UPS has not received the package yet.'],
  InTransit: ['InTransit_003', 'Arrived at facility'],
  OutForDelivery: ['OutForDelivery_001', 'Out for delivery. There are 3 stops ahead of yours.'],
  AttemptFail: ['AttemptFail_001', 'The receiver was not available at the time of delivery.'],
  AvailableForPickup: ['AvailableForPickup_001', 'The package is ready to be collected.'],
  Delivered: ['Delivered_001', 'Delivered'],
  Exception: ['Exception_017', 'Severe weather conditions have delayed delivery.'],
};

function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

const [number = defaultNumber, tag = 'InTransit'] = process.argv.slice(2);
if (!Object.hasOwn(scans, tag)) fail(`There is no status "${tag}"; use one of ${Object.keys(scans).join(', ')}.`);
const [subtag, message] = scans[tag];

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const file = join(resolve(root, process.env.DATA_DIR || '.data'), 'demo.json');
let demo;
try {
  demo = JSON.parse(readFileSync(file, 'utf8'));
} catch {
  fail(`${file} cannot be read; run "npm start" first and wait until it says that Milepost is running.`);
}

const slugs = [
  [/^1Z/, 'ups'],
  [/^(94|92|93)|US$/, 'usps'],
  [/^\d{12}$/, 'fedex'],
  [/^JD/, 'dhl'],
  [/^\d{14}$/, 'dpd'],
];
const slug = slugs.find(([pattern]) => pattern.test(number))?.[1] ?? 'ups';
const now = new Date();
const at = now.toISOString().replace(/\.\d+Z$/, '+00:00');
const place = { city: 'Oakland', state: 'CA', country_region: 'USA', country_region_name: 'United States' };
const checkpoint = {
  created_at: at,
  slug,
  checkpoint_time: at,
  location: 'Oakland, CA, United States',
  ...place,
  postal_code: null,
  coordinate: { latitude: 37.8044, longitude: -122.2712 },
  message,
  tag,
  subtag,
  subtag_message: message,
  raw_tag: null,
  events: [],
  source: 'carrier',
  hash: createHash('md5').update(`${number}|${at}|${subtag}`).digest('hex'),
};
const body = JSON.stringify({
  ts: Math.floor(now.getTime() / 1000),
  event: 'tracking_update',
  event_id: randomUUID(),
  is_tracking_first_tag: false,
  msg: {
    id: createHash('md5').update(number).digest('hex'),
    tracking_number: number,
    slug,
    active: tag !== 'Delivered',
    created_at: at,
    updated_at: at,
    tag,
    subtag,
    subtag_message: message,
    title: number,
    source: 'api',
    signed_by: tag === 'Delivered' ? 'A RIVERA' : null,
    shipment_package_count: 1,
    shipment_delivery_date: tag === 'Delivered' ? at : null,
    checkpoints: [checkpoint],
    shipment_direction: null,
  },
});

const response = await fetch(demo.addresses.aftershipWebhook, {
  method: 'POST',
  headers: {
    'content-type': 'application/json',
    'user-agent': 'aftership-webhook',
    'as-webhook-version': '2026-07',
    'aftership-hmac-sha256': createHmac('sha256', demo.secrets.aftershipWebhookSecret).update(body).digest('base64'),
  },
  body,
  signal: AbortSignal.timeout(10_000),
}).catch((error) =>
  fail(
    `${demo.addresses.aftershipWebhook} does not answer (${error.cause?.code ?? error.message}); is "npm start" running?`,
  ),
);
process.stdout.write(`${number} ${tag}: HTTP ${response.status} ${(await response.text()).trim()}\n`);
process.exit(response.ok ? 0 : 1);
