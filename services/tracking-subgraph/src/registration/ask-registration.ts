import { auditActor, ForbiddenError, recordAudit, shipmentIdFrom } from '@milepost/service-kit';
import type { RequestContext } from '../context.ts';
import { requireOperator } from '../scope.ts';
import type { ShipmentView } from '../shipment/shipment-row.ts';
import { priorities, type RegistrationAction, type RegistrationState } from './decide.ts';

interface Asked {
  shipment: ShipmentView | null;
  userErrors: { code: string; message: string; field: string[] }[];
}

interface Row {
  state: RegistrationState;
  provider: string | null;
  pending: RegistrationAction | null;
  isThere: boolean;
}

/** What somebody may do instead, where there is nothing to retrack. */
const notTracked: Readonly<Record<Exclude<RegistrationState, 'REGISTERED'>, string>> = {
  NEEDS_CARRIER: 'Nobody knows its carrier yet: choose one.',
  QUEUED: 'It waits for the provider; nothing is tracked yet.',
  NEEDS_FACTS: 'The carrier wants facts first: see needs.',
  REFUSED: 'The provider does not track it: see its problem, and register it again.',
  STOPPED: 'It is stopped; register it again to have it tracked.',
  DELETED: 'It was deleted at the provider; register it again to have it tracked.',
};

/**
 * Notes what a colleague wants of a shipment's registration: that the provider begins with it again (agents and operators, in their scope), or forgets it (operators of the whole installation). The row, the
 * job that does it and the audit commit together; wanting the same twice is wanting it once. Throws FORBIDDEN.
 */
export async function askRegistration(
  context: RequestContext,
  action: RegistrationAction,
  given: { shipmentId: string; reason: string },
): Promise<Asked> {
  const { sql, viewer, requestId } = context;
  if (action === 'DELETE') requireOperator(viewer);
  else if (viewer.role !== 'agent' && viewer.role !== 'operator')
    throw new ForbiddenError('this is for agents and operators');
  const refuse = (code: string, field: string, message: string): Asked => ({
    shipment: null,
    userErrors: [{ code, message, field: ['input', field] }],
  });
  const reason = given.reason.trim();
  if (reason.length < 3 || reason.length > 500 || !reason.isWellFormed() || reason.includes('\0'))
    return refuse('BAD_USER_INPUT', 'reason', 'Say why, in 3 to 500 characters.');
  const shipmentId = shipmentIdFrom(given.shipmentId);
  if (shipmentId === null) return refuse('BAD_USER_INPUT', 'shipmentId', 'shipmentId is not an id of type Shipment.');
  const shipment = await context.shipments.byId.load(shipmentId);
  if (!shipment) return refuse('NOT_FOUND', 'shipmentId', 'There is no such shipment, or it is not yours.');

  const outcome = await sql.begin(async (tx): Promise<number | string> => {
    const [row] = await tx<Row[]>`
      select state, provider, pending, remote_id is not null or asked_at is not null as "isThere" from tracking.registration where shipment_id = ${shipmentId} for update`;
    if (!row) return 'It was never to be registered at a provider.';
    const refusal = refusalOf(action, row);
    if (refusal !== null) return refusal;
    if (row.pending === action || (action === 'DELETE' && row.state === 'DELETED')) return 0;
    await recordAudit(tx, {
      schema: 'tracking',
      ...auditActor(viewer),
      action: action === 'DELETE' ? 'registration.delete_requested' : 'registration.retrack_requested',
      subject: `shipment ${shipmentId}`,
      requestId,
      // The reason stands in the row, which goes with the shipment.
      detail: { provider: row.provider },
    });
    // New numbers go before what somebody has looked for in vain.
    const priority = action === 'RETRACK' ? priorities.atRisk : priorities.live;
    const request = { action, by: viewer.sub ?? 'unknown', at: new Date().toISOString(), reason, requestId };
    if (action === 'DELETE' && !row.isThere) {
      await tx`
        update tracking.registration set request = ${tx.json(request)}, state = 'DELETED', wanted = 'STOPPED', is_by_hand = false, problem = null, needs = '{}', facts = '{}', updated_at = now(),
          -- Whoever looks at it just now has sent nothing, and has nothing to say any more.
          held_by = null, held_until = null where shipment_id = ${shipmentId}`;
      return 0;
    }
    await tx`
      update tracking.registration set request = ${tx.json(request)}, pending = ${action}, pending_since = now(), priority = ${priority}, problem = null, updated_at = now(),
        wanted = case when ${action === 'DELETE'} then 'STOPPED' else wanted end, is_by_hand = is_by_hand and ${action === 'RETRACK'}, facts = case when ${action === 'DELETE'} then '{}' else facts end where shipment_id = ${shipmentId}`;
    if (row.provider === null) return 0;
    await context.registering.addJobs(tx, [{ shipmentId, provider: row.provider, priority, isUrgent: true }]);
    return 1;
  });
  if (typeof outcome === 'string') return refuse('CONFLICT', 'shipmentId', outcome);
  if (outcome > 0) context.wakeRegistration();
  context.registrations.clearAll();
  return { shipment, userErrors: [] };
}

/** Why it cannot be done now; null where it can. */
function refusalOf(action: RegistrationAction, { state, pending }: Row): string | null {
  if (action === 'DELETE') return null;
  if (pending === 'DELETE') return 'It is being deleted at the provider.';
  return state === 'REGISTERED' ? null : notTracked[state];
}
