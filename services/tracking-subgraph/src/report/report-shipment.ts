import { randomInt } from 'node:crypto';
import { auditActor, recordAudit, type TransactionSql } from '@milepost/service-kit';
import { type Intent, readIntent } from '../case/answered-before.ts';
import { runClock } from '../case/case-clock.ts';
import type { CaseType } from '../case/case-type.ts';
import type { CaseView } from '../case/find-cases.ts';
import { holdCases, openByHand } from '../case/open-by-hand.ts';
import { clockColumns, clockOf } from '../case/settle-subject.ts';
import { rememberStaff } from '../case/staff.ts';
import { applyChanges, lockCases, type UserErrorView, wake } from '../case/work-on-cases.ts';
import type { RequestContext } from '../context.ts';
import type { ShipmentView } from '../shipment/shipment-row.ts';
import { type GivenReport, inOneSentence, type Report, type ReportKind, readReport, refusal } from './read-report.ts';
import { type Access, accessOf } from './report-access.ts';
import { perShipment } from './report-limits.ts';

/** Which case a report opens. */
const caseTypeOf: Record<ReportKind, CaseType> = {
  NOT_HERE: 'DELIVERED_DISPUTED',
  DAMAGED: 'DAMAGED',
  ITEMS_MISSING: 'CUSTOMER_REPORT',
  OTHER: 'CUSTOMER_REPORT',
};

/** How a parcel stood when something was reported; kept sealed with what was written. */
export interface ReportContent {
  note: string | null;
  stoodAs: {
    status: ShipmentView['status'];
    milestone: ShipmentView['milestone'];
    deliveredAt: string | null;
    signedBy: string | null;
    documentCount: number;
    promisedDate: string | null;
  };
}

export interface Reported {
  caseNumber: string | null;
  answerBy: string | null;
  case: CaseView | null;
  userErrors: UserErrorView[];
}
const refuse = (error: UserErrorView): Reported => ({
  caseNumber: null,
  answerBy: null,
  case: null,
  userErrors: [error],
});
export const notFound = () => refusal('shipmentId', 'There is no such shipment, or it is not yours.', 'NOT_FOUND');
export const tooMany = (field: string) =>
  refusal(field, 'Too much was reported here lately. Please write to us, or try again tomorrow.', 'RATE_LIMITED');

/**
 * Keeps a report with its evidence, and opens the case that fits or adds to the one that is open; all of it commits together. Throws FORBIDDEN for everybody but staff and customers who proved the order.
 */
export async function reportShipment(context: RequestContext, given: GivenReport): Promise<Reported> {
  const { viewer, sql, now } = context;
  const access = accessOf(viewer);
  const report = readReport(given);
  if ('code' in report) return refuse(report);
  // Photos come anew when a form is sent again.
  const { photoIds: _, ...words } = given;
  const intent = readIntent('shipment.reported', words);
  if (intent && 'code' in intent) return refuse(intent);
  const shipment = await context.shipments.byId.load(report.shipmentId);
  if (!shipment) return refuse(notFound());
  if (report.kind === 'NOT_HERE' && shipment.status !== 'DELIVERED')
    return refuse(
      refusal('kind', 'This parcel is not said to be delivered; look where it is, or write to us (OTHER).'),
    );
  const isStaff = viewer.level === 'STAFF';
  if (!isStaff && !(await context.reportLimits.take('reports', context.address, 1)))
    return refuse(tooMany('shipmentId'));
  const staffId = isStaff ? await rememberStaff(sql, viewer) : null;
  const done = await sql.begin((tx) => storeReport(tx, context, { report, shipment, access, staffId, intent }));
  if ('code' in done) return refuse(done);
  if (done.isNew) wake(context);
  return {
    caseNumber: done.number,
    answerBy: done.dueAt !== null && done.dueAt > now ? done.dueAt.toISOString() : null,
    case: isStaff ? await context.cases.byId.clear(done.caseId).load(done.caseId) : null,
    userErrors: [],
  };
}

interface Stored {
  caseId: string;
  number: string | null;
  dueAt: Date | null;
  isNew: boolean;
}

async function storeReport(
  tx: TransactionSql,
  context: RequestContext,
  {
    report,
    shipment,
    access,
    staffId,
    intent,
  }: { report: Report; shipment: ShipmentView; access: Access; staffId: string | null; intent: Intent | null },
): Promise<Stored | UserErrorView> {
  const { now, requestId, viewer, casePolicy, documentSeal } = context;
  const { policy } = casePolicy;
  const type = caseTypeOf[report.kind];
  // Whoever comes with the same key at the same time waits here, whatever the parcel.
  if (intent)
    await tx`select pg_advisory_xact_lock(hashtextextended(${`tracking.shipment_report/${access}/${intent.key}`}, 0))`;
  // Whoever reports the same parcel at the same time waits here.
  const open = await holdCases(tx, report.shipmentId, type);
  if (intent) {
    const [before] = await tx<{ hash: Buffer; case_id: string }[]>`
      select input_hash as hash, case_id from tracking.shipment_report where access = ${access} and idempotency_key = ${intent.key}`;
    if (before) {
      if (!before.hash.equals(intent.hash))
        return refusal('idempotencyKey', 'This idempotencyKey stands for another report; take a new one.');
      return { ...(await standing(tx, before.case_id)), isNew: false };
    }
  }
  if (staffId === null && (await countLately(tx, report.shipmentId, now)) >= perShipment.reports)
    return tooMany('shipmentId');
  const photos = await tx<{ id: string }[]>`
    select id from tracking.report_photo where id = any(${report.photoIds}::uuid[]) and shipment_id = ${report.shipmentId} and access = ${access} and report_id is null
      and body_sealed is not null order by id for update`;
  if (photos.length < report.photoIds.length)
    return refusal('photoIds', 'A photo has not come, is of another parcel, or is in a report already; add it again.');

  const sentence = inOneSentence(report, staffId !== null);
  const caseId =
    open ??
    (await openByHand(
      tx,
      { shipmentId: report.shipmentId, type, reason: sentence, rule: 'It was reported.', staffId, requestId },
      { policy, now },
    ));
  if (caseId === null) return notFound();
  if (open) await addToCase(tx, open, sentence, { staffId, context });
  await giveNumber(tx, caseId);

  const [made] = await tx<{ id: string }[]>`select uuidv7() as id`;
  const { id } = made as { id: string };
  const key = await documentSeal.keyOf(tx, now);
  const content = Buffer.from(
    JSON.stringify({ note: report.note, stoodAs: standOf(shipment) } satisfies ReportContent),
  );
  await tx`
    insert into tracking.shipment_report (id, shipment_id, case_id, kind, checked, lines, staff_id, level, access, key_id, content_sealed, idempotency_key, input_hash, request_id)
    values (${id}, ${report.shipmentId}, ${caseId}, ${report.kind}, ${report.checked}, ${tx.json(report.lines)}, ${staffId}, ${viewer.level}, ${access}, ${key.id},
      ${documentSeal.seal(key, 'content_sealed', id, content)}, ${intent?.key ?? null}, ${intent?.hash ?? null}, ${requestId})`;
  await tx`update tracking.report_photo set report_id = ${id} where id = any(${report.photoIds}::uuid[])`;
  await recordAudit(tx, {
    schema: 'tracking',
    ...auditActor(viewer),
    action: 'shipment.reported',
    subject: `shipment ${report.shipmentId}`,
    requestId,
    detail: { report: id, case: caseId, kind: report.kind, photos: report.photoIds.length },
  });
  return { ...(await standing(tx, caseId)), isNew: true };
}

const dayMs = 86_400_000;

async function countLately(tx: TransactionSql, shipmentId: string, now: Date): Promise<number> {
  const [row] = await tx<{ n: number }[]>`
    select count(*)::int as n from tracking.shipment_report where shipment_id = ${shipmentId} and staff_id is null and at > ${new Date(now.getTime() - dayMs)}`;
  return row?.n ?? 0;
}

/** A case that the rules had found is a customer's word as well from now on: whatever the carrier says, only a colleague closes it. It is news, so that nothing waits for it any longer. */
async function addToCase(
  tx: TransactionSql,
  caseId: string,
  sentence: string,
  { staffId, context }: { staffId: string | null; context: RequestContext },
): Promise<void> {
  const { now, requestId, casePolicy } = context;
  const { policy } = casePolicy;
  const [row] = await lockCases(tx, [caseId]);
  if (!row) return;
  const isWaiting = row.waiting_for === 'CUSTOMER' || row.waiting_for === 'CARRIER';
  await applyChanges(
    tx,
    [
      {
        row,
        change: {
          columns: {
            state: 'OPEN',
            snoozed_until: null,
            is_snoozed_until_news: false,
            news_mark: null,
            ...(isWaiting && { waiting_for: null, ...clockColumns(policy, runClock(clockOf(row), now)) }),
          },
          action: 'REPORTED',
          text: sentence,
        },
      },
    ],
    { staffId, requestOf: () => requestId, policy },
  );
  await tx`update tracking.work_case set is_by_hand = true where id = ${caseId}`;
}

/** Without I, L, O and U, which are taken for others. */
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A number by which a customer may speak of a case: it says nothing of how many there are. */
async function giveNumber(tx: TransactionSql, caseId: string): Promise<void> {
  const part = () => Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join('');
  await tx`update tracking.work_case set public_number = ${`${part()}-${part()}`} where id = ${caseId} and public_number is null`;
}

async function standing(tx: TransactionSql, caseId: string): Promise<Omit<Stored, 'isNew'>> {
  const [row] = await tx<{ number: string | null; dueAt: Date | null }[]>`
    select public_number as number, due_at as "dueAt" from tracking.work_case where id = ${caseId}`;
  return { caseId, number: row?.number ?? null, dueAt: row?.dueAt ?? null };
}

/** What whoever reports sees of it; colleagues see the rest at the parcel itself. */
function standOf({ status, milestone, state }: ShipmentView): ReportContent['stoodAs'] {
  return {
    status,
    milestone,
    deliveredAt: state.proof?.deliveredAt ?? null,
    signedBy: state.proof?.signedBy ?? null,
    documentCount: state.proof?.documentCount ?? 0,
    promisedDate: state.promisedDate ?? null,
  };
}
