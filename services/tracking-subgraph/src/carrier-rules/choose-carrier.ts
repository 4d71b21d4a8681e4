import { auditActor, recordAudit, seesEverything, shipmentIdFrom, type TransactionSql } from '@milepost/service-kit';
import { findCarrier } from '../carrier/carriers.ts';
import type { RequestContext } from '../context.ts';
import { lockLinks } from '../order-link/link-deliveries.ts';
import { wantRegistrations } from '../registration/want-registrations.ts';
import { scopeCondition } from '../scope.ts';
import { registerShipments } from '../shipment/register-shipments.ts';
import type { ShipmentView } from '../shipment/shipment-row.ts';
import { numberInBarcode } from '../tracking-number/number-in-barcode.ts';
import { type CarrierRule, conditionsKey } from './carrier-rule.ts';
import { carrierRuleVersions } from './carrier-rule-versions.ts';
import { requireStaff } from './explain-order.ts';
import { builtInRules } from './map-carrier.ts';

interface Chosen {
  shipment: ShipmentView | null;
  /** The draft that holds the choice as a rule. */
  draftNumber: number | null;
  userErrors: { code: string; message: string; field: string[] }[];
}

/** Drafts that choices make, so that the next one joins them. */
const draftNote = 'Chosen in the queue';

/**
 * A colleague says who carries a shipment that has no carrier: with what is wanted of a provider, and the audit, in one transaction. `asRule`: the choice for its delivery method also goes into a draft of rules, which an
 * operator publishes or not. Throws FORBIDDEN for everybody but agents and operators.
 */
export async function chooseCarrier(
  context: RequestContext,
  input: { shipmentId: string; carrierCode: string; asRule?: boolean | null },
): Promise<Chosen> {
  const { sql, viewer, requestId } = context;
  requireStaff(viewer);
  const refuse = (code: string, field: string, message: string): Chosen => ({
    shipment: null,
    draftNumber: null,
    userErrors: [{ code, message, field: ['input', field] }],
  });
  const shipmentId = shipmentIdFrom(input.shipmentId);
  if (shipmentId === null) return refuse('BAD_USER_INPUT', 'shipmentId', 'shipmentId is not an id of type Shipment.');
  const carrierCode = input.carrierCode.trim();
  if (!findCarrier(carrierCode))
    return refuse(
      'BAD_USER_INPUT',
      'carrierCode',
      `There is no carrier "${carrierCode.slice(0, 50)}"; use a code of ours, for example ups.`,
    );
  const outcome = await sql.begin(async (tx): Promise<Chosen | { jobs: number; draftNumber: number | null }> => {
    await lockLinks(tx);
    const found = await findShipment(tx, viewer, shipmentId);
    if (!found) return refuse('NOT_FOUND', 'shipmentId', 'There is no such shipment, or it is not yours.');
    if (found.carrierCode !== null) {
      const name = findCarrier(found.carrierCode)?.name ?? found.carrierCode;
      return refuse('CONFLICT', 'carrierCode', `It has a carrier by now: ${name}.`);
    }
    const inside = numberInBarcode(found.number, carrierCode);
    const ofInside =
      inside === null
        ? []
        : await tx`select 1 from tracking.ref where number = ${inside} and carrier_code = ${carrierCode} and shipment_id <> ${shipmentId}`;
    if (found.others.includes(carrierCode) || ofInside.length > 0)
      return refuse('CONFLICT', 'carrierCode', 'There is another shipment with this number at this carrier.');
    if (input.asRule && found.deliveryMethod === null)
      return refuse(
        'BAD_USER_INPUT',
        'asRule',
        'Its delivery has no delivery method that a rule could be about; choose without asRule.',
      );
    await registerShipments(tx, [{ number: found.number, carrierCode, trackingUrlTemplate: null }], {
      actor: viewer.sub ?? viewer.role,
      requestId,
    });
    const jobs = await wantRegistrations(tx, context.registering, [shipmentId]);
    await recordAudit(tx, {
      schema: 'tracking',
      ...auditActor(viewer),
      action: 'shipment.carrier_chosen',
      subject: `shipment ${shipmentId}`,
      requestId,
      detail: { carrier: carrierCode, asRule: input.asRule ?? false },
    });
    const draftNumber = input.asRule
      ? await addToDraft(tx, context, {
          ...(builtInRules({ [found.deliveryMethod as string]: carrierCode })[0] as CarrierRule),
          // Who sees one company speaks for that one.
          companyId: seesEverything(viewer) ? null : found.companyId,
        })
      : null;
    return { jobs, draftNumber };
  });
  if ('userErrors' in outcome) return outcome;
  if (outcome.jobs > 0) context.wakeRegistration();
  // Messages that waited for this number and carrier go on.
  context.wakeInbox();
  context.shipments.byId.clearAll();
  context.shipments.byLink.clearAll();
  return { shipment: await context.shipments.byId.load(shipmentId), draftNumber: outcome.draftNumber, userErrors: [] };
}

interface Found {
  number: string;
  /** As registered, or as its messages name it; null: nobody said it. */
  carrierCode: string | null;
  /** Carriers of other shipments with its number. */
  others: string[];
  deliveryMethod: string | null;
  companyId: number | null;
}

/** The shipment in the viewer's scope, held until the transaction ends. */
async function findShipment(
  tx: TransactionSql,
  viewer: RequestContext['viewer'],
  shipmentId: string,
): Promise<Found | undefined> {
  const scope = scopeCondition(viewer, 'l', 2);
  const [found] = await tx.unsafe<Found[]>(
    `select r.number, coalesce(nullif(s.registered_carrier, ''), s.carrier_code) as "carrierCode",
       array(select o.carrier_code from tracking.ref o where o.number = r.number and o.shipment_id <> s.id) as others, d."deliveryMethod", d."companyId"
     from tracking.shipment s join tracking.ref r on r.shipment_id = s.id
     left join lateral (select d.data->>'deliveryMethod' as "deliveryMethod", (d.data->>'companyId')::int as "companyId"
       from tracking.link l join tracking.delivery d on d.id = l.delivery_id where l.shipment_id = s.id and ${scope.text} order by l.created_at, d.id limit 1) d on true
     where s.id = $1 and (${seesEverything(viewer)} or exists (select 1 from tracking.link l where l.shipment_id = s.id and ${scope.text})) for update of s`,
    [shipmentId, ...scope.values] as never,
  );
  return found;
}

/** Adds a rule to the open draft of choices, or begins one with what is published. A rule about the same in it gives way: this is the later word. */
async function addToDraft(tx: TransactionSql, context: RequestContext, rule: CarrierRule): Promise<number> {
  const versions = carrierRuleVersions(context);
  await versions.lock(tx);
  const [open] = await tx<{ number: number; rules: CarrierRule[] }[]>`
    select number, rules from tracking.carrier_rule_version where state = 'DRAFT' and note = ${draftNote}
      and based_on = coalesce((select number from tracking.carrier_rule_version where state = 'PUBLISHED'), 0) order by number desc limit 1`;
  const published =
    open ??
    (
      await tx<{ rules: CarrierRule[] }[]>`select rules from tracking.carrier_rule_version where state = 'PUBLISHED'`
    )[0];
  const key = conditionsKey(rule);
  const rules = [...(published?.rules ?? []).filter((other) => conditionsKey(other) !== key), rule];
  if (!open)
    return (await versions.addDraft(tx, context, { rules, note: draftNote, detail: { from: 'choice' } })).number;
  await versions.replaceRules(tx, context, { number: open.number, rules, note: draftNote });
  return open.number;
}
