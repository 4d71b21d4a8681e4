import { auditActor, ForbiddenError, recordAudit, shipmentIdFrom, type TransactionSql } from '@milepost/service-kit';
import { wakeShipments } from '../archive/wake-shipments.ts';
import { rememberStaff } from '../case/staff.ts';
import type { RequestContext } from '../context.ts';
import { type DeliveryFact, factKey, type PromiseFact } from '../fact/fact.ts';
import { currentDeliveries } from '../fact/fold.ts';
import { ofKind } from '../fact/order.ts';
import { shopPromise } from '../fact/promise-and-estimate.ts';
import { type StoredFact, storeFacts, toFact } from '../fact/store-facts.ts';
import type { ShipmentView } from '../shipment/shipment-row.ts';

interface Given {
  shipmentId: string;
  earliest?: string | null;
  latest: string;
  reason: string;
}

const source = 'agent';
/** Within which the same word again is a repeat: an answer that was lost. */
const repeatMs = 600_000;
const dayMs = 86_400_000;
/** It is still yesterday somewhere. */
const behindMs = dayMs / 2;

/**
 * Records a date that a colleague told the customer as a fact: state, ledger and audit commit together. The same again by the same colleague within ten minutes is one, unless they said another date in
 * between. Throws ForbiddenError for everybody but staff.
 */
export async function tellPromise(
  context: RequestContext,
  given: Given,
  now: Date,
): Promise<{ shipment: ShipmentView | null; userErrors: { code: string; message: string; field: string[] }[] }> {
  const { sql, viewer, requestId } = context;
  if (viewer.role !== 'agent' && viewer.role !== 'operator')
    throw new ForbiddenError('this is for agents and operators');
  const refuse = (field: string, message: string, code = 'BAD_USER_INPUT') => ({
    shipment: null,
    userErrors: [{ code, message, field: ['input', field] }],
  });
  const { latest } = given;
  const earliest = given.earliest ?? null;
  const reason = given.reason.trim();
  if (reason.length < 3 || reason.length > 500 || !reason.isWellFormed() || reason.includes('\0'))
    return refuse('reason', 'Say why, in 3 to 500 characters.');
  if (!isDay(latest)) return refuse('latest', 'latest is not a calendar date, for example 2026-11-24.');
  if (earliest !== null && !isDay(earliest))
    return refuse('earliest', 'earliest is not a calendar date, for example 2026-11-24.');
  if (earliest !== null && earliest > latest) return refuse('earliest', 'earliest lies after latest.');
  if (latest < dayOf(now.getTime() - behindMs))
    return refuse('latest', 'latest lies in the past; give today or later.');
  if (latest > dayOf(now.getTime() + 366 * dayMs)) return refuse('latest', 'latest lies more than a year ahead.');
  const shipmentId = shipmentIdFrom(given.shipmentId);
  if (shipmentId === null) return refuse('shipmentId', 'shipmentId is not an id of type Shipment.');
  const notFound = refuse('shipmentId', 'There is no such shipment, or it is not yours.', 'NOT_FOUND');
  if (!(await context.shipments.byId.load(shipmentId))) return notFound;
  // The ledger names them to colleagues.
  await rememberStaff(sql, viewer);

  const actor = viewer.sub ?? 'unknown';
  const outcome = await sql.begin(async (tx): Promise<'told' | 'no shipment' | 'at its end'> => {
    const [row] = await tx<{ is_archived: boolean; is_final: boolean }[]>`
      select archived_at is not null as is_archived, is_final from tracking.shipment where id = ${shipmentId} for update`;
    if (!row) return 'no shipment';
    const { instead, own } = await knownNow(tx, shipmentId, actor);
    const said = { earliest, latest, reason };
    if (
      own !== undefined &&
      Date.parse(own.statedAt) > now.getTime() - repeatMs &&
      Object.entries(said).every(([name, value]) => own[name as keyof typeof said] === value)
    )
      return 'told';
    if (row.is_final) return 'at its end';
    if (row.is_archived) await wakeShipments(tx, [shipmentId]);
    const data: PromiseFact = { kind: 'promise', ...said, instead, actor, statedAt: now.toISOString() };
    const fact = { key: factKey(source, 'promise', [earliest, latest, reason, actor, data.statedAt]), source, data };
    await storeFacts(tx, [{ shipmentId, fact, inboxId: null, requestId }], new Map());
    await recordAudit(tx, {
      schema: 'tracking',
      ...auditActor(viewer),
      action: 'shipment.promised',
      subject: `shipment ${shipmentId}`,
      requestId,
      // The reason stands in the fact, which goes with the shipment.
      detail: { fact: fact.key, earliest, latest },
    });
    return 'told';
  });
  if (outcome === 'no shipment') return notFound;
  if (outcome === 'at its end')
    return refuse('shipmentId', 'The shipment is at its end; correct its status first (shipmentCorrect).', 'CONFLICT');
  // What was read before is another state.
  context.shipments.byId.clearAll();
  context.shipments.byLink.clearAll();
  context.promises.clearAll();
  return { shipment: await context.shipments.byId.load(shipmentId), userErrors: [] };
}

/** What the shop promises of this shipment now, and what this colleague said last. Its row is locked. */
async function knownNow(tx: TransactionSql, shipmentId: string, actor: string) {
  const [row] = await tx<{ facts: StoredFact[] | null }[]>`
    select json_agg(json_build_array(encode(key, 'hex'), source, data)) as facts from tracking.known_fact
    where shipment_id = ${shipmentId} and data->>'kind' in ('delivery', 'details', 'promise')`;
  const facts = (row?.facts ?? []).map(toFact);
  const deliveries = currentDeliveries(facts);
  const instead: PromiseFact['instead'] = {
    date: shopPromise(ofKind(facts, 'details'), deliveries).date,
    deliveries: deliveries.map(({ data: { deliveryId, version, promisedAt } }: { data: DeliveryFact }) => ({
      deliveryId,
      version,
      date: promisedAt?.slice(0, 10) ?? null,
    })),
  };
  const own = ofKind<PromiseFact>(facts, 'promise')
    .map(({ data }) => data)
    .filter((data) => data.actor === actor)
    .sort((a, b) => (a.statedAt < b.statedAt ? -1 : 1))
    .at(-1);
  return { instead, own };
}

const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);

/** A day that there is. */
function isDay(text: string): boolean {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : new Date(Number.NaN);
  return !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === text;
}
