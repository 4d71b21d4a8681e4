import { auditActor, BadUserInputError, ForbiddenError, recordAudit, shipmentIdFrom } from '@milepost/service-kit';
import type { UserErrorView } from '../case/work-on-cases.ts';
import type { RequestContext } from '../context.ts';
import { refusal } from '../report/read-report.ts';
import { accessOf } from '../report/report-access.ts';
import { notFound, tooMany } from '../report/report-shipment.ts';
import { requireOperator } from '../scope.ts';

export type Answer = 'GOOD' | 'BAD';

/** Keeps how a delivery was, as this access found it last. Throws FORBIDDEN for everybody but customers who proved the order. */
export async function giveFeedback(
  context: RequestContext,
  given: { shipmentId: string; answer: Answer },
): Promise<{ answer: Answer | null; userErrors: UserErrorView[] }> {
  const { viewer, sql, requestId, now } = context;
  const access = accessOf(viewer);
  if (viewer.level === 'STAFF') throw new ForbiddenError('this is for customers');
  const refuse = (error: UserErrorView) => ({ answer: null, userErrors: [error] });
  const shipmentId = shipmentIdFrom(given.shipmentId);
  if (shipmentId === null) return refuse(refusal('shipmentId', 'shipmentId is not an id of type Shipment.'));
  const shipment = await context.shipments.byId.load(shipmentId);
  if (!shipment) return refuse(notFound());
  if (shipment.status !== 'DELIVERED')
    return refuse(refusal('shipmentId', 'This parcel was not delivered yet; say how it was when it is here.'));
  if (!(await context.reportLimits.take('feedback', context.address, 1))) return refuse(tooMany('shipmentId'));
  await sql.begin(async (tx) => {
    const { count } = await tx`
      insert into tracking.shipment_feedback as f (shipment_id, access, answer, carrier_code, at) values (${shipmentId}, ${access}, ${given.answer}, ${shipment.carrierCode}, ${now})
      on conflict (shipment_id, access) do update set answer = excluded.answer, carrier_code = excluded.carrier_code, at = excluded.at where f.answer <> excluded.answer`;
    if (count > 0)
      await recordAudit(tx, {
        schema: 'tracking',
        ...auditActor(viewer),
        action: 'shipment.feedback_given',
        subject: `shipment ${shipmentId}`,
        requestId,
        detail: { answer: given.answer },
      });
  });
  return { answer: given.answer, userErrors: [] };
}

export interface CarrierFeedbackView {
  carrierCode: string | null;
  goodCount: number;
  badCount: number;
}

/** Throws FORBIDDEN for everybody but operators of the whole installation. */
export async function countFeedback(
  { viewer, reader, now }: Pick<RequestContext, 'viewer' | 'reader' | 'now'>,
  days: number,
): Promise<CarrierFeedbackView[]> {
  requireOperator(viewer);
  if (!(days >= 1 && days <= 366)) throw new BadUserInputError('days', 'days is 1 to 366');
  return reader.unsafe<CarrierFeedbackView[]>(
    `select carrier_code as "carrierCode", (count(*) filter (where answer = 'GOOD'))::int as "goodCount", (count(*) filter (where answer = 'BAD'))::int as "badCount"
     from tracking.shipment_feedback where at > $1::timestamptz group by carrier_code order by count(*) desc, carrier_code limit 500`,
    [new Date(now.getTime() - days * 86_400_000)] as never,
  );
}
