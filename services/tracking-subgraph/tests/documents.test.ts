import { createHash } from 'node:crypto';
import { openKeyStore, parseKeyRing, parseNetworks, toGlobalId } from '@milepost/service-kit';
import { eventually } from '@milepost/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDocumentAddresses } from '../src/document/document-address.ts';
import { createDocumentSeal } from '../src/document/document-seal.ts';
import { startDocuments } from '../src/document/start-documents.ts';
import { claimDocuments, offerDocuments, settleDocument } from '../src/document/store-documents.ts';
import { loadBodyKeys } from '../src/inbox/body-keys.ts';
import { createInboxWriter } from '../src/inbox/inbox-writer.ts';
import { liveLane } from '../src/inbox/lanes.ts';
import { inboxName } from '../src/inbox/route.ts';
import { createMetrics } from '../src/metrics.ts';
import { processMessages } from '../src/process/process-messages.ts';
import { file, jpegOf, startFileServer } from './support/file-server.ts';
import { deliveryChanged, nextVersion, scansOf } from './support/messages.ts';
import { madeConnector } from './support/reading.ts';
import { anonymous, builtInOnly, orderHolder, startWorld, viewer, type World } from './support/world.ts';

let world: World;
let files: Awaited<ReturnType<typeof startFileServer>>;
beforeAll(async () => {
  files = await startFileServer();
  world = await startWorld({
    env: {
      DOCUMENT_PRIVATE_ADDRESSES: '127.0.0.0/8',
      TRACKINGMORE_WEBHOOK_SECRET: 'tm-secret',
      TRACKINGMORE_WEBHOOK_PATH_TOKEN: 'a-token-of-some-length-here',
    },
  });
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
  await files[Symbol.asyncDispose]();
});

interface Proof {
  documents: {
    id: string;
    kind: string;
    state: string;
    url: string | null;
    expiresAt: string | null;
    byteCount: number | null;
    contentType: string | null;
  }[];
}

/** A delivery with pictures at these addresses. */
function deliveredWith(number: string, urls: readonly (string | null)[], type = 'image'): string {
  const body = JSON.parse(scansOf(number, [0, 'InTransit', 'InTransit_003'], [60, 'Delivered', 'Delivered_001']));
  body.msg.proof_of_delivery = urls.map((url) => ({ type, url }));
  body.msg.signed_by = 'M. Example';
  return JSON.stringify(body);
}

const fields = '{ documentCount documents { id kind state url expiresAt byteCount contentType } }';
async function proofOf(id: string, as = viewer()): Promise<Proof | null> {
  const { data, errors } = await world.query<{ shipment: { proofOfDelivery: Proof | null } | null }>(
    as,
    `query ($id: ID!) { shipment(id: $id) { proofOfDelivery ${fields} } }`,
    { id: toGlobalId('Shipment', id) },
  );
  expect(errors).toBeUndefined();
  return data.shipment?.proofOfDelivery ?? null;
}
const documentsOf = async (id: string, as = viewer()) => (await proofOf(id, as))?.documents ?? [];
const settled = (id: string, states: readonly string[]) =>
  eventually(async () => {
    const rows = await world.sql<
      { state: string }[]
    >`select state from tracking.document where shipment_id = ${id} order by state`;
    return rows.length === states.length && rows.every(({ state }, n) => state === states[n]);
  });
const open = (path: string | null | undefined, init: RequestInit = {}) =>
  fetch(`${world.server.privateUrl}${path}`, init);

let order = 7_000;
/** A parcel of an order of its own, delivered with these pictures. */
async function parcelWith(number: string, urls: readonly (string | null)[]): Promise<{ id: string; order: number }> {
  order += 1;
  const id = await world.register(number, 'ups');
  await world.tell([
    deliveryChanged(order, { references: [number], customerId: order, shippedAt: '2026-11-04T10:00:00Z' }),
  ]);
  await world.deliver(deliveredWith(number, urls));
  return { id, order };
}

test('a picture is fetched once, kept sealed, and opened by an address that ends', async () => {
  const bytes = jpegOf(3_000, 7);
  files.answers.set('/once.jpg', file(bytes));
  const { id } = await parcelWith('DOC0000000001', [`${files.url}/once.jpg`]);
  await settled(id, ['READY']);
  const [document] = await documentsOf(id);
  expect(document).toMatchObject({ kind: 'PHOTO', state: 'READY', byteCount: 3_000, contentType: 'image/jpeg' });
  const left = Date.parse(document?.expiresAt ?? '') - Date.now();
  expect(left).toBeGreaterThan(290_000);
  expect(left).toBeLessThanOrEqual(600_000);

  const answer = await open(document?.url);
  expect(answer.status).toBe(200);
  expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'content-type': 'image/jpeg',
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, no-store',
    'content-security-policy': "default-src 'none'; sandbox",
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-robots-tag': 'noindex',
    'content-disposition': expect.stringMatching(/^inline; filename="parcel-[0-9a-f]{8}\.jpg"$/),
  });

  // The same message with another signature in the address, and the same one again: nothing is fetched.
  await world.deliver(deliveredWith('DOC0000000001', [`${files.url}/once.jpg?X-Amz-Signature=abc&Expires=9`]));
  await world.deliver(deliveredWith('DOC0000000001', [`${files.url}/once.jpg`]));
  expect(await documentsOf(id)).toHaveLength(1);
  expect(files.asked.filter((path) => path.startsWith('/once.jpg'))).toEqual(['/once.jpg']);

  const [row] = await world.sql<{ body: Buffer; hash: Buffer; address: Buffer | null }[]>`
    select body_sealed as body, content_hash as hash, address_sealed as address from tracking.document where shipment_id = ${id}`;
  expect(row?.body.includes(bytes.subarray(100, 200))).toBe(false);
  expect(row?.hash).toEqual(createHash('sha256').update(bytes).digest());
  expect(row?.address).toBeNull();
});

test('a paper is saved, and opens nowhere', async () => {
  files.answers.set('/paper.pdf', file('%PDF-1.7 signed'));
  const { id } = await parcelWith('DOC0000000010', [`${files.url}/paper.pdf`]);
  await settled(id, ['READY']);
  const [document] = await documentsOf(id);
  const answer = await open(document?.url);
  expect(answer.headers.get('content-type')).toBe('application/pdf');
  expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="parcel-[0-9a-f]{8}\.pdf"$/);
});

test('of an erased customer no picture is left: its address opens nothing, and it is not fetched again', async () => {
  files.answers.set('/erased.jpg', file(jpegOf(900, 9)));
  const { id, order: own } = await parcelWith('DOC0000000011', [`${files.url}/erased.jpg`]);
  await settled(id, ['READY']);
  const [document] = await documentsOf(id);
  expect((await open(document?.url)).status).toBe(200);
  const erased = { type: 'customer.erased', version: nextVersion(), correlationId: 'erasing-0001', customerId: own };
  expect(await world.tell([erased])).toBe(200);
  const answer = await open(document?.url);
  expect([answer.status, await answer.text()]).toEqual([404, await (await open('/documents/x')).text()]);
  expect(await documentsOf(id)).toEqual([]);
  await world.deliver(deliveredWith('DOC0000000011', [`${files.url}/erased.jpg?sig=2`]));
  expect(
    await world.sql`select state, address_sealed, body_sealed, content_hash from tracking.document where shipment_id = ${id}`,
  ).toEqual([{ state: 'ERASED', address_sealed: null, body_sealed: null, content_hash: null }]);
  expect(files.asked.filter((path) => path.startsWith('/erased.jpg'))).toEqual(['/erased.jpg']);
});

test('wrong, changed and ended addresses have one answer', async () => {
  files.answers.set('/two.jpg', file(jpegOf(500, 2)));
  files.answers.set('/two-too.jpg', file(jpegOf(500, 12)));
  const { id } = await parcelWith('DOC0000000002', [`${files.url}/two.jpg`, `${files.url}/two-too.jpg`]);
  await settled(id, ['READY', 'READY']);
  const [document, another] = await documentsOf(id);
  const url = document?.url as string;
  const [path, query] = url.split('?') as [string, string];
  const parts = new URLSearchParams(query);
  const changed = (name: string, value: string) => {
    const other = new URLSearchParams(parts);
    other.set(name, value);
    return `${path}?${other}`;
  };
  const local = path.slice('/documents/'.length);
  const foreign = createDocumentAddresses((await import('node:crypto')).createSecretKey(Buffer.alloc(32, 9)));
  const wrong = [
    path,
    changed('until', String(Number(parts.get('until')) + 600)),
    changed(
      'sig',
      `A${parts.get('sig')?.slice(1)}` === parts.get('sig') ? 'B'.repeat(43) : `A${parts.get('sig')?.slice(1)}`,
    ),
    changed('sig', ''),
    `/documents/${crypto.randomUUID()}?${query}`,
    // A picture that is there, with the signature of another.
    `${another?.url?.split('?')[0]}?${query}`,
    `/documents/${encodeURIComponent("' or 1=1")}?${query}`,
    `${url}&sig=${parts.get('sig')}`,
    foreign.make('read', local, new Date()).url,
  ];
  const answers = await Promise.all(
    wrong.map(async (one) => {
      const answer = await open(one);
      return [
        answer.status,
        await answer.text(),
        answer.headers.get('content-type'),
        answer.headers.get('cache-control'),
      ];
    }),
  );
  for (const answer of answers) expect(answer).toEqual(answers[0]);
  expect(answers[0]?.[0]).toBe(404);
  expect((await open(url)).status).toBe(200);
  // Ended, or of another use: as a key of ours would have signed it.
  const ours = createDocumentAddresses((await import('node:crypto')).createSecretKey(Buffer.alloc(32, 3)));
  const made = new URLSearchParams(ours.make('read', local, new Date('2026-11-21T10:00:00Z')).url.split('?')[1]);
  const given = { id: local, until: made.get('until'), sig: made.get('sig') };
  expect(ours.fits('read', given, new Date('2026-11-21T10:09:59Z'))).toBe(true);
  expect(ours.fits('read', given, new Date('2026-11-21T10:10:00Z'))).toBe(false);
  expect(ours.fits('add', given, new Date('2026-11-21T10:00:00Z'))).toBe(false);
});

test('each level sees what it should, and nobody what is another’s', async () => {
  files.answers.set('/three.jpg', file(jpegOf(500, 3)));
  const { id, order: own } = await parcelWith('DOC0000000003', [`${files.url}/three.jpg`]);
  await settled(id, ['READY']);
  expect(await proofOf(id, orderHolder(own))).toBeNull();
  expect(await proofOf(id, { ...orderHolder(own), level: 'L2' })).toBeNull();
  expect(await documentsOf(id, { ...orderHolder(own), level: 'L3' })).toHaveLength(1);
  expect(await documentsOf(id, viewer({ role: 'partner', level: 'PARTNER', customers: [own] }))).toHaveLength(1);
  expect(await documentsOf(id, viewer({ role: 'agent', companies: [1] }))).toHaveLength(1);
  expect(await proofOf(id, { ...orderHolder(own + 1), level: 'L3' })).toBeNull();
  expect(await proofOf(id, viewer({ role: 'agent', companies: [2] }))).toBeNull();
  expect(await proofOf(id, viewer({ role: 'partner', level: 'PARTNER', customers: [own + 1] }))).toBeNull();
  const { data } = await world.query<{ shipmentByTrackingNumber: { proofOfDelivery: Proof | null } }>(
    anonymous,
    `{ shipmentByTrackingNumber(trackingNumber: "DOC0000000003") { proofOfDelivery ${fields} } }`,
  );
  expect(data.shipmentByTrackingNumber.proofOfDelivery).toBeNull();
  const looks = () =>
    world.sql`select 1 from tracking.audit where action = 'personal_data.read' and detail->'fields' ? 'ProofDocument.url' and ${`shipment ${id}`} = any(subjects)`;
  const before = (await looks()).count;
  await documentsOf(id, { ...orderHolder(own), level: 'L3' });
  expect((await looks()).count).toBe(before);
  await documentsOf(id, viewer({ role: 'agent', companies: [1] }));
  expect((await looks()).count).toBe(before + 1);
});

test('what fails may be mended by a later telling; what may pass is tried again; the reason is kept', async () => {
  files.answers.set('/page.jpg', file('<html>sign in</html>'));
  const { id } = await parcelWith('DOC0000000004', [`${files.url}/page.jpg?sig=1`, `${files.url}/later.jpg`]);
  await eventually(
    async () =>
      (await world.sql`select 1 from tracking.document where shipment_id = ${id} and attempts > 0`).count === 2,
  );
  const rows = () => world.sql<{ state: string; problem: string | null; attempts: number; waits: number }[]>`
    select state, problem, attempts, extract(epoch from next_attempt_at - now())::int as waits from tracking.document where shipment_id = ${id} order by state`;
  const [failed, waiting] = await rows();
  expect(failed).toMatchObject({ state: 'FAILED', problem: 'WRONG_TYPE', attempts: 1 });
  expect(waiting).toMatchObject({ state: 'WAITING', problem: 'STATUS_4XX', attempts: 1 });
  expect(waiting?.waits).toBeGreaterThan(30);
  // The same addresses again are no news: neither is asked for once more, nor sooner.
  await world.deliver(deliveredWith('DOC0000000004', [`${files.url}/page.jpg?sig=1`, `${files.url}/later.jpg`]));
  const [sameFailed, sameWaiting] = await rows();
  expect(sameFailed).toMatchObject({ state: 'FAILED', attempts: 1 });
  expect(sameWaiting).toMatchObject({ state: 'WAITING', problem: 'STATUS_4XX', attempts: 1 });
  expect(sameWaiting?.waits).toBeGreaterThan(30);
  expect((await documentsOf(id)).map(({ state, url, byteCount }) => [state, url, byteCount])).toEqual(
    expect.arrayContaining([
      ['FAILED', null, null],
      ['WAITING', null, null],
    ]),
  );
  files.answers.set('/page.jpg', file(jpegOf(600, 4)));
  files.answers.set('/later.jpg', file(jpegOf(600, 5)));
  await world.deliver(deliveredWith('DOC0000000004', [`${files.url}/page.jpg?sig=2`]));
  await world.sql`update tracking.document set next_attempt_at = now() where shipment_id = ${id} and state = 'WAITING'`;
  await settled(id, ['READY', 'READY']);
  // After its last try it is given up.
  const { id: other } = await parcelWith('DOC0000000005', [`${files.url}/never.jpg`]);
  for (let tries = 1; tries <= 6; tries += 1) {
    await eventually(
      async () =>
        (await world.sql`select 1 from tracking.document where shipment_id = ${other} and attempts = ${tries}`)
          .count === 1,
    );
    await world.sql`update tracking.document set next_attempt_at = now() where shipment_id = ${other} and state = 'WAITING'`;
  }
  await settled(other, ['FAILED']);
});

test('the same picture at two addresses is shown once; no more than eight addresses are asked', async () => {
  files.answers.set('/x.jpg', file(jpegOf(700, 6)));
  files.answers.set('/y.jpg', file(jpegOf(700, 6)));
  const { id } = await parcelWith('DOC0000000006', [`${files.url}/x.jpg`, `${files.url}/y.jpg`, null]);
  await settled(id, ['READY', 'SAME']);
  expect(await documentsOf(id)).toHaveLength(1);
  // Another parcel has its own, whatever it shows.
  const { id: alike } = await parcelWith('DOC0000000012', [`${files.url}/x.jpg`]);
  await settled(alike, ['READY']);
  const many = Array.from({ length: 8 }, (_, n) => `${files.url}/many-${n}.jpg`);
  const { id: other } = await parcelWith('DOC0000000007', many.slice(0, 5));
  await world.deliver(deliveredWith('DOC0000000007', many));
  await world.deliver(
    deliveredWith(
      'DOC0000000007',
      many.map((url) => `${url}2`),
    ),
  );
  expect((await world.sql`select 1 from tracking.document where shipment_id = ${other}`).count).toBe(8);
});

test('an address that is none of the net is no document', async () => {
  const { id } = await parcelWith('DOC0000000008', [
    'javascript:alert(1)',
    'file:///etc/passwd',
    'ftp://a.example/b',
    'https://u:p@a.example/b',
    'no address',
    `https://a.example/${'x'.repeat(2_000)}`,
    '',
  ]);
  expect((await world.sql`select 1 from tracking.document where shipment_id = ${id}`).count).toBe(0);
});

test('what could be forged makes nobody ask for an address; what was read from the provider does', async () => {
  await using quiet = await startWorld({ env: { ROLES: 'api' } });
  const { sql, config, logger } = quiet;
  const number = 'DOC0000000009';
  await quiet.register(number, 'ups');
  const keys = await loadBodyKeys({ sql, masterKey: config.secrets.masterKey, now: new Date() });
  const store = await openKeyStore({ sql, table: 'tracking.data_key', ring: parseKeyRing(config.secrets.masterKey) });
  await using inbox = createInboxWriter({ databaseUrl: quiet.databaseUrl, keys, onCommitted: () => {} });
  const told = async (provider: string) => {
    const body = Buffer.from(
      JSON.stringify({
        tracking_number: number,
        scans: [{ at: '2026-11-05T10:00', milestone: 'DELIVERED' }],
        pictures: [`${files.url}/forged.jpg`],
      }),
    );
    const dedupe = createHash('sha256').update(provider).digest();
    await inbox.add({ provider, dedupe, headers: '{}', requestId: 'forged', body, lane: liveLane });
    return processMessages({
      sql,
      keys,
      connectors: new Map([['made', { connector: madeConnector }]]),
      mapping: builtInOnly,
      metrics: createMetrics({ defaults: false }),
      logger,
      documentSeal: createDocumentSeal(store),
    });
  };
  expect(await told('made')).toMatchObject({ claimed: [expect.any(String)], documents: 0 });
  expect((await sql`select 1 from tracking.document`).count).toBe(0);
  expect(await told(inboxName('made', 'read'))).toMatchObject({ documents: 1 });
});

test('of two processes one fetches; what a dead one held is another’s when its lease ends', async () => {
  await using quiet = await startWorld({ env: { ROLES: 'api' } });
  await quiet.sql`insert into tracking.document (shipment_id, kind, source, address_key, address_sealed, address_mark, key_id, request_id)
    select uuidv7(), 'PHOTO', 'aftership', decode(lpad(n::text, 8, '0'), 'hex'), '\\x00', '\\x00', 1, 'test' from generate_series(1, 6) n`;
  const now = new Date();
  const [one, two] = await Promise.all([
    claimDocuments(quiet.sql, { limit: 4, now, leaseMs: 60_000 }),
    claimDocuments(quiet.sql, { limit: 4, now, leaseMs: 60_000 }),
  ]);
  const ids = [...one, ...two].map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const rest = await claimDocuments(quiet.sql, { limit: 10, now, leaseMs: 60_000 });
  expect(ids.length + rest.length).toBe(6);
  expect(await claimDocuments(quiet.sql, { limit: 10, now: new Date(now.getTime() + 59_000), leaseMs: 1 })).toEqual([]);
  expect(
    await claimDocuments(quiet.sql, { limit: 10, now: new Date(now.getTime() + 61_000), leaseMs: 1 }),
  ).toHaveLength(6);
});

test('what a process that lost its lease brings late is not kept', async () => {
  await using quiet = await startWorld({ env: { ROLES: 'api' } });
  const { sql, config } = quiet;
  const ring = parseKeyRing(config.secrets.masterKey);
  const seal = createDocumentSeal(await openKeyStore({ sql, table: 'tracking.data_key', ring }));
  const shipment = await quiet.register('DOC0000000013', 'ups');
  await sql`insert into tracking.document (shipment_id, kind, source, address_key, address_sealed, address_mark, key_id, request_id)
    values (${shipment}, 'PHOTO', 'aftership', '\\x01', '\\x00', '\\x00', 1, 'test')`;
  const now = new Date(Date.now() + 1_000);
  const [slow] = await claimDocuments(sql, { limit: 1, now, leaseMs: 1_000 });
  const later = new Date(now.getTime() + 2_000);
  const [other] = await claimDocuments(sql, { limit: 1, now: later, leaseMs: 60_000 });
  expect(other?.id).toBe(slow?.id);
  const bytes = jpegOf(500, 1);
  const fetched = {
    problem: null,
    type: 'image/jpeg',
    bytes,
    hash: createHash('sha256').update(bytes).digest(),
  } as const;
  const settle = (claimed: typeof slow, what: Parameters<typeof settleDocument>[2]) =>
    settleDocument(sql, claimed as NonNullable<typeof slow>, what, { seal, now: later });
  expect(await settle(slow, { problem: 'TOO_LARGE', status: 200 })).toBeNull();
  expect(await settle(slow, fetched)).toBeNull();
  expect(await sql`select state, attempts from tracking.document`).toEqual([{ state: 'WAITING', attempts: 0 }]);
  expect(await settle(other, fetched)).toBe('READY');
  expect(await settle(other, fetched)).toBeNull();
});

test('what a process has under way when it stops is no failure, and is another’s when the lease has ended', async () => {
  await using quiet = await startWorld({ env: { ROLES: 'api' } });
  const { sql, config, logger } = quiet;
  const ring = parseKeyRing(config.secrets.masterKey);
  const seal = createDocumentSeal(await openKeyStore({ sql, table: 'tracking.data_key', ring }));
  const shipmentId = await quiet.register('DOC0000000014', 'ups');
  files.answers.set('/stopped.jpg', (_request, response) => void response.writeHead(200).write(jpegOf()));
  const offer = {
    kind: 'PHOTO',
    url: `${files.url}/stopped.jpg`,
    shipmentId,
    source: 'aftership',
    requestId: 'stop',
  } as const;
  expect(await sql.begin((tx) => offerDocuments(tx, [offer], { seal, now: new Date() }))).toBe(1);
  const documents = startDocuments({
    sql,
    seal,
    allowed: parseNetworks('127.0.0.0/8'),
    timeoutMs: 60_000,
    wakeBus: { onWake: () => () => {} },
    logger,
  });
  await eventually(() => files.asked.includes('/stopped.jpg'));
  await documents[Symbol.asyncDispose]();
  const left = await sql`select state, attempts, problem, lease is not null as is_held from tracking.document`;
  expect(left).toEqual([{ state: 'WAITING', attempts: 0, problem: null, is_held: true }]);
  const later = new Date(Date.now() + 3_600_000);
  expect(await claimDocuments(sql, { limit: 1, now: later, leaseMs: 1_000 })).toHaveLength(1);
});
