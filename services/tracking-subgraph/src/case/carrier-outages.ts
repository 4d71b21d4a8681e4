import { auditActor, type Reader, recordAudit, type Viewer } from '@milepost/service-kit';
import { findCarrier } from '../carrier/carriers.ts';
import type { RequestContext } from '../context.ts';
import { requireOperator } from '../scope.ts';
import { localUuid, rememberStaff, requireStaff } from './staff.ts';
import { readText, type UserErrorView } from './work-on-cases.ts';

export interface OutageView {
  id: string;
  carrierCode: string;
  reason: string;
  from: Date;
  until: Date | null;
  staffId: string;
}

const columns = `id, carrier_code as "carrierCode", reason, from_at as "from", until_at as "until", declared_by as "staffId"`;

export async function listOutages({ reader, viewer }: { reader: Reader; viewer: Viewer }, isOver: boolean) {
  requireStaff(viewer);
  return reader.unsafe<OutageView[]>(
    `select ${columns} from tracking.carrier_outage where (until_at is not null) = $1 order by from_at desc limit 100`,
    [isOver],
  );
}

interface OutageOutcome {
  outage: OutageView | null;
  userErrors: UserErrorView[];
}
const refuse = (field: string, message: string, code = 'BAD_USER_INPUT'): OutageOutcome => ({
  outage: null,
  userErrors: [{ code, message, field: ['input', field] }],
});

/** Everything of the carrier that is open or may become so is looked at again. */
const lookAgain = `insert into tracking.case_todo (subject) select distinct c.subject from tracking.work_case c where c.carrier_code = $1 and c.state <> 'CLOSED'`;

export async function declareOutage(
  context: RequestContext,
  given: { carrierCode: string; reason: string },
): Promise<OutageOutcome> {
  requireOperator(context.viewer);
  if (!findCarrier(given.carrierCode)) return refuse('carrierCode', 'We know no carrier with this code.');
  const reason = readText(given.reason, { least: 3, most: 500 });
  if (reason === null) return refuse('reason', 'Say what is known, in 3 to 500 characters.');
  const staffId = await rememberStaff(context.sql, context.viewer);
  const outage = await context.sql.begin(async (tx) => {
    const [made] = await tx.unsafe<OutageView[]>(
      `insert into tracking.carrier_outage (carrier_code, reason, declared_by) values ($1, $2, $3)
       on conflict (carrier_code) where until_at is null do nothing returning ${columns}`,
      [given.carrierCode, reason, staffId],
    );
    if (!made) {
      const [there] = await tx.unsafe<OutageView[]>(
        `select ${columns} from tracking.carrier_outage where carrier_code = $1 and until_at is null`,
        [given.carrierCode],
      );
      return there ?? null;
    }
    await tx.unsafe(lookAgain, [given.carrierCode]);
    await recordAudit(tx, {
      schema: 'tracking',
      ...auditActor(context.viewer),
      action: 'carrier_outage.declared',
      subject: `carrier_outage ${made.id}`,
      requestId: context.requestId,
      detail: { carrier: given.carrierCode },
    });
    return made;
  });
  context.wakeCases();
  return { outage, userErrors: [] };
}

export async function endOutage(context: RequestContext, outageId: string): Promise<OutageOutcome> {
  requireOperator(context.viewer);
  const id = localUuid('CarrierOutage', outageId);
  if (id === null) return refuse('outageId', 'outageId is not an id of type CarrierOutage.');
  const outage = await context.sql.begin(async (tx) => {
    const [ended] = await tx.unsafe<OutageView[]>(
      `update tracking.carrier_outage set until_at = now() where id = $1 and until_at is null returning ${columns}`,
      [id],
    );
    if (!ended) return null;
    await tx.unsafe(lookAgain, [ended.carrierCode]);
    await recordAudit(tx, {
      schema: 'tracking',
      ...auditActor(context.viewer),
      action: 'carrier_outage.ended',
      subject: `carrier_outage ${id}`,
      requestId: context.requestId,
      detail: { carrier: ended.carrierCode },
    });
    return ended;
  });
  if (!outage) return refuse('outageId', 'There is no such outage, or it is over.', 'NOT_FOUND');
  context.wakeCases();
  return { outage, userErrors: [] };
}
