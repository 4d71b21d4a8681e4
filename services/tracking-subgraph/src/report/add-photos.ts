import { auditActor, recordAudit, shipmentIdFrom, toGlobalId } from '@milepost/service-kit';
import type { UserErrorView } from '../case/work-on-cases.ts';
import type { RequestContext } from '../context.ts';
import { maxPhotos, refusal } from './read-report.ts';
import { accessOf } from './report-access.ts';
import { perShipment } from './report-limits.ts';
import { notFound, tooMany } from './report-shipment.ts';

interface Room {
  id: string;
  uploadUrl: string;
  expiresAt: string;
}

/** Makes room for photos of a shipment in the viewer's scope. Throws FORBIDDEN as shipmentReport does. */
export async function addPhotos(
  context: RequestContext,
  given: { shipmentId: string; count: number },
): Promise<{ photos: Room[]; userErrors: UserErrorView[] }> {
  const { viewer, sql, now, documentAddresses } = context;
  const access = accessOf(viewer);
  const refuse = (error: UserErrorView) => ({ photos: [], userErrors: [error] });
  const shipmentId = shipmentIdFrom(given.shipmentId);
  if (shipmentId === null) return refuse(refusal('shipmentId', 'shipmentId is not an id of type Shipment.'));
  if (!(given.count >= 1 && given.count <= maxPhotos)) return refuse(refusal('count', `count is 1 to ${maxPhotos}.`));
  const shipment = await context.shipments.byId.load(shipmentId);
  if (!shipment) return refuse(notFound());
  if (viewer.level !== 'STAFF' && !(await context.reportLimits.take('photos', context.address, given.count)))
    return refuse(tooMany('shipmentId'));
  const rows = await sql.begin(async (tx) => {
    // One after another, so that the count holds.
    await tx`select 1 from tracking.shipment where id = ${shipmentId} for no key update`;
    const made = await tx<{ id: string }[]>`
      insert into tracking.report_photo (shipment_id, access) select ${shipmentId}, ${access} from generate_series(1, ${given.count}::int)
      where (select count(*) from tracking.report_photo where shipment_id = ${shipmentId} and created_at > ${new Date(now.getTime() - 86_400_000)}) + ${given.count}::int <= ${perShipment.photos}
      returning id`;
    if (made.length > 0)
      await recordAudit(tx, {
        schema: 'tracking',
        ...auditActor(viewer),
        action: 'report.photos_wanted',
        subject: `shipment ${shipmentId}`,
        requestId: context.requestId,
        detail: { photos: made.length },
      });
    return made;
  });
  if (rows.length === 0) return refuse(tooMany('shipmentId'));
  return {
    photos: rows.map(({ id }) => {
      const { url, expiresAt } = documentAddresses.make('add', id, now);
      return { id: toGlobalId('ReportPhoto', id), uploadUrl: url, expiresAt: expiresAt.toISOString() };
    }),
    userErrors: [],
  };
}
