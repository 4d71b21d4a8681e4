import {
  auditActor,
  ForbiddenError,
  fromGlobalId,
  recordAudit,
  shipmentIdFrom,
  type TransactionSql,
} from '@milepost/service-kit';
import { wakeShipments } from '../archive/wake-shipments.ts';
import type { RequestContext } from '../context.ts';
import { type CorrectionFact, factKey } from '../fact/fact.ts';
import { storeFacts } from '../fact/store-facts.ts';
import { type MilestoneCode, milestoneCodes } from '../taxonomy/codes.ts';
import { milestoneRule } from '../taxonomy/taxonomy.ts';
import type { ShipmentView } from './shipment-row.ts';

interface Given {
  shipmentId: string;
  milestone?: MilestoneCode | null;
  occurredAt?: string | null;
  voidsEventId?: string | null;
  reason: string;
}

const source = 'agent';
const yearMs = 366 * 86_400_000;
/** Clocks differ a little. */
const aheadMs = 120_000;

/**
 * Records a colleague's word as a fact: state, timeline, outbox and audit commit together. Sent twice with the same content it is one fact. Throws
 * ForbiddenError for everybody but staff. `also`: what commits with it, also where the correction is a repeat.
 */
export async function correctShipment(
  context: RequestContext,
  given: Given,
  now: Date,
  also: (tx: TransactionSql) => Promise<void> = async () => {},
): Promise<{ shipment: ShipmentView | null; userErrors: { code: string; message: string; field: string[] }[] }> {
  const { sql, viewer, requestId } = context;
  if (viewer.role !== 'agent' && viewer.role !== 'operator')
    throw new ForbiddenError('this is for agents and operators');
  const refuse = (field: string, message: string, code = 'BAD_USER_INPUT') => ({
    shipment: null,
    userErrors: [{ code, message, field: ['input', field] }],
  });
  const reason = given.reason.trim();
  const milestone = given.milestone ?? null;
  const occurredAt = given.occurredAt == null ? now : instant(given.occurredAt);
  if (reason.length < 3 || reason.length > 500 || !reason.isWellFormed() || reason.includes('\0'))
    return refuse('reason', 'Say why, in 3 to 500 characters.');
  if (milestone === null && given.voidsEventId == null)
    return refuse('milestone', 'Say what is true (milestone), what did not happen (voidsEventId), or both.');
  if (milestone !== null && (!milestoneCodes.includes(milestone) || milestoneRule(milestone).status === null))
    return refuse('milestone', 'This milestone stands for no status; choose one that does, for example DELIVERED.');
  if (Number.isNaN(occurredAt.getTime()))
    return refuse('occurredAt', 'occurredAt is not an instant, for example 2026-11-21T08:30:00Z.');
  if (occurredAt.getTime() > now.getTime() + aheadMs) return refuse('occurredAt', 'occurredAt lies in the future.');
  if (occurredAt.getTime() < now.getTime() - yearMs)
    return refuse('occurredAt', 'occurredAt lies more than a year back.');
  const shipmentId = shipmentIdFrom(given.shipmentId);
  if (shipmentId === null) return refuse('shipmentId', 'shipmentId is not an id of type Shipment.');
  const voids = given.voidsEventId == null ? null : eventKeyFrom(given.voidsEventId, shipmentId);
  if (given.voidsEventId != null && voids === null)
    return refuse('voidsEventId', 'voidsEventId is not the id of an event of this shipment.');
  const shipment = await context.shipments.byId.load(shipmentId);
  if (!shipment) return refuse('shipmentId', 'There is no such shipment, or it is not yours.', 'NOT_FOUND');

  const data: CorrectionFact = {
    kind: 'correction',
    occurredAt: occurredAt.toISOString(),
    milestone,
    voids,
    reason,
    actor: viewer.sub ?? 'unknown',
    statedAt: now.toISOString(),
  };
  const { statedAt: _statedAt, ...said } = data;
  const fact = { key: factKey(source, 'correction', Object.values(said)), source, data };
  const outcome = await sql.begin(async (tx): Promise<number | Refusal> => {
    const [row] = await tx<
      { is_archived: boolean }[]
    >`select archived_at is not null as is_archived from tracking.shipment where id = ${shipmentId} for update`;
    if (!row) return 'no shipment';
    if (voids !== null) {
      const [event] = await tx<
        { milestone: MilestoneCode }[]
      >`select milestone from tracking.known_event where shipment_id = ${shipmentId} and key = decode(${voids}, 'hex')`;
      if (!event) return 'no event';
      if (milestoneRule(event.milestone).statusNeutral && event.milestone !== 'UNKNOWN') return 'no status';
    }
    await also(tx);
    // Without an instant of its own, the same word again within minutes is a repeat and not another one.
    if (given.occurredAt == null) {
      const [repeat] = await tx`
        select 1 from tracking.known_fact where shipment_id = ${shipmentId} and source = ${source} and data->>'reason' = ${reason} and data->>'actor' = ${data.actor}
          and data->>'milestone' is not distinct from ${milestone} and data->>'voids' is not distinct from ${voids}
          and (data->>'occurredAt')::timestamptz > ${new Date(now.getTime() - repeatMs)}`;
      if (repeat) return 0;
    }
    if (row.is_archived) await wakeShipments(tx, [shipmentId]);
    const stored = await storeFacts(tx, [{ shipmentId, fact, inboxId: null, requestId }], new Map());
    if (stored.shipments > 0)
      await recordAudit(tx, {
        schema: 'tracking',
        ...auditActor(viewer),
        action: 'shipment.corrected',
        subject: `shipment ${shipmentId}`,
        requestId,
        // The reason stands in the fact, which goes with the shipment.
        detail: { fact: fact.key, milestone, occurredAt: data.occurredAt, voids },
      });
    return stored.milestones;
  });
  if (outcome === 'no shipment')
    return refuse('shipmentId', 'There is no such shipment, or it is not yours.', 'NOT_FOUND');
  if (outcome === 'no event')
    return refuse('voidsEventId', 'There is no such event, or it is not of this shipment.', 'NOT_FOUND');
  if (outcome === 'no status')
    return refuse('voidsEventId', 'Such an event decides no status; the next estimate or proof takes its place.');
  if (outcome > 0) context.wakeOutbox();
  // What was read before is another state.
  context.shipments.byId.clearAll();
  context.shipments.byLink.clearAll();
  context.events.page.clearAll();
  return { shipment: await context.shipments.byId.load(shipmentId), userErrors: [] };
}

type Refusal = 'no shipment' | 'no event' | 'no status';
const repeatMs = 600_000;

/** ISO 8601 with its offset; anything else is not left to the zone of this process. */
function instant(text: string): Date {
  return new Date(
    /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/.test(text) ? text : Number.NaN,
  );
}

/** The event's key, 32 hex digits; null when the id is not of an event of this shipment. */
function eventKeyFrom(id: string, shipmentId: string): string | null {
  const [owner, key] = fromGlobalId('Event', id)?.split(':') ?? [];
  return owner === shipmentId && key !== undefined && /^[0-9a-f]{32}$/.test(key) ? key : null;
}
