import type { TransactionSql } from '@milepost/service-kit';
import { type CarrierRules, mapCarrier, type PlacedRule } from '../carrier-rules/map-carrier.ts';
import { type Registering, wantRegistrations } from '../registration/want-registrations.ts';
import { type Registration, registerShipments } from '../shipment/register-shipments.ts';
import { type Delivery, linkDeliveries, type ToldDelivery } from './link-deliveries.ts';
import { numbersIn } from './numbers-in-references.ts';

/** A delivery whose references shall be shipments. */
export interface DeliveryToRegister extends ToldDelivery {
  /** Its delivery method, country or company became another one, so that its rule may, too. */
  isMoved: boolean;
}

/** A shipment that a delivery has. */
interface Held {
  deliveryId: number;
  number: string;
  /** As it was registered; empty while nobody said it. */
  carrierCode: string;
  /** Who the shipment's own messages name; null while there are none. */
  seen: string | null;
  hasScans: boolean;
  origin: 'odoo' | 'graph';
}

/**
 * Gives deliveries the shipments that their references name, with the carrier that rules name; links them, and wants what follows of providers. A bounded number of statements, however many. The caller holds lockLinks.
 * Answers what linkDeliveries answers, and how many registrations have to be done.
 */
export async function registerDeliveries(
  tx: TransactionSql,
  deliveries: readonly DeliveryToRegister[],
  {
    rules,
    registering,
    actor,
    requestOf,
  }: { rules: CarrierRules; registering: Registering; actor: string; requestOf: (delivery: Delivery) => string },
): Promise<{ milestones: number; isRescoped: boolean; registrations: number }> {
  const held = await readHeld(tx, deliveries);
  const heldBy = Map.groupBy(held, ({ deliveryId }) => deliveryId);
  const wanted = deliveries.map(({ data, isMoved }) => {
    const mine = heldBy.get(data.id) ?? [];
    const register = (number: string): Registration => ({
      number,
      ...carrierFor(rules, data, number, isMoved, mine),
      trackingUrlTemplate: data.trackingUrlTemplate,
    });
    const references = data.deleted ? [] : numbersIn(data.references);
    // What somebody linked by hand and nobody named a carrier for is in the same need.
    const others = mine.flatMap(({ origin, carrierCode, number }) =>
      !data.deleted && origin === 'graph' && carrierCode === '' && !references.includes(number) ? number : [],
    );
    return { named: references.map(register), others: others.map(register) };
  });
  const [first] = deliveries;
  const shipmentIds = await registerShipments(
    tx,
    wanted.flatMap(({ named, others }) => [...named, ...others]),
    { actor, requestId: first ? requestOf(first.data) : 'unknown' },
  );
  const idOf = ({ carrierCode, number }: Registration) => shipmentIds.get(`${carrierCode}/${number}`) as string;
  const { shipmentIds: linked, ...outcome } = await linkDeliveries(
    tx,
    deliveries.map((row, i) => ({ ...row, added: [], named: (wanted[i]?.named ?? []).map(idOf) })),
    requestOf,
  );
  return { ...outcome, registrations: await wantRegistrations(tx, registering, linked) };
}

async function readHeld(tx: TransactionSql, deliveries: readonly ToldDelivery[]): Promise<Held[]> {
  const ids = deliveries.map(({ data }) => data.id);
  return tx<Held[]>`
    select l.delivery_id as "deliveryId", l.origin, r.number, r.carrier_code as "carrierCode", s.carrier_code as seen, s.last_event_at is not null as "hasScans"
    from tracking.link l join tracking.ref r on r.shipment_id = l.shipment_id
    cross join lateral (select carrier_code, last_event_at from tracking.shipment s where s.id = l.shipment_id offset 0) s where l.delivery_id = any(${ids})`;
}

/**
 * The carrier of a number on a delivery, empty where no rule names exactly one. What the delivery's shipment has stays: whoever has scanned it carries it; and without scans, until the delivery itself changes so that
 * another rule fits. A changed rule alone moves nothing here: what an earlier one chose is corrected by whoever applies a publication (carrier-rules/apply-published-rules.ts).
 */
function carrierFor(
  rules: CarrierRules,
  delivery: Delivery,
  number: string,
  isMoved: boolean,
  held: readonly Held[],
): { carrierCode: string; rule: Pick<PlacedRule, 'version' | 'position'> | null } {
  const { deliveryMethod, countryCode, companyId } = delivery;
  const verdict = mapCarrier(rules, { deliveryMethod, countryCode, companyId, number });
  const mapped = verdict.outcome === 'MAPPED' ? verdict.carrierCode : '';
  const ruled = {
    carrierCode: mapped,
    rule: verdict.outcome === 'MAPPED' ? { version: verdict.rule.version, position: verdict.rule.position } : null,
  };
  const ofNumber = held.filter((one) => one.number === number);
  const [mine] = ofNumber;
  if (!mine || ofNumber.some(({ carrierCode }) => carrierCode === mapped)) return ruled;
  const kept = { carrierCode: mine.carrierCode, rule: null };
  if (mine.carrierCode !== '') return mine.hasScans || mapped === '' || !isMoved ? kept : ruled;
  return mine.hasScans && mine.seen !== null && mine.seen !== mapped ? kept : ruled;
}
