import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { toGlobalId } from '@milepost/service-kit';
import { eventually } from '@milepost/testkit';
import { type GraphQLObjectType, getNamedType } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type Ask,
  type Outcome,
  parseMatrix,
  printMatrix,
  probedTypes,
  probedValues,
  probeRoot,
  probeType,
  readSchema,
  selected,
} from './support/probe-access.ts';
import { accounts, type System, startSystem } from './support/system.ts';
import { orderWays } from './support/ways.ts';

const matrixFile = new URL('../../docs/access-matrix.md', import.meta.url);
const schema = readSchema(readFileSync(new URL('../../gateway/public.graphql', import.meta.url), 'utf8'));
const columns = ['nobody', 'L1', 'L2', 'L3', 'account', 'partner', 'agent', 'operator'] as const;
type Column = (typeof columns)[number];

/** What AfterShip sent, so many days later. */
const sample = (name: string, days: number) =>
  JSON.parse(
    readFileSync(
      new URL(`../../services/tracking-subgraph/fixtures/aftership/webhooks/${name}.json`, import.meta.url),
      'utf8',
    ).replaceAll(/2026-\d\d-\d\d(?=T)/g, (day) =>
      new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10),
    ),
  ) as { event_id: string; msg: { tracking_number: string; slug: string; checkpoints: { hash: string }[] } };

const orderLocalId = 46;
const orderId = toGlobalId('Order', orderLocalId);
let system: System;
let headersOf: Record<Column, Record<string, string>>;
const asks = Object.fromEntries(
  columns.map((column) => [column, (query: string) => system.query(query, {}, headersOf[column])]),
) as Record<Column, Ask>;
/** The shipments of the order, and one number. */
let shipments: string[];
let numbers: string[];
const made = {
  draft: 0,
  draftRevision: 0,
  carrierDraft: 0,
  waiting: '',
  case: '',
  incident: '',
  rulesFile: '',
  carrierDraftRevision: 0,
  link: '',
  linkToken: '',
  erasable: '',
  session: '',
  person: '',
  client: '',
  secret: '',
  endpoint: '',
  message: '',
  replay: '',
};

beforeAll(async () => {
  // A provider that never answers: what it is told is configured, and nothing is sent.
  system = await startSystem({
    env: {
      REGISTER_AT: 'aftership',
      AFTERSHIP_API_KEY: 'key',
      AFTERSHIP_API_URL: 'http://127.0.0.1:1',
      REGISTRATION_RETRY_SECONDS: '900',
    },
  });
  // Two more parcels, and a promise.
  const [picking] = await system.sql<{ id: number; ref: string }[]>`
    select id, tracking_ref as ref from odoo.picking where order_id = ${orderLocalId} and type_code = 'outgoing' and tracking_ref is not null`;
  const { world } = system.odooSimulator;
  world.setTrackingRef(picking?.id as number, `${picking?.ref}, 1Z999AA10123456784, 1Z999AA10123456793`);
  // What it costs, and the package it lies in.
  world.writeRecords('stock.picking', [picking?.id as number], { carrier_price: 11.9 });
  const packed = [...world.table('stock.move.line').values()].find(
    (row) => (row['picking_id'] as [number, string])[0] === picking?.id,
  );
  world.writeRecords('stock.move.line', [packed?.id as number], { result_package_id: [1, 'PACK0000001'] });
  const [shipping] = await system.sql<
    { id: number }[]
  >`select shipping_partner_id as id from odoo.sale_order where id = ${orderLocalId}`;
  world.writeRecords('res.partner', [shipping?.id as number], { street2: 'Floor 2' });
  world.writeRecords('sale.order', [orderLocalId], { commitment_date: '2026-11-20 12:00:00' });
  await eventually(async () => {
    const [row] = await system.sql`select count(*)::int as n from tracking.link where order_id = ${orderLocalId}`;
    expect(row?.['n']).toBe(3);
    expect(await system.sql`select 1 from odoo.package_line where picking_id = ${picking?.id as number}`).toHaveLength(
      1,
    );
  });
  const rows = await system.sql<{ id: string; number: string; slug: string }[]>`
    select s.id, s.tracking_number as number, s.carrier_code as slug from tracking.shipment s join tracking.link l on l.shipment_id = s.id where l.order_id = ${orderLocalId} order by s.id`;
  shipments = rows.map(({ id }) => toGlobalId('Shipment', id));
  numbers = rows.map(({ number }) => number);
  // Everything a carrier may say, about the parcels of one order.
  for (const [parcel, days, name] of [
    [0, 35, '36-multi-piece'],
    [0, 35, '27-unknown-future-subtag'],
    [0, 35, '06-delivered-signed-with-photo'],
    [2, 35, '32-eta-revised'],
    [2, 35, '21-delayed-weather'],
    [1, 47, '13-available-for-pickup'],
  ] as const) {
    const { number, slug } = rows[parcel] as (typeof rows)[number];
    // After our goods left: older scans belong to somebody who had the number before.
    const body = sample(name, days);
    body.event_id = crypto.randomUUID();
    Object.assign(body.msg, { tracking_number: number, slug });
    for (const scan of body.msg.checkpoints) scan.hash = createHash('md5').update(`${name}${scan.hash}`).digest('hex');
    if (name === '13-available-for-pickup')
      Object.assign(body.msg, {
        pickup_location: 'Kiosk am Markt, Marktplatz 1',
        pickup_note: 'Until 20 November 2026, pickup code 483920, Mon-Fri: 9-18',
      });
    expect((await system.postScan(JSON.stringify(body))).status).toBe(200);
  }
  const text = '{"event":"tracking_update","msg":"not a message"}';
  expect((await system.postScan(text)).status).toBe(200);
  await system.sql`
    insert into tracking.provider_endpoint (provider, endpoint, state, retry_at, last_error)
    values ('matrix', 'create', 'OPEN', now() + interval '1 hour', 'UNAVAILABLE')`;
  // A poll that found nothing; others may come or not.
  await system.sql`insert into tracking.provider_ask (provider, at, outcome) values ('aftership', now() + interval '1 second', 'ANSWERED')`;
  // A picture that was fetched.
  await system.sql`insert into tracking.document (shipment_id, kind, source, address_key, address_mark, state, content_type, byte_count, content_hash, key_id, body_sealed, request_id)
    values (${(rows[0] as (typeof rows)[number]).id}, 'PHOTO', 'aftership', '\\x01', '\\x01', 'READY', 'image/jpeg', 1, '\\x01', 1, '\\x01', 'matrix')`;
  await system.settled();
  headersOf = await signInAsEverybody();
  await prepare();
}, 180_000);
afterAll(() => system[Symbol.asyncDispose]());

async function signInAsEverybody(): Promise<Record<Column, Record<string, string>>> {
  const agent = await system.signIn(accounts.agent);
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  const opened = async (query: string, headers: Record<string, string> = {}) => {
    const { data } = await system.query<Record<string, { token: string; url: string }>>(query, {}, headers);
    return Object.values(data)[0] as { token: string; url: string };
  };
  const l1 = await opened(
    'mutation { orderAccessCreate(input: { orderName: "S00046", email: "ann.rivera@alpine.example.com" }) { token } }',
  );
  const { url } = await opened(
    `mutation { orderLinkCreate(input: { orderId: "${orderId}", purpose: "matrix" }) { url } }`,
    agent,
  );
  made.linkToken = url.split('/l/')[1] as string;
  const l2 = await opened(`mutation { orderLinkOpen(input: { token: "${made.linkToken}" }) { token } }`);
  return {
    nobody: {},
    L1: bearer(l1.token),
    L2: bearer(l2.token),
    L3: bearer(await levelThree()),
    account: await system.signIn(accounts.customer),
    partner: bearer(await system.partnerToken()),
    agent,
    operator: await system.signIn(accounts.operator),
  };
}

/** What a confirmed code opens; the way there has tests of its own. */
async function levelThree(): Promise<string> {
  const token = `mpo_${'m'.repeat(32)}`;
  await system.sql`insert into auth.order_session (hash, order_id, level, expires_at)
    values (${createHash('sha256').update(token).digest()}, ${orderLocalId}, 'L3', now() + interval '1 hour')`;
  return token;
}

/** The partner's webhook endpoints: one with everything that one can have, to be looked at, and one for whoever may change it. */
async function prepareEndpoints(): Promise<void> {
  await system.sql`
    with e as (insert into tracking.webhook_endpoint (client_id, name, url, event_types, milestones, secret, former_secret_ends_at, state, state_reason, state_since, failures, failing_since,
        resting_until, rest_reason, succeeded_at, failed_at)
      values ('e2e-partner', 'matrix', 'https://hooks.example.com', '{milestone.added}', '{DELIVERED}', '\\x00', now() + interval '1 hour', 'DISABLED', 'FAILING', now(), 9, now(),
        now() + interval '1 hour', 'FAILING', now(), now()) returning id),
    f as (insert into tracking.webhook_feed (endpoint_id, kind, state, from_seq, position, until_seq, per_second, missed_from, missed_until, finished_at)
      select id, k, 'DONE', 0, 1, 1, 5, 0, 1, now() from e, unnest('{LIVE,REPLAY}'::text[]) k),
    m as (insert into tracking.webhook_message (endpoint_id, webhook_id, event_type, payload, state, next_attempt_at, request_id, created_at, settled_at)
      select id, s, 'webhook.test', '{}', s, now(), 'matrix', now(), case s when 'DELIVERED' then now() end from e, unnest('{DELIVERED,WAITING}'::text[]) s returning id)
    insert into tracking.webhook_attempt (message_id, at, duration_ms, status, problem, answer) select id, now(), 5, 500, 'STATUS', 'no' from m`;
  const [row] = await system.sql<{ endpoint: string; message: string; replay: string }[]>`
    with e as (insert into tracking.webhook_endpoint (client_id, name, url, event_types, secret, state, state_since)
      values ('e2e-partner', 'changes', 'https://hooks.example.com', '{milestone.added}', '\\x00', 'PAUSED', now()) returning id),
    f as (insert into tracking.webhook_feed (endpoint_id, kind, state, from_seq, position, until_seq)
      select id, k, 'RUNNING', 0, 0, 1 from e, unnest('{LIVE,REPLAY}'::text[]) k returning id, kind),
    m as (insert into tracking.webhook_message (endpoint_id, webhook_id, event_type, payload, state, next_attempt_at, request_id, created_at)
      select id, 'changes', 'webhook.test', '{}', 'GIVEN_UP', now(), 'matrix', now() from e returning id)
    select e.id as endpoint, m.id as message, f.id as replay from e, m, f where f.kind = 'REPLAY'`;
  made.endpoint = toGlobalId('WebhookEndpoint', row?.endpoint as string);
  made.message = toGlobalId('WebhookMessage', row?.message as string);
  made.replay = toGlobalId('WebhookReplay', row?.replay as string);
}

/** Cases by hand, which no rule closes: an open one with everything that one can have, a closed one, and one of a delivery; and an outage that is over. */
async function prepareCases(): Promise<void> {
  const shipment = Buffer.from(shipments[0] as string, 'base64url')
    .toString()
    .slice('Shipment:'.length);
  const [row] = await system.sql<{ id: string; incident: string }[]>`
    with s as (insert into tracking.staff (sub, name, role) values ('matrix', 'Matrix', 'agent') returning id),
    i as (insert into tracking.incident (cause, kind, title, carrier_code, place, opened_at, closed_at) values ('matrix', 'matrix', 'matrix', 'ups', 'Leipzig', now(), now()) returning id),
    o as (insert into tracking.carrier_outage (carrier_code, reason, declared_by, from_at, until_at) select 'gls', 'matrix', id, now(), now() from s),
    d as (select d.id, d.order_id, (d.data->>'companyId')::int as company, (d.data->>'customerId')::int as customer from tracking.delivery d where d.order_id = ${orderLocalId} order by d.id limit 1),
    c as (insert into tracking.work_case (type, subject, cause, mark, is_found, is_by_hand, shipment_id, delivery_id, order_id, company_id, customer_id, carrier_code, state, reason, rule, evidence, severity, score, parts,
        opened_at, budget_minutes, due_at, waiting_for, snoozed_until, closed_at, resolution, assignee_id, incident_id)
      select 'DAMAGED', case when n = 3 then 'd:' || d.id else 's:' || ${shipment}::text end, 'matrix ' || n, '', false, true, case when n < 3 then ${shipment}::uuid end, case when n = 3 then d.id end, d.order_id, d.company, d.customer, 'ups',
        case when n = 2 then 'CLOSED' else 'OPEN' end, 'matrix', 'matrix', coalesce((select array[state->'evidence'->>'status'] from tracking.shipment where id = ${shipment}::uuid and n < 3), '{}'), 2, 100,
        '[{"name": "SEVERITY", "value": "medium", "factor": 1}]', now(), 60, now() + interval '1 day', case when n = 1 then 'CUSTOMER' end, case when n = 1 then now() + interval '1 day' end,
        case when n = 2 then now() end, case when n = 2 then 'FIXED' end, s.id, i.id from s, i, d, generate_series(1, 3) n returning id, state, shipment_id)
    , h as (insert into tracking.case_history (case_id, action, staff_id, text) select c.id, 'NOTED', s.id, 'matrix' from c, s)
    select c.id, i.id as incident from c, i where state = 'OPEN' and shipment_id is not null`;
  made.case = toGlobalId('Case', row?.id as string);
  made.incident = toGlobalId('Incident', row?.incident as string);
  // A write to Odoo with everything that it can have.
  await system.sql`insert into odoo.effect (key, kind, order_id, model, res_id, state, wanted, record_id, reason, due_at, request_id, created_at, settled_at)
    values ('matrix', 'LINE', ${orderLocalId}, 'stock.picking', 1, 'DONE', jsonb_build_object('kind', 'LINE', 'version', 1, 'line', 'DELIVERED', 'text', 'matrix', 'shipmentId', ${shipment}::text), 7, 'matrix', now(), 'matrix', now(), now())`;
}

/** A report with everything that it can have, and how the delivery was. */
async function prepareReport(): Promise<void> {
  const { data } = (await asks.L3(
    `mutation { reportPhotoAdd(input: { shipmentId: "${shipments[0]}", count: 1 }) { photos { id uploadUrl } } }`,
  )) as { data: { reportPhotoAdd: { photos: { id: string; uploadUrl: string }[] } } };
  const [room] = data.reportPhotoAdd.photos as [{ id: string; uploadUrl: string }];
  // The smallest that is whole.
  const picture = Buffer.from('ffd8ffc00004aaaaffda0004bbbb01ffd9', 'hex');
  expect((await fetch(`${system.origin}${room.uploadUrl}`, { method: 'PUT', body: picture })).status).toBe(204);
  const answers = (await asks.L3(
    `mutation { shipmentReport(input: { shipmentId: "${shipments[0]}", kind: ITEMS_MISSING, lines: [{ lineId: "${toGlobalId('OrderLine', 1)}", quantity: 1 }], note: "matrix",
       photoIds: ["${room.id}"] }) { caseNumber userErrors { message } }
     shipmentFeedback(input: { shipmentId: "${shipments[0]}", answer: GOOD }) { answer userErrors { message } } }`,
  )) as { data: { shipmentReport: { caseNumber: string | null }; shipmentFeedback: { answer: string | null } } };
  expect(answers.data.shipmentReport.caseNumber).not.toBeNull();
  expect(answers.data.shipmentFeedback.answer).toBe('GOOD');
  const agent = (await asks.agent(
    `mutation { shipmentReport(input: { shipmentId: "${shipments[0]}", kind: OTHER, note: "matrix" }) { caseNumber userErrors { message } } }`,
  )) as { data: { shipmentReport: { caseNumber: string | null } } };
  expect(agent.data.shipmentReport.caseNumber).toBe(answers.data.shipmentReport.caseNumber);
}

/** What only staff can make, so that there is something to see. */
async function prepare(): Promise<void> {
  await prepareEndpoints();
  await prepareCases();
  const operator = asks.operator;
  const { data } = (await operator(
    'mutation { mappingDraftCreate(input: { note: "matrix" }) { mapping { number revision } } }',
  )) as { data: { mappingDraftCreate: { mapping: { number: number; revision: number } } } };
  made.draft = data.mappingDraftCreate.mapping.number;
  const saved = (await operator(
    `mutation { mappingDraftSave(input: { number: ${made.draft}, revision: ${data.mappingDraftCreate.mapping.revision}, rules: [
       { provider: "aftership", code: "AvailableForPickup", subCode: "AvailableForPickup_001", milestone: ON_HOLD, reason: OTHER }, { provider: "pigeon", code: "coo", milestone: LOST }] }) { mapping { revision } userErrors { code message } } }`,
  )) as { data: { mappingDraftSave: { mapping: { revision: number } } } };
  made.draftRevision = saved.data.mappingDraftSave.mapping.revision;
  // Carrier rules that are published, with one that says everything a rule can, and a draft of rules that cannot be.
  const [told] = await system.sql<{ method: string; country: string; company: number }[]>`
    select data->>'deliveryMethod' as method, data->>'countryCode' as country, (data->>'companyId')::int as company
    from tracking.delivery where order_id = ${orderLocalId} and data->>'references' like '%1Z999AA10123456784%'`;
  const everything = {
    deliveryMethod: told?.method as string,
    countries: [told?.country as string],
    service: 'UPS United States Next Day Air (Red)',
    companyId: told?.company as number,
    numberFormat: 'ups',
    numberPattern: '1Z.+',
    carrierCode: 'ups',
  };
  await system.sql`insert into tracking.carrier_rule_version (number, state, rules, based_on, note, author, published_by, published_at)
    values (1, 'PUBLISHED', ${system.sql.json([everything])}, 0, 'matrix', 'matrix', 'matrix', now())`;
  await eventually(async () =>
    expect(
      await system.sql`select 1 from tracking.carrier_rule_run where rules_version like '1+%' and is_done`,
    ).toHaveLength(1),
  );
  // Something that waits for a carrier, and has a form of one; linked now, when what waited was looked at.
  const waiting = (await operator(
    'mutation { shipmentRegister(input: { trackingNumber: "1Z5R89390357567127" }) { shipment { id } } }',
  )) as { data: { shipmentRegister: { shipment: { id: string } } } };
  made.waiting = waiting.data.shipmentRegister.shipment.id;
  const [linkable] = await system.sql<{ id: number }[]>`
    select delivery_id as id from tracking.link where order_id = ${orderLocalId} order by delivery_id limit 1`;
  await system.sql`insert into tracking.link (delivery_id, shipment_id, order_id, company_id, customer_id, country_code, origin)
    select delivery_id, ${Buffer.from(made.waiting, 'base64url').toString().slice('Shipment:'.length)}, order_id, company_id, customer_id, country_code, 'graph'
    from tracking.link where delivery_id = ${linkable?.id as number} limit 1`;
  const published = (await operator('{ carrierRuleVersion(number: 1) { file } }')) as {
    data: { carrierRuleVersion: { file: string } };
  };
  made.rulesFile = published.data.carrierRuleVersion.file;
  const carrierDraft = (await operator(
    'mutation { carrierRuleDraftCreate(input: { note: "matrix" }) { version { number revision } } }',
  )) as { data: { carrierRuleDraftCreate: { version: { number: number; revision: number } } } };
  made.carrierDraft = carrierDraft.data.carrierRuleDraftCreate.version.number;
  const carrierSaved = (await operator(
    `mutation { carrierRuleDraftSave(input: { number: ${made.carrierDraft}, revision: 1, rules: [{ carrierCode: "pigeon" }, { carrierCode: "gls" }] }) { version { revision } } }`,
  )) as { data: { carrierRuleDraftSave: { version: { revision: number } } } };
  made.carrierDraftRevision = carrierSaved.data.carrierRuleDraftSave.version.revision;
  const [other] = await system.sql<{ id: number }[]>`
    select commercial_partner_id as id from odoo.sale_order where commercial_partner_id not in (select commercial_partner_id from odoo.sale_order where id = ${orderLocalId}) limit 1`;
  made.erasable = toGlobalId('Customer', other?.id as number);
  // Somebody who is signed in elsewhere, and a partner client with everything that one can have.
  const [elsewhere] = await system.sql<{ id: string; user_id: string }[]>`
    with u as (insert into auth."user" (name, email) values ('Matrix', 'matrix@test.example') returning id)
    insert into auth.session (user_id, token, expires_at) select id, ${crypto.randomUUID()}, now() + interval '1 hour' from u returning id, user_id`;
  made.session = toGlobalId('Session', elsewhere?.id as string);
  made.person = toGlobalId('Person', elsewhere?.user_id as string);
  const [client] = await system.sql<{ id: string; secret: string }[]>`
    with c as (insert into auth.api_client (id, name, scopes, companies, regions, customers, disabled_at)
        values ('matrix', 'Matrix', '{shipments:read}', '{1}', '{EU}', '{45}', now()) returning id)
    insert into auth.api_client_secret (client_id, hash, hint, expires_at, revoked_at, last_used_at, last_used_ip)
    select id, '\\x00', 'last', now() + interval '1 hour', now(), now(), '127.0.0.1' from c returning client_id as id, id as secret`;
  made.client = toGlobalId('ApiClient', client?.id as string);
  made.secret = toGlobalId('ApiClientSecret', client?.secret as string);
  // Links besides the one in use, shared by customers: one that was opened and ended, and one for whoever may end it.
  const linkFor = async (purpose: string) => {
    const answer = (await asks.account(
      `mutation { orderLinkCreate(input: { orderId: "${orderId}", purpose: "${purpose}" }) { link { id } } }`,
    )) as { data: { orderLinkCreate: { link: { id: string } } } };
    return answer.data.orderLinkCreate.link.id;
  };
  await linkFor('ended');
  await system.sql`update auth.order_link set revoked_at = now(), first_used_at = now(), last_used_at = now() where purpose = 'ended'`;
  made.link = await linkFor('to be ended');
  await operator(promised(shipments[1] as string));
  // And one that the carrier moved, with its reason: which message is taken first decides whether one has any.
  await system.sql`insert into tracking.promise (shipment_id, no, is_estimate, told_by, latest, told_at, reason, request_id)
    select shipment_id, max(no) + 1, true, 'CARRIER', ${new Date().toISOString().slice(0, 10)}, now(), 'CUSTOMS_DELAY', 'matrix' from tracking.promise group by shipment_id`;
  await operator(
    `mutation { shipmentCorrect(input: { shipmentId: "${shipments[0]}", milestone: DELIVERED_NEIGHBOUR, reason: "the neighbour says so" }) { userErrors { code } } }`,
  );
  // A number that was wrong, and the one that took its place.
  const [link] = await system.sql<{ delivery: number }[]>`
    select delivery_id as delivery from tracking.link where order_id = ${orderLocalId} order by delivery_id limit 1`;
  const deliveryId = toGlobalId('Delivery', link?.delivery as number);
  const registered = (await operator(
    `mutation { shipmentRegister(input: { trackingNumber: "MATRIXWRONG1", carrierCode: "dpd", deliveryId: "${deliveryId}", acceptUnusual: true }) { shipment { id } userErrors { code message } } }`,
  )) as { data: { shipmentRegister: { shipment: { id: string } } } };
  const replaced = (await operator(
    `mutation { shipmentReplace(input: { shipmentId: "${registered.data.shipmentRegister.shipment.id}", trackingNumber: "MATRIXRIGHT1", carrierCode: "dpd", acceptUnusual: true, reason: "matrix" }) { userErrors { code message } } }`,
  )) as { data: { shipmentReplace: { userErrors: object[] } } };
  expect(replaced.data.shipmentReplace.userErrors).toEqual([]);
  // Each has a batch of their own.
  const rows = `[{ row: 1, trackingNumber: "${numbers[0]}" }, { row: 2, trackingNumber: "!" }]`;
  for (const column of ['partner', 'agent', 'operator'] as const)
    await asks[column](
      `mutation { shipmentRegisterMany(input: { batch: "matrix", rows: ${rows} }) { userErrors { code } } }`,
    );
  await system.sql`update tracking.registration set provider = 'aftership', registered_at = now(), needs = '{destinationPostalCode}', pending = 'RETRACK', pending_since = now(),
    request = ${system.sql.json({ action: 'RETRACK', by: 'somebody', at: new Date().toISOString(), reason: 'matrix' })},
    problem = ${system.sql.json({ kind: 'UNAVAILABLE', code: '503', message: 'matrix', since: new Date().toISOString() })}`;
  // Who tells of the parcel that took the other's place is asked again, and is down; scans usually come each second.
  await system.sql`update tracking.registration set state = 'REGISTERED', pending = null, pending_since = null
    where shipment_id in (select id from tracking.shipment where tracking_number = 'MATRIXRIGHT1')`;
  await system.sql`insert into tracking.provider_poll (provider, read_until) values ('aftership', now()) on conflict do nothing`;
  await system.sql`insert into tracking.provider_endpoint (provider, endpoint, state) values ('aftership', 'list', 'OPEN') on conflict (provider, endpoint) do update set state = 'OPEN'`;
  await system.sql`insert into tracking.usual_gap (carrier_code, country_code, gap_seconds, gaps) select distinct carrier_code, '', 1, 100 from tracking.shipment where carrier_code is not null`;
  await system.sql`insert into tracking.provider_carrier_list (provider, read_at, problem) values ('trackingmore', now(), '{"kind": "UNAVAILABLE"}') on conflict (provider) do update set read_at = now()`;
  await system.sql`insert into tracking.registration_spend values ('aftership', (now() at time zone 'UTC')::date, 'GRAPH', 1)`;
  await system.sql`insert into tracking.audit (actor, action, subject, request_id, detail)
    select 'rederive', 'shipment.rederived', s.id::text, 'matrix', ${system.sql.json({ from: { status: 'IN_TRANSIT', milestone: 'IN_TRANSIT' }, to: { status: 'DELIVERED', milestone: 'DELIVERED', fold: 1, mapping: '1' } })}
    from tracking.shipment s join tracking.link l on l.shipment_id = s.id where l.order_id = ${orderLocalId}`;
  await prepareReport();
}

/** A date from tomorrow on for the customer. */
const promised = (shipment: string, inner = '{ userErrors { code } }') => {
  const [earliest, latest] = [1, 2].map((days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10));
  return `mutation { shipmentPromise(input: { shipmentId: "${shipment}", earliest: "${earliest}", latest: "${latest}", reason: "matrix" }) ${inner} }`;
};

/** Every way to an object of a type, with `*` where its fields stand. A new type needs one. */
function waysTo(): Record<string, string[]> {
  // Of a file that changes the published rule, and has a line that is wrong.
  const file = made.rulesFile.replace(/ups\r\n$/, 'gls\r\n,,,,,,pigeon\r\n');
  const imported = (inner: string) =>
    `mutation { carrierRuleImport(input: { format: CSV, content: ${JSON.stringify(file)}, note: "matrix", checkOnly: true }) { report { ${inner} } } }`;
  const mapping = (inner: string) => [`{ mapping(number: ${made.draft}) { ${inner} } }`];
  return {
    ...orderWays({
      order: (inner) => [`{ order(id: "${orderId}") { ${inner} } }`],
      shipment: (inner) => [
        ...shipments.map((id) => `{ shipment(id: "${id}") { ${inner} } }`),
        ...numbers.map((number) => `{ shipmentByTrackingNumber(trackingNumber: "${number}") { ${inner} } }`),
      ],
    }),
    Freshness: [
      ...shipments.map((id) => `{ shipment(id: "${id}") { freshness { * } } }`),
      ...[...numbers, 'MATRIXRIGHT1'].map(
        (number) => `{ shipmentByTrackingNumber(trackingNumber: "${number}") { freshness { * } } }`,
      ),
    ],
    ApiClient: ['{ apiClients { nodes { * } } }'],
    ApiClientConnection: ['{ apiClients { * } }'],
    ApiClientSecret: ['{ apiClients { nodes { secrets { * } } } }'],
    ApiScope: ['{ apiScopes { * } }'],
    CarrierExplanation: ['{ carrierExplain(orderName: "S00046") { * } }'],
    CarrierQueueItem: ['{ carrierQueue { nodes { * } } }'],
    CarrierQueueItemConnection: ['{ carrierQueue { * } }'],
    CarrierSuggestion: ['{ carrierQueue { nodes { suggestions { * } } } }'],
    CarrierOutage: ['{ carrierOutages(isOver: true) { * } }'],
    CarrierRule: [
      '{ carrierRuleVersion(number: 1) { rules { * } } }',
      '{ carrierExplain(orderName: "S00046") { decidedBy { rule { * } } } }',
    ],
    CarrierRuleEffect: [`{ carrierRuleVersion(number: ${made.carrierDraft}) { effect { * } } }`],
    CarrierRuleEffectChange: [`{ carrierRuleVersion(number: ${made.carrierDraft}) { effect { changes { * } } } }`],
    CarrierRuleFinding: [`{ carrierRuleVersion(number: ${made.carrierDraft}) { lint { * } } }`],
    CarrierRuleImportChange: [imported('changed { * }')],
    CarrierRuleImportError: [imported('errors { * }')],
    CarrierRuleImportReport: [
      imported('*'),
      'mutation { carrierRuleImport(input: { format: JSON, content: "[]", note: "matrix", checkOnly: true }) { report { * } } }',
    ],
    CarrierRuleProgress: ['{ carrierRuleVersion(number: 1) { progress { * } } }'],
    CarrierRuleVersion: [
      '{ carrierRuleVersion(number: 1) { * } }',
      `{ carrierRuleVersion(number: ${made.carrierDraft}) { * } }`,
    ],
    Case: ['{ cases { nodes { * } } }', `{ case(id: "${made.case}") { * } }`],
    CaseBulkSkip: [
      `mutation { caseBulk(input: { caseIds: ["${toGlobalId('Case', crypto.randomUUID())}"], note: "x", isPreview: true }) { skipped { * } } }`,
    ],
    CaseConnection: ['{ cases { * } }'],
    CaseHistoryEntry: ['{ cases { nodes { history { * } } } }'],
    CasePriority: ['{ cases { nodes { priority { * } } } }'],
    CasePriorityPart: ['{ cases { nodes { priority { parts { * } } } } }'],
    CarrierFeedback: ['{ carrierFeedback { * } }'],
    CaseTypeRule: ['{ caseTypes { * } }'],
    ChangeFeed: [`{ changesSince(after: "${beginning}") { * } }`],
    CustomerConnection: ['{ search(text: "Alpine") { customers { * } } }'],
    DeadLetter: ['{ deadLetters { nodes { * } } }'],
    DeadLetterCause: ['{ deadLetterCauses { * } }'],
    DeadLetterConnection: ['{ deadLetters { * } }'],
    Incident: ['{ incidents(state: CLOSED) { nodes { * } } }'],
    IncidentConnection: ['{ incidents { * } }'],
    MappingDiff: mapping('diff { * }'),
    MappingFinding: mapping('lint { * }'),
    MappingRule: mapping('rules { * }'),
    MappingVersion: mapping('*'),
    MeaningChange: mapping('diff { meanings { * } }'),
    OrderConnection: ['{ orders { * } }'],
    OrderProgressConnection: ['{ ordersByProgress(progress: OPEN) { * } }'],
    PlacedCarrierRule: ['{ carrierExplain(orderName: "S00046") { decidedBy { * } } }'],
    Person: ['{ personByEmail(email: "matrix@test.example") { * } }'],
    ProcessingQueue: ['{ processingQueue { * } }'],
    ProviderCarrierDifference: ['{ registrationReport { carrierLists { differences { * } } } }'],
    ProviderCarrierList: ['{ registrationReport { carrierLists { * } } }'],
    ProviderHealth: ['{ providerHealth { * } }'],
    RederivationProgress: ['{ processingQueue { rederivation { * } } }'],
    ReportLine: ['{ cases { nodes { reports { lines { * } } } } }'],
    ReportPhoto: ['{ cases { nodes { reports { photos { * } } } } }'],
    ReportPhotoRoom: [
      `mutation { reportPhotoAdd(input: { shipmentId: "${shipments[0]}", count: 1 }) { photos { * } } }`,
    ],
    ReportedState: ['{ cases { nodes { reports { stoodAs { * } } } } }'],
    ShipmentReport: ['{ cases { nodes { reports { * } } } }'],
    RegistrationConnection: ['{ registrations(state: QUEUED) { * } }'],
    RegistrationForecast: ['{ registrationReport { forecast { * } } }'],
    RegistrationPendingCount: ['{ registrationReport { pending { * } } }'],
    RegistrationReport: ['{ registrationReport { * } }'],
    RegistrationSpend: ['{ registrationReport { spend { * } } }'],
    RegistrationBatch: ['{ registrationBatch(name: "matrix") { * } }'],
    RegistrationRow: ['{ registrationBatch(name: "matrix") { rows { nodes { * } } } }'],
    RegistrationRowConnection: ['{ registrationBatch(name: "matrix") { rows { * } } }'],
    RegistrationStateCount: ['{ registrationBatch(name: "matrix") { states { * } } }'],
    Search: ['{ search(text: "S00046") { * } }', `{ search(text: "${numbers[0]}") { * } }`],
    SearchHit: [
      '{ search(text: "S00046") { hits { nodes { * } } } }',
      '{ search(text: "Alpine") { hits { nodes { * } } } }',
    ],
    SearchHitConnection: ['{ search(text: "S00046") { hits { * } } }'],
    ShipmentConnection: [`{ search(text: "${numbers[0]}") { shipments { * } } }`],
    Session: [
      '{ sessions { nodes { * } } }',
      '{ personByEmail(email: "matrix@test.example") { sessions { nodes { * } } } }',
    ],
    SessionConnection: ['{ sessions { * } }', '{ personByEmail(email: "matrix@test.example") { sessions { * } } }'],
    ShipmentChange: mapping('diff { examples { * } }'),
    ToldField: ['{ registrationReport { told { * } } }'],
    StaffMember: ['{ staff { * } }'],
    UnknownCode: ['{ unknownCodes { * } }'],
    Viewer: ['{ viewer { * } }'],
    WriteBack: [`{ order(id: "${orderId}") { writeBacks { * } } }`, '{ writeBacks(states: [DONE]) { nodes { * } } }'],
    WriteBackConnection: ['{ writeBacks { * } }'],
    WebhookAttempt: ['{ webhookEndpoints { nodes { messages { nodes { attempts { * } } } } } }'],
    WebhookEndpoint: ['{ webhookEndpoints { nodes { * } } }'],
    WebhookEndpointConnection: ['{ webhookEndpoints { * } }'],
    WebhookGap: ['{ webhookEndpoints { nodes { missed { * } } } }'],
    WebhookMessage: ['{ webhookEndpoints { nodes { messages { nodes { * } } } } }'],
    WebhookMessageConnection: ['{ webhookEndpoints { nodes { messages { * } } } }'],
    WebhookReplay: ['{ webhookEndpoints { nodes { replays { * } } } }'],
  };
}

/** Where the stream of milestones begins. */
const beginning = Buffer.from('live1:0').toString('base64url');

/** One call of every root field that would do its work for somebody who may. */
function rootCalls(): Record<string, string> {
  const inner = '{ userErrors { code message } }';
  return {
    'Query.apiClient': `{ apiClient(id: "${made.client}") { __typename } }`,
    'Query.apiClients': '{ apiClients { __typename } }',
    'Query.apiScopes': '{ apiScopes { __typename } }',
    'Query.carrierExplain': '{ carrierExplain(orderName: "S00046") { __typename } }',
    'Query.carrierQueue': '{ carrierQueue { __typename } }',
    'Query.carrierRuleVersion': '{ carrierRuleVersion(number: 1) { __typename } }',
    'Query.carrierRuleVersions': '{ carrierRuleVersions { __typename } }',
    'Query.carrierOutages': '{ carrierOutages { __typename } }',
    'Query.case': `{ case(id: "${made.case}") { __typename } }`,
    'Query.caseCounts': '{ caseCounts(filters: []) }',
    'Query.caseTypes': '{ caseTypes { __typename } }',
    'Query.cases': '{ cases { __typename } }',
    'Query.incident': `{ incident(id: "${made.incident}") { __typename } }`,
    'Query.incidents': '{ incidents { __typename } }',
    'Query.staff': '{ staff { __typename } }',
    'Query.changesSince': `{ changesSince(after: "${beginning}") { __typename } }`,
    'Query.deadLetterCauses': '{ deadLetterCauses { __typename } }',
    'Query.deadLetters': '{ deadLetters { __typename } }',
    'Query.liveCursor': '{ liveCursor }',
    'Query.mapping': `{ mapping(number: ${made.draft}) { __typename } }`,
    'Query.mappings': '{ mappings { __typename } }',
    'Query.node': `{ node(id: "${orderId}") { __typename } }`,
    'Query.order': `{ order(id: "${orderId}") { __typename } }`,
    'Query.orderByName': '{ orderByName(name: "S00046") { __typename } }',
    'Query.orders': '{ orders { __typename } }',
    'Query.ordersByProgress': '{ ordersByProgress(progress: OPEN) { __typename } }',
    'Query.personByEmail': '{ personByEmail(email: "matrix@test.example") { __typename } }',
    'Query.processingQueue': '{ processingQueue { __typename } }',
    'Query.providerHealth': '{ providerHealth { __typename } }',
    'Query.carrierFeedback': '{ carrierFeedback { __typename } }',
    'Query.registrationBatch': '{ registrationBatch(name: "matrix") { __typename } }',
    'Query.registrationReport': '{ registrationReport { __typename } }',
    'Query.registrations': '{ registrations(state: QUEUED) { __typename } }',
    'Query.search': '{ search(text: "S00046") { __typename } }',
    'Query.sessions': '{ sessions { __typename } }',
    'Query.shipment': `{ shipment(id: "${shipments[0]}") { __typename } }`,
    'Query.shipmentByTrackingNumber': `{ shipmentByTrackingNumber(trackingNumber: "${numbers[0]}") { __typename } }`,
    'Query.unknownCodes': '{ unknownCodes { __typename } }',
    'Query.webhookEndpoint': `{ webhookEndpoint(id: "${made.endpoint}") { __typename } }`,
    'Query.writeBacks': '{ writeBacks { __typename } }',
    'Query.webhookEndpoints': '{ webhookEndpoints { __typename } }',
    'Query.viewer': '{ viewer { __typename } }',
    'Mutation.apiClientCreate': `mutation { apiClientCreate(input: { name: "matrix", scopes: ["shipments:read"], limits: { isUnlimited: true } }) ${inner} }`,
    'Mutation.apiClientDisable': `mutation { apiClientDisable(input: { clientId: "${made.client}" }) ${inner} }`,
    'Mutation.apiClientEnable': `mutation { apiClientEnable(input: { clientId: "${made.client}" }) ${inner} }`,
    'Mutation.apiClientSecretCreate': `mutation { apiClientSecretCreate(input: { clientId: "${made.client}" }) ${inner} }`,
    'Mutation.apiClientSecretRevoke': `mutation { apiClientSecretRevoke(input: { secretId: "${made.secret}" }) ${inner} }`,
    'Mutation.apiClientUpdate': `mutation { apiClientUpdate(input: { clientId: "${made.client}", name: "matrix" }) ${inner} }`,
    // Another person's.
    'Mutation.sessionRevoke': `mutation { sessionRevoke(input: { sessionId: "${made.session}" }) ${inner} }`,
    'Mutation.sessionsRevokeAll': `mutation { sessionsRevokeAll(input: { personId: "${made.person}" }) ${inner} }`,
    // The agent is the first who may.
    'Mutation.carrierChoose': `mutation { carrierChoose(input: { shipmentId: "${made.waiting}", carrierCode: "ups" }) ${inner} }`,
    'Mutation.carrierRuleDraftCreate': `mutation { carrierRuleDraftCreate(input: { note: "matrix" }) ${inner} }`,
    'Mutation.carrierRuleDraftSave': `mutation { carrierRuleDraftSave(input: { number: ${made.carrierDraft}, revision: ${made.carrierDraftRevision}, rules: [] }) ${inner} }`,
    'Mutation.carrierRuleDraftPublish': `mutation { carrierRuleDraftPublish(input: { number: ${made.carrierDraft}, revision: ${made.carrierDraftRevision + 1} }) ${inner} }`,
    'Mutation.carrierRuleImport': `mutation { carrierRuleImport(input: { format: JSON, content: "[]", note: "matrix", checkOnly: true }) ${inner} }`,
    'Mutation.carrierRuleRollBack': `mutation { carrierRuleRollBack(input: { toNumber: 0, note: "matrix" }) ${inner} }`,
    'Mutation.carrierRuleDraftDiscard': `mutation { carrierRuleDraftDiscard(input: { number: ${made.carrierDraft + 1}, revision: 1 }) ${inner} }`,
    'Mutation.carrierOutageDeclare': `mutation { carrierOutageDeclare(input: { carrierCode: "dpd", reason: "matrix" }) ${inner} }`,
    'Mutation.carrierOutageEnd': `mutation { carrierOutageEnd(input: { outageId: "${toGlobalId('CarrierOutage', crypto.randomUUID())}" }) ${inner} }`,
    // The agent is the first who may: for the operator it is another version.
    'Mutation.caseAssign': `mutation { caseAssign(input: { caseId: "${made.case}", version: 1 }) ${inner} }`,
    'Mutation.caseSnooze': `mutation { caseSnooze(input: { caseId: "${made.case}", version: 2, untilNews: true }) ${inner} }`,
    'Mutation.caseWait': `mutation { caseWait(input: { caseId: "${made.case}", version: 3, waitingFor: CARRIER }) ${inner} }`,
    'Mutation.caseResume': `mutation { caseResume(input: { caseId: "${made.case}", version: 4 }) ${inner} }`,
    'Mutation.caseResolve': `mutation { caseResolve(input: { caseId: "${made.case}", version: 5, resolution: FIXED }) ${inner} }`,
    'Mutation.caseReopen': `mutation { caseReopen(input: { caseId: "${made.case}", version: 6, reason: "matrix" }) ${inner} }`,
    'Mutation.caseNote': `mutation { caseNote(input: { caseId: "${made.case}", text: "matrix" }) ${inner} }`,
    'Mutation.caseOpen': `mutation { caseOpen(input: { shipmentId: "${shipments[0]}", type: LOST, reason: "matrix" }) ${inner} }`,
    'Mutation.caseBulk': `mutation { caseBulk(input: { caseIds: ["${made.case}"], note: "matrix" }) ${inner} }`,
    'Mutation.caseBulkUndo': `mutation { caseBulkUndo(input: { bulkId: "${toGlobalId('CaseBulk', crypto.randomUUID())}" }) ${inner} }`,
    'Mutation.deadLetterReplay': `mutation { deadLetterReplay(input: { cause: "nothing has this cause" }) ${inner} }`,
    'Mutation.mappingDraftCreate': `mutation { mappingDraftCreate(input: { note: "matrix" }) ${inner} }`,
    'Mutation.mappingDraftSave': `mutation { mappingDraftSave(input: { number: ${made.draft}, revision: ${made.draftRevision}, rules: [] }) ${inner} }`,
    'Mutation.mappingDraftPublish': `mutation { mappingDraftPublish(input: { number: ${made.draft}, revision: ${made.draftRevision + 1} }) ${inner} }`,
    'Mutation.mappingRollBack': `mutation { mappingRollBack(input: { toNumber: 0, note: "matrix" }) ${inner} }`,
    'Mutation.mappingDraftDiscard': `mutation { mappingDraftDiscard(input: { number: ${made.draft + 1}, revision: 1 }) ${inner} }`,
    'Mutation.orderAccessCreate': `mutation { orderAccessCreate(input: { orderName: "S00046", email: "ann.rivera@alpine.example.com" }) ${inner} }`,
    'Mutation.orderCodeConfirm': `mutation { orderCodeConfirm(input: { codeId: "${toGlobalId('OrderCode', crypto.randomUUID())}", code: "000000" }) ${inner} }`,
    'Mutation.orderCodeRequest': `mutation { orderCodeRequest(input: { orderId: "${orderId}" }) ${inner} }`,
    'Mutation.orderLinkCreate': `mutation { orderLinkCreate(input: { orderId: "${orderId}", purpose: "matrix" }) ${inner} }`,
    'Mutation.orderLinkOpen': `mutation { orderLinkOpen(input: { token: "${made.linkToken}" }) ${inner} }`,
    'Mutation.orderListExport': `mutation { orderListExport(input: { filter: { states: [SALE] } }) { rowCount } }`,
    'Mutation.caseListExport': `mutation { caseListExport(input: {}) { rowCount } }`,
    'Mutation.orderViewCreate': `mutation { orderViewCreate(input: { orderId: "${orderId}" }) ${inner} }`,
    'Mutation.orderLinkRevoke': `mutation { orderLinkRevoke(input: { linkId: "${made.link}" }) ${inner} }`,
    'Mutation.customerErase': `mutation { customerErase(input: { customerId: "${made.erasable}", reason: "the matrix" }) ${inner} }`,
    'Mutation.customerPhoneReveal': `mutation { customerPhoneReveal(input: { customerId: "${toGlobalId('Customer', 45)}", reason: "the matrix" }) ${inner} }`,
    'Mutation.registrationDelete': `mutation { registrationDelete(input: { shipmentId: "${made.waiting}", reason: "matrix" }) ${inner} }`,
    'Mutation.registrationRetrack': `mutation { registrationRetrack(input: { shipmentId: "${shipments[0]}", reason: "matrix" }) ${inner} }`,
    'Mutation.shipmentPromise': promised(shipments[1] as string, inner),
    'Mutation.shipmentCorrect': `mutation { shipmentCorrect(input: { shipmentId: "${shipments[0]}", milestone: DELIVERED_NEIGHBOUR, reason: "matrix" }) ${inner} }`,
    'Mutation.shipmentReport': `mutation { shipmentReport(input: { shipmentId: "${shipments[0]}", kind: OTHER, note: "matrix" }) ${inner} }`,
    'Mutation.reportPhotoAdd': `mutation { reportPhotoAdd(input: { shipmentId: "${shipments[0]}", count: 1 }) ${inner} }`,
    'Mutation.shipmentFeedback': `mutation { shipmentFeedback(input: { shipmentId: "${shipments[0]}", answer: GOOD }) ${inner} }`,
    'Mutation.shipmentRegister': `mutation { shipmentRegister(input: { trackingNumber: "${numbers[0]}" }) ${inner} }`,
    'Mutation.webhookEndpointCreate': `mutation { webhookEndpointCreate(input: { name: "root", url: "https://hooks.example.com", eventTypes: ["milestone.added"] }) ${inner} }`,
    'Mutation.webhookEndpointUpdate': `mutation { webhookEndpointUpdate(input: { endpointId: "${made.endpoint}", name: "root" }) ${inner} }`,
    'Mutation.webhookEndpointResume': `mutation { webhookEndpointResume(input: { endpointId: "${made.endpoint}" }) ${inner} }`,
    'Mutation.webhookEndpointPause': `mutation { webhookEndpointPause(input: { endpointId: "${made.endpoint}" }) ${inner} }`,
    'Mutation.webhookSecretRotate': `mutation { webhookSecretRotate(input: { endpointId: "${made.endpoint}" }) ${inner} }`,
    'Mutation.writeBackRetry': `mutation { writeBackRetry(input: { ids: ["${toGlobalId('WriteBack', 1)}"] }) ${inner} }`,
    'Mutation.webhookTestSend': `mutation { webhookTestSend(input: { endpointId: "${made.endpoint}" }) ${inner} }`,
    'Mutation.webhookMessageResend': `mutation { webhookMessageResend(input: { messageId: "${made.message}" }) ${inner} }`,
    'Mutation.webhookReplayCancel': `mutation { webhookReplayCancel(input: { replayId: "${made.replay}" }) ${inner} }`,
    'Mutation.webhookReplayStart': `mutation { webhookReplayStart(input: { endpointId: "${made.endpoint}", after: "${beginning}" }) ${inner} }`,
    'Mutation.webhookEndpointDelete': `mutation { webhookEndpointDelete(input: { endpointId: "${made.endpoint}" }) ${inner} }`,
    // The same number: refused for everybody who may try.
    'Mutation.shipmentReplace': `mutation { shipmentReplace(input: { shipmentId: "${shipments[0]}", trackingNumber: "${numbers[0]}", reason: "matrix" }) ${inner} }`,
    'Mutation.shipmentRegisterMany': `mutation { shipmentRegisterMany(input: { batch: "root", rows: [{ row: 1, trackingNumber: "${numbers[0]}" }] }) ${inner} }`,
  };
}

/** Answers that stand for "you may try". */
const tolerated: Record<string, string> = {
  'Mutation.orderCodeConfirm': 'CODE_ENDED',
  'Mutation.carrierChoose': 'CONFLICT',
  'Mutation.webhookMessageResend': 'CONFLICT',
  'Mutation.shipmentReplace': 'BAD_USER_INPUT',
  'Mutation.caseAssign': 'CONFLICT',
  'Mutation.caseSnooze': 'CONFLICT',
  'Mutation.caseWait': 'CONFLICT',
  'Mutation.caseResume': 'CONFLICT',
  'Mutation.caseResolve': 'CONFLICT',
  'Mutation.caseReopen': 'CONFLICT',
  'Mutation.caseBulkUndo': 'NOT_FOUND',
  'Mutation.carrierOutageEnd': 'NOT_FOUND',
  'Mutation.webhookReplayStart': 'CONFLICT',
  'Mutation.webhookEndpointDelete': 'ENDPOINT_NOT_FOUND',
  'Mutation.registrationRetrack': 'CONFLICT',
};

/**
 * Everybody listens. Whoever has nothing when all who may have it have it, gets nothing.
 */
async function listenAsEverybody(
  field: keyof typeof streamTypes,
  call: string,
  expected: ReadonlyMap<string, readonly Outcome[]>,
): Promise<Map<string, Outcome[]>> {
  const fieldsOf = (name: string) => Object.values((schema.getType(name) as GraphQLObjectType).getFields());
  const all = streamTypes[field].flatMap((type) => fieldsOf(type).map(({ name }) => ({ type, name })));
  /** A field that holds another of the types is selected whole. */
  const select = (type: string): string =>
    fieldsOf(type)
      .map((one) => {
        const inner = getNamedType(one.type).name;
        const isPart = streamTypes[field].slice(1).includes(inner);
        return isPart ? `${selected(one)} ${one.name} { ${select(inner)} }` : selected(one);
      })
      .join(' ');
  const query = `subscription { ${call} { ${select(streamTypes[field][0] as string)} } }`;
  const stop = new AbortController();
  const heard = new Map<Column, { data?: unknown; errors?: { extensions: { code: string } }[] }[]>();
  async function listen(column: Column): Promise<void> {
    heard.set(column, []);
    const response = await fetch(`${system.gatewayUrl}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...headersOf[column] },
      body: JSON.stringify({ query }),
      signal: stop.signal,
    });
    let text = '';
    const decoder = new TextDecoder();
    const read = async () => {
      for await (const chunk of response.body as ReadableStream<Uint8Array>) {
        text += decoder.decode(chunk, { stream: true });
        const messages = text.split('\n\n');
        text = messages.pop() ?? '';
        for (const message of messages) {
          const json = /^data: ?(\{.+)$/m.exec(message)?.[1];
          if (json) heard.get(column)?.push(JSON.parse(json));
        }
      }
    };
    void read().catch(() => {});
  }
  const outcomesOf = (column: Column, name: string) =>
    [...probedValues(heard.get(column))].flatMap(([field, value]) => (field === name ? [value] : []));
  try {
    await Promise.all(columns.map(listen));
    await eventually(
      () => {
        const silent = columns.filter((column, i) =>
          all.some(
            ({ type, name }) =>
              expected.get(`${type}.${name}`)?.[i] === 'allow' && outcomesOf(column, name).length === 0,
          ),
        );
        expect(silent).toEqual([]);
      },
      { timeoutMs: 10_000 },
    );
  } finally {
    stop.abort();
  }
  const outcomeOf = (column: Column): Outcome => {
    const messages = heard.get(column) ?? [];
    if (messages.some(({ errors }) => errors?.some(({ extensions }) => extensions.code === 'FORBIDDEN'))) return 'deny';
    return messages.length > 0 ? 'allow' : 'mask';
  };
  const rows = new Map<string, Outcome[]>([[`Subscription.${field}`, columns.map(outcomeOf)]]);
  for (const { type, name } of all)
    rows.set(
      `${type}.${name}`,
      columns.map((column) => {
        const values = outcomesOf(column, name);
        if (values.length === 0) return '–';
        return values.some((value) => value !== null) ? 'allow' : 'mask';
      }),
    );
  return rows;
}

/** Types that come by a stream alone, the message's first. */
const streamTypes = { milestoneAdded: ['Milestone'], deskChanged: ['DeskChange', 'DeskPresence'] };

/** What everybody listens to. */
async function streams(): Promise<Record<keyof typeof streamTypes, string>> {
  const { data } = (await asks.operator('{ liveCursor }')) as { data: { liveCursor: string } };
  await asks.operator(
    `mutation { shipmentCorrect(input: { shipmentId: "${shipments[1]}", milestone: ON_HOLD, reason: "news for everybody" }) { userErrors { code } } }`,
  );
  return {
    milestoneAdded: `milestoneAdded(orderId: "${orderId}", after: "${data.liveCursor}")`,
    // Each sees the other: the agent the operator, and the operator the agent.
    deskChanged: `deskChanged(lookingAt: ["${orderId}"])`,
  };
}

/** What is null for operators too, because the order of this test has none of it; every other row shows its value to somebody. */
const empty = [
  'Delivery.returnOf',
  'MappingVersion.publishedAt',
  'MappingVersion.publishedBy',
  'SentWebhook.lastProblem',
  'Viewer.companies',
  'Viewer.regions',
];

test('an order shared at level L0 shows of its parcels what their numbers show anybody, and nothing of people, goods and money', async () => {
  const { data } = (await asks.account(
    `mutation { orderLinkCreate(input: { orderId: "${orderId}", level: L0 }) { url } }`,
  )) as { data: { orderLinkCreate: { url: string } } };
  const opened = await system.query<{ orderLinkOpen: { token: string; level: string } }>(
    `mutation { orderLinkOpen(input: { token: "${data.orderLinkCreate.url.split('/l/')[1]}" }) { token level } }`,
  );
  const as = { authorization: `Bearer ${opened.data.orderLinkOpen.token}` };
  const parcel = `{ viewerAccess trackingNumber status milestone reason isDelayed lastEventAt packageCount estimate { earliest latest } carrier { code trackingUrl }
    legs { carrier { code } trackingNumber } pieces { trackingNumber } pickupPoint { name code } proofOfDelivery { signedBy } deliveryDoubts order { id } orders { nodes { id } } why { rule }
    events(first: 100) { nodes { milestone description occurredAt { local } location { text city countryCode latitude longitude } marks raw { __typename } } } }`;
  const { data: shared, errors } = await system.query<{ order: { shipments: { trackingNumber: string }[] } }>(
    `{ order(id: "${orderId}") { viewerAccess customer { id } customerReference total { amount } deliveryAddress { city } invoiceState lines { id } links { id }
      deliveries { items { description } packages { name } } shipments ${parcel} } search(text: "S00046") { orders { nodes { name } } } }`,
    {},
    as,
  );
  expect(errors).toBeUndefined();
  const { order, ...rest } = shared;
  const { shipments: parcels, ...own } = order as typeof order & { deliveries: unknown[] };
  expect(own).toEqual({
    viewerAccess: 'L0',
    customer: null,
    customerReference: null,
    total: null,
    deliveryAddress: null,
    invoiceState: null,
    lines: null,
    links: null,
    deliveries: own.deliveries.map(() => ({ items: null, packages: null })),
  });
  expect(rest).toEqual({ search: { orders: { nodes: [] } } });
  const known = parcels.filter(({ trackingNumber }) => numbers.includes(trackingNumber));
  expect(known).toHaveLength(numbers.length);
  for (const one of known)
    expect({ shipmentByTrackingNumber: one }).toEqual(
      (await system.query(`{ shipmentByTrackingNumber(trackingNumber: "${one.trackingNumber}") ${parcel} }`)).data,
    );
});

test('docs/access-matrix.md says for every field and every viewer what happens', async () => {
  const written = parseMatrix(readFileSync(matrixFile, 'utf8'), columns);
  const rows = new Map<string, Outcome[]>();
  const ways = waysTo();
  const ofStreams = Object.values(streamTypes).flat();
  for (const type of probedTypes(schema)) {
    if (ofStreams.includes(type.name)) continue;
    const fields = new Map<string, Outcome[]>();
    for (const column of columns)
      for (const [field, outcome] of await probeType(type, ways[type.name] ?? [], asks[column]))
        fields.set(field, [...(fields.get(field) ?? []), outcome]);
    for (const [field, cells] of fields) rows.set(`${type.name}.${field}`, cells);
  }
  for (const [name, document] of Object.entries(rootCalls())) {
    const cells: Outcome[] = [];
    for (const column of columns) cells.push(await probeRoot(document, asks[column], tolerated[name]));
    rows.set(name, cells);
  }
  for (const [field, call] of Object.entries(await streams()))
    for (const [name, cells] of await listenAsEverybody(field as keyof typeof streamTypes, call, written))
      rows.set(name, cells);
  if (process.env['ACCESS_MATRIX'] === 'print') process.stdout.write(`${printMatrix(rows)}\n`);

  // Every root field, and every field of every type: a new one without a row fails here.
  for (const root of [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()])
    for (const field of Object.keys(root?.getFields() ?? {}))
      expect(rows.has(`${root?.name}.${field}`), `${root?.name}.${field} is called by nobody here`).toBe(true);
  expect(Object.fromEntries(rows)).toEqual(Object.fromEntries(written));
  const invisible = [...rows].flatMap(([name, cells]) => (cells.includes('allow') ? [] : name));
  expect(invisible.sort()).toEqual(empty);
}, 300_000);
