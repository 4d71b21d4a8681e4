import {
  type DataKey,
  fieldKeyId,
  fieldMark,
  type KeyStore,
  openField,
  sealField,
  type TransactionSql,
} from '@milepost/service-kit';
import { type CarrierFacts, type FactName, factNames } from '../connectors/tracking-fields.ts';
import { alpha2 } from '../place/country-codes.ts';

/** Facts as somebody gave them, by our names. */
export type GivenFacts = { readonly [Name in FactName]?: string | null | undefined };
/** Sealed facts as they are stored: each by itself, base64. */
export type SealedFacts = { readonly [Name in FactName]?: string };

/** Where a delivery goes, as it is stored: base64. */
export interface SealedPostcode {
  deliveryId: number;
  cell: string;
}

/** Facts that wait for longer are deleted, and with the last of a month its key. */
export const factsKeptDays = 30;

const purpose = 'registration-facts';
const monthOf = (at: Date) => `${at.toISOString().slice(0, 7)}-01`;
const postcodeContext = (deliveryId: number) => `tracking.delivery.postcode_sealed/${deliveryId}`;
const contextOf = (shipmentId: string, name: string) => `tracking.registration.facts.${name}/${shipmentId}`;

const matching = (pattern: RegExp) => (text: string) => (pattern.test(text) ? text : null);
/** What a fact must be: as it is kept, or null; and in words. */
const shapes: Readonly<Record<FactName, { read: (text: string) => string | null; is: string }>> = {
  accountNumber: {
    read: matching(/^[A-Za-z0-9](?:[A-Za-z0-9 ._/-]{0,48}[A-Za-z0-9])?$/),
    is: '1 to 50 letters and digits, as the carrier gave it to the shipper',
  },
  destinationPostalCode: {
    read: (text) => matching(/^[A-Z0-9][A-Z0-9 -]{0,10}[A-Z0-9]$/)(text.toUpperCase()),
    is: 'the postcode that the parcel goes to, 2 to 12 letters, digits, blanks and dashes, for example 1012 AB',
  },
  destinationState: {
    read: matching(/^\p{L}[\p{L}\p{M} .'’-]{0,48}[\p{L}.]$/u),
    is: 'the name or code of a state or province, 2 to 50 letters, for example NSW',
  },
  destinationCountry: { read: alpha2, is: 'a country by ISO 3166-1, for example NL' },
  originCountry: { read: alpha2, is: 'a country by ISO 3166-1, for example NL' },
  shipDate: { read: (text) => (isDay(text) ? text : null), is: 'a day as YYYY-MM-DD, in the shipper’s country' },
  trackingKey: { read: matching(/^[\x21-\x7e]{1,100}$/), is: '1 to 100 characters of printable ASCII without blanks' },
};

function isDay(text: string): boolean {
  const day = /^2\d{3}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : null;
  // The 30th of February is none.
  return day !== null && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

/** Facts as they are kept; or what is wrong with them, by name, in words that do not repeat them. Pure. */
export function readFacts(given: GivenFacts | null | undefined): {
  facts: CarrierFacts;
  errors: { name: FactName; message: string }[];
} {
  const facts: { [Name in FactName]?: string } = {};
  const errors: { name: FactName; message: string }[] = [];
  for (const name of factNames) {
    const text = given?.[name];
    if (text == null) continue;
    const { read, is } = shapes[name];
    const value = read(text.trim());
    if (value === null) errors.push({ name, message: `${name} is ${is}.` });
    else facts[name] = value;
  }
  return { facts, errors };
}

/** Seals facts and opens them. One key a month, so that what a backup holds of a month that is over is gone with its key. */
export function createFactSeal(store: KeyStore) {
  return {
    /** The key of this month, made in the transaction of what it seals. */
    async keyOf(tx: TransactionSql, now: Date): Promise<DataKey> {
      const month = monthOf(now);
      return (await store.getMany(tx, purpose, [month])).get(month) as DataKey;
    },
    seal(key: DataKey, shipmentId: string, facts: CarrierFacts): SealedFacts {
      return Object.fromEntries(
        Object.entries(facts).map(([name, value]) => [
          name,
          sealField(key, value, contextOf(shipmentId, name)).toString('base64'),
        ]),
      );
    },
    sealPostcode: (key: DataKey, deliveryId: number, text: string): Buffer =>
      sealField(key, text, postcodeContext(deliveryId)),
    /** By delivery; what was sealed with a key that is gone is left out. */
    async openPostcodes(sealed: readonly SealedPostcode[]): Promise<ReadonlyMap<number, string>> {
      if (sealed.length === 0) return new Map();
      const cells = sealed.map(({ deliveryId, cell }) => ({ deliveryId, cell: Buffer.from(cell, 'base64') }));
      const keys = await store.find(cells.map(({ cell }) => fieldKeyId(cell)));
      return new Map(
        cells.flatMap(({ deliveryId, cell }) => {
          const key = keys.get(fieldKeyId(cell));
          return key ? [[deliveryId, openField(key.key, cell, postcodeContext(deliveryId))] as const] : [];
        }),
      );
    },
    /** Tells other facts from the same ones, and nothing to anybody without the key. */
    mark: (key: DataKey, facts: CarrierFacts): Buffer =>
      fieldMark(
        key,
        factNames.map((name) => facts[name] ?? null),
      ),
    /** By shipment. What was sealed with a key that is gone is left out: it is as if nobody had given it. */
    async open(
      rows: readonly { shipmentId: string; sealed: SealedFacts }[],
    ): Promise<ReadonlyMap<string, CarrierFacts>> {
      const cells = rows.flatMap(({ shipmentId, sealed }) =>
        Object.entries(sealed).map(([name, text]) => ({ shipmentId, name, cell: Buffer.from(text, 'base64') })),
      );
      if (cells.length === 0) return new Map();
      const keys = await store.find(cells.map(({ cell }) => fieldKeyId(cell)));
      const opened = new Map<string, Record<string, string>>();
      for (const { shipmentId, name, cell } of cells) {
        const key = keys.get(fieldKeyId(cell));
        if (!key) continue;
        opened.set(shipmentId, {
          ...opened.get(shipmentId),
          [name]: openField(key.key, cell, contextOf(shipmentId, name)),
        });
      }
      return opened;
    },
  };
}
export type FactSeal = ReturnType<typeof createFactSeal>;

/** Gives facts to registrations that stand there and are not over, in the caller's transaction: what was given before stays beside them, unopened. One statement. */
export async function storeFactsGiven(tx: TransactionSql, given: ReadonlyMap<string, SealedFacts>): Promise<void> {
  if (given.size === 0) return;
  await tx.unsafe(
    `update tracking.registration r set facts = r.facts || g.facts, facts_version = r.facts_version + 1, facts_given_at = now(), updated_at = now()
     from json_to_recordset($1::text::json) as g("shipmentId" uuid, facts jsonb)
     where r.shipment_id = g."shipmentId" and r.state not in ('STOPPED', 'DELETED')
       and exists (select 1 from tracking.shipment s where s.id = g."shipmentId" and not s.is_final and s.archived_at is null)`,
    [JSON.stringify([...given].map(([shipmentId, facts]) => ({ shipmentId, facts })))],
  );
}

/** Deletes facts that have waited for too long or of parcels at their end, and keys of which nothing is left. At most `limit` registrations; answers how many. */
export async function dropOldFacts(tx: TransactionSql, { now, limit }: { now: Date; limit: number }): Promise<number> {
  const before = new Date(now.getTime() - factsKeptDays * 86_400_000);
  const rows =
    await tx`update tracking.registration set facts = '{}', facts_given_at = null where shipment_id = any(array(
    select r.shipment_id from tracking.registration r
    cross join lateral (select s.is_final or s.archived_at is not null as is_over from tracking.shipment s where s.id = r.shipment_id offset 0) s
    where r.facts <> '{}' and (r.facts_given_at < ${before} or s.is_over) order by r.facts_given_at limit ${limit} for update of r skip locked))`;
  // Postcodes of deliveries: when nothing about their parcels is open any more, or after the same while.
  await tx`update tracking.delivery set postcode_sealed = null, postcode_at = null where id = any(array(
    select d.id from tracking.delivery d where d.postcode_sealed is not null and (d.postcode_at < ${before} or exists (select 1 from tracking.link l where l.delivery_id = d.id) and not exists (
      select 1 from tracking.link l join tracking.registration r on r.shipment_id = l.shipment_id where l.delivery_id = d.id and r.state in ('QUEUED', 'NEEDS_CARRIER', 'NEEDS_FACTS', 'REFUSED')))
    order by d.postcode_at limit ${limit} for update of d skip locked))`;
  // A month's key has nothing left once the facts of its last day are gone; a day's grace for what was begun before midnight.
  await tx`delete from tracking.data_key where case when purpose = ${purpose} then subject::date end + interval '1 month 1 day' < ${before}::timestamptz
    and not exists (select 1 from tracking.registration where facts <> '{}' and facts_given_at < ${before}) and not exists (select 1 from tracking.delivery where postcode_at < ${before})`;
  return rows.count;
}
