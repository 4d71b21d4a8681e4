import type { TransactionSql } from '@milepost/service-kit';
import { replayLane } from '../inbox/lanes.ts';
import { lockLinks } from '../order-link/link-deliveries.ts';
import { numberInBarcode } from '../tracking-number/number-in-barcode.ts';

export interface Registration {
  number: string;
  /** Empty while the carrier is not known. */
  carrierCode: string;
  /** The carrier rule that named it, for the audit. */
  rule?: { version: number; position: number } | null;
  /** Somebody named the carrier: rules leave it alone from now on, also where one had chosen it. */
  isChosen?: boolean;
  trackingUrlTemplate: string | null;
}

/** Who caused a registration, for the audit. */
export interface Cause {
  actor: string;
  requestId: string;
}

interface Known {
  number: string;
  carrier_code: string;
  shipment_id: string;
  /** The carrier that the shipment's own messages named; null while there were none. */
  seen: string | null;
}

const key = (number: string, carrierCode: string) => `${carrierCode}/${number}`;
/** Of a key: no carrier's code has a slash. */
const parts = (name: string) => [name.slice(0, name.indexOf('/')), name.slice(name.indexOf('/') + 1)] as const;

/**
 * Finds or makes the shipment of each number and carrier; the same registration again gives the same shipment, and so does a barcode that holds the number of this carrier beside a routing code: the shipment's number is the
 * one that the carrier is asked for, and it is found by both. Messages that waited for a number go back to the queue. Registrations are serialised by one lock: they are rare, and two must not make two shipments of one number.
 * @returns shipment ids by `carrier/number` as asked.
 */
export async function registerShipments(
  tx: TransactionSql,
  registrations: readonly Registration[],
  cause: Cause,
): Promise<Map<string, string>> {
  const result = new Map<string, string>();
  if (registrations.length === 0) return result;
  await lockLinks(tx);
  const asked = registrations.map((registration) => {
    const { number, carrierCode } = registration;
    return { registration, own: numberInBarcode(number, carrierCode) ?? number };
  });
  const numbers = [...new Set(asked.flatMap(({ registration, own }) => [registration.number, own]))];
  const refs = await tx<Known[]>`
    select r.number, r.carrier_code, r.shipment_id, s.carrier_code as seen from tracking.ref r
    cross join lateral (select carrier_code from tracking.shipment s where s.id = r.shipment_id offset 0) s where r.number = any(${numbers})`;
  const byNumber = Map.groupBy([...refs], (ref) => ref.number);
  const missing = new Map<string, Registration>();
  const aliases = new Map<string, string>();
  const upgrades: object[] = [];
  const confirmed: { number: string; carrier_code: string }[] = [];
  /** Ways in which a shipment's number is written, beside the one it has. */
  const spellings = new Map<string, { number: string; carrierCode: string; of: string }>();
  // Those that name a carrier first: what one post tells together must come to the same as told one by one.
  const ordered = asked.sort(
    (a, b) => Number(a.registration.carrierCode === '') - Number(b.registration.carrierCode === ''),
  );
  for (const { registration, own } of ordered) {
    const { number, carrierCode } = registration;
    const name = key(number, carrierCode);
    const spell = (of: string) => {
      result.set(name, of);
      if (own === number) return;
      for (const one of [number, own]) spellings.set(key(one, carrierCode), { number: one, carrierCode, of });
    };
    const known = [...new Set([own, number])].flatMap((one) => byNumber.get(one) ?? []);
    const exact = known.find((ref) => ref.carrier_code === carrierCode);
    // Scans of another carrier are of another parcel: its number only happens to be the same.
    const nameless = known.find((ref) => ref.carrier_code === '' && (ref.seen === null || ref.seen === carrierCode));
    if (exact) {
      spell(exact.shipment_id);
      if (registration.isChosen) confirmed.push({ number: exact.number, carrier_code: exact.carrier_code });
    } else if (carrierCode === '') {
      const coming = new Set(
        [...missing.keys(), ...aliases.keys()]
          .filter((one) => parts(one)[1] === number)
          .map((one) => aliases.get(one) ?? one),
      );
      const [only] = known;
      const [next] = coming;
      if (known.length === 1 && coming.size === 0 && only) result.set(name, only.shipment_id);
      else if (known.length === 0 && coming.size === 1) aliases.set(name, next as string);
      else missing.set(name, registration);
    } else if (nameless) {
      upgrades.push({
        number: nameless.number,
        own,
        carrier_code: carrierCode,
        shipment_id: nameless.shipment_id,
        rule: registration.rule ?? null,
      });
      nameless.carrier_code = carrierCode;
      if (own !== nameless.number) byNumber.set(own, [...(byNumber.get(own) ?? []), { ...nameless, number: own }]);
      spell(nameless.shipment_id);
    } else {
      missing.set(key(own, carrierCode), { ...registration, number: own });
      if (own !== number) aliases.set(name, key(own, carrierCode));
    }
  }
  if (upgrades.length > 0) {
    await tx.unsafe(
      `with g as (select * from json_to_recordset($1::text::json) as g(number text, own text, carrier_code text, shipment_id uuid, rule jsonb)),
       a as (insert into tracking.audit (actor, action, subject, request_id, detail)
         select $2, 'shipment.carrier_named', 'shipment ' || shipment_id, $3, jsonb_build_object('carrier', carrier_code, 'rule', rule) from g),
       r as (update tracking.ref r set carrier_code = g.carrier_code, rule_version = (g.rule->>'version')::int from g where r.number = g.number and r.carrier_code = '')
       update tracking.shipment s set registered_carrier = g.carrier_code, carrier_code = g.carrier_code, tracking_number = g.own from g where s.id = g.shipment_id`,
      [JSON.stringify(upgrades), cause.actor, cause.requestId],
    );
  }
  if (confirmed.length > 0)
    await tx`
      update tracking.ref r set rule_version = null from json_to_recordset(${JSON.stringify(confirmed)}::text::json) as g(number text, carrier_code text)
      where r.number = g.number and r.carrier_code = g.carrier_code and r.rule_version is not null`;
  if (missing.size > 0) {
    const made = await tx.unsafe<{ number: string; carrier_code: string; shipment_id: string }[]>(
      `with g as materialized (select uuidv7() as id, number, carrier_code, template, rule
         from json_to_recordset($1::text::json) as g(number text, carrier_code text, template text, rule jsonb)),
       s as (insert into tracking.shipment (id, tracking_number, registered_carrier, carrier_code, tracking_url_template, created_at)
         select id, number, carrier_code, nullif(carrier_code, ''), template, statement_timestamp() from g),
       a as (insert into tracking.audit (actor, action, subject, request_id, detail)
         select $2, 'shipment.registered', 'shipment ' || id, $3, jsonb_build_object('carrier', carrier_code, 'rule', rule) from g)
       insert into tracking.ref (number, carrier_code, shipment_id, rule_version) select number, carrier_code, id, (rule->>'version')::int from g returning number, carrier_code, shipment_id`,
      [
        JSON.stringify(
          [...missing.values()].map((r) => ({
            number: r.number,
            carrier_code: r.carrierCode,
            template: r.trackingUrlTemplate,
            rule: r.rule ?? null,
          })),
        ),
        cause.actor,
        cause.requestId,
      ],
    );
    for (const row of made) result.set(key(row.number, row.carrier_code), row.shipment_id);
  }
  for (const [name, of] of aliases) {
    const shipmentId = result.get(of) as string;
    result.set(name, shipmentId);
    const [carrierCode, number] = parts(name);
    if (carrierCode !== '') spellings.set(name, { number, carrierCode, of: shipmentId });
  }
  if (spellings.size > 0)
    await tx.unsafe(
      `insert into tracking.ref (number, carrier_code, shipment_id) select number, "carrierCode", "of" from json_to_recordset($1::text::json) as g(number text, "carrierCode" text, "of" uuid)
       order by 1, 2 on conflict do nothing`,
      [JSON.stringify([...spellings.values()])],
    );
  await requeueUnmatched(tx, numbers);
  return result;
}

/**
 * Sends messages that waited for these numbers back to the queue, by the very rule that processing chooses by: what would only be parked again stays.
 * Called with null now and then as well, for what was parked lately: a message may miss a registration that commits at the same time.
 */
export async function requeueUnmatched(
  tx: Pick<TransactionSql, 'unsafe'>,
  numbers: readonly string[] | null,
): Promise<number> {
  const rows = await tx.unsafe(
    `with fitting as (
       select u.number, u.inbox_id from tracking.unmatched u
       cross join lateral (
         select count(*) as candidates, count(*) filter (where r.carrier_code <> '') as named from tracking.ref r
         where r.number = u.number and (r.carrier_code = '' or cardinality(u.carriers) = 0 or r.carrier_code = any(u.carriers))) m
       where (case when $1::text[] is null then u.first_seen_at > now() - interval '10 minutes' else u.number = any($1::text[]) end)
         and m.candidates > 0 and m.named <= 1),
     d as (delete from tracking.unmatched u using fitting f where u.number = f.number and u.inbox_id = f.inbox_id returning u.inbox_id)
     insert into tracking.inbox_todo (lane, id) select distinct ${replayLane}, inbox_id from d on conflict do nothing returning id`,
    [numbers as string[] | null],
  );
  return rows.length;
}
