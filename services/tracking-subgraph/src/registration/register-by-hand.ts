import { hash } from 'node:crypto';
import {
  auditActor,
  ForbiddenError,
  odooIdFrom,
  recordAudit,
  seesEverything,
  type TransactionSql,
  type Viewer,
} from '@milepost/service-kit';
import { findCarrier } from '../carrier/carriers.ts';
import { mapCarrier, type PlacedRule } from '../carrier-rules/map-carrier.ts';
import { rulesNow } from '../carrier-rules/published-carrier-rules.ts';
import type { RequestContext } from '../context.ts';
import { linkDeliveries, lockLinks, readTold, type ToldDelivery } from '../order-link/link-deliveries.ts';
import { scopeCondition } from '../scope.ts';
import { registerShipments } from '../shipment/register-shipments.ts';
import { checkNumber } from '../tracking-number/check-number.ts';
import { keptNumber } from '../tracking-number/read-number.ts';
import { claimKeys, storeAnswers } from './idempotency.ts';
import { wantRegistrations } from './want-registrations.ts';

/** A number that somebody registers by hand, as they gave it. */
export interface GivenRow {
  /** Of a batch; 0 alone. */
  row: number;
  trackingNumber: string;
  carrierCode?: string | null;
  orderName?: string | null;
  deliveryId?: string | null;
  /** The number is right, whatever its check digit says. */
  acceptUnusual?: boolean | null;
}

export interface GivenError {
  code: string;
  message: string;
  field: string[];
}

/** What became of a row: a shipment, or what is wrong with it. */
export interface RowOutcome {
  row: number;
  shipmentId: string | null;
  errors: GivenError[];
}

interface Checked {
  given: GivenRow;
  /** Path of its input, for errors. */
  at: string[];
  number: string;
  carrierCode: string;
  deliveryId: number | null;
  orderName: string | null;
}

/** As providers take them. */
const numberShape = /^[A-Z0-9](?:[A-Z0-9 ._/-]{2,98})[A-Z0-9]$/;

/** Throws FORBIDDEN for whoever may not register. */
export function requireRegistrar({ role }: Viewer): void {
  if (role !== 'agent' && role !== 'operator' && role !== 'partner')
    throw new ForbiddenError('registering is for agents, operators and partners');
}

/**
 * Registers numbers: shipments, their links to orders in the viewer's scope, what is wanted of providers, and the answers, in one transaction and a bounded number of statements. What is wrong with one
 * row costs only that row. With a `key`, what was done under it before is answered and not done again.
 */
export async function registerByHand(
  context: RequestContext,
  rows: readonly GivenRow[],
  { key, at }: { key: string | null; at: (index: number) => string[] },
): Promise<RowOutcome[]> {
  const { sql, viewer, requestId } = context;
  requireRegistrar(viewer);
  const outcomes = new Map<GivenRow, RowOutcome>();
  const refuse = (given: GivenRow, errors: GivenError[]) =>
    outcomes.set(given, { row: given.row, shipmentId: null, errors });
  const checked = rows.flatMap((given, i) => {
    const found = check(given, at(i));
    if ('errors' in found) refuse(given, found.errors);
    return 'errors' in found ? [] : [found];
  });
  const { milestones, isRescoped, jobs } = await sql.begin(async (tx) => {
    await lockLinks(tx);
    const wanted = checked.map((row) => ({ row, bodyHash: bodyHashOf(row) }));
    const fresh: Checked[] = [];
    const claims =
      key === null
        ? new Map<number, never>()
        : await claimKeys(
            tx,
            viewer,
            key,
            wanted.map(({ row }) => row.given.row),
          );
    for (const { row, bodyHash } of wanted) {
      const claim = claims.get(row.given.row);
      if (!claim) fresh.push(row);
      else if (claim.bodyHash.equals(bodyHash))
        outcomes.set(row.given, { row: row.given.row, shipmentId: claim.shipmentId, errors: [] });
      else
        refuse(row.given, [
          error(
            row,
            'idempotencyKey',
            'CONFLICT',
            'This key was used within 24 hours for something else; take another one.',
          ),
        ]);
    }
    const targets = await findDeliveries(tx, viewer, fresh);
    const others = await shipmentsOfOthers(tx, viewer, fresh);
    const aims = fresh.map((row) => ({ row, target: targets(row) }));
    const told = await readTold(tx, {
      deliveries: [...new Set(aims.flatMap(({ target }) => (typeof target === 'number' ? target : [])))],
    });
    const carrierOf = await carriersByRule(tx, context, aims, told);
    const found = aims.flatMap(({ row, target }) => {
      const carrier = carrierOf(row);
      if (target !== null && typeof target === 'object') refuse(row.given, [target]);
      else if (others.wouldTouch({ ...row, ...carrier }, target !== null))
        refuse(row.given, [
          error(
            row,
            'trackingNumber',
            'CONFLICT',
            'This number serves an order that is not yours to see; an operator can link it.',
          ),
        ]);
      else return [{ row, deliveryId: target, ...carrier }];
      return [];
    });
    const ids = await registerShipments(
      tx,
      found.map(({ row, carrierCode, rule }) => ({ number: row.number, carrierCode, rule, trackingUrlTemplate: null })),
      { actor: viewer.sub ?? viewer.role, requestId },
    );
    const accepted = found.map((one) => ({
      ...one,
      shipmentId: ids.get(`${one.carrierCode}/${one.row.number}`) as string,
    }));
    const links = accepted.flatMap(({ deliveryId, shipmentId }) =>
      deliveryId === null ? [] : [{ deliveryId, shipmentId }],
    );
    const linkedTo = new Set(links.map(({ deliveryId }) => deliveryId));
    const linked = await linkDeliveries(
      tx,
      told
        .filter(({ data }) => linkedTo.has(data.id))
        .map((delivery) => ({
          ...delivery,
          named: null,
          added: links.flatMap((link) => (link.deliveryId === delivery.data.id ? link.shipmentId : [])),
        })),
      () => requestId,
    );
    for (const { row, shipmentId } of accepted) outcomes.set(row.given, { row: row.given.row, shipmentId, errors: [] });
    const shipmentIds = accepted.map(({ shipmentId }) => shipmentId);
    const jobs = await wantRegistrations(
      tx,
      context.registering,
      shipmentIds.filter((id) => !others.ids.has(id)),
      { byHand: true },
    );
    if (accepted.length > 0)
      await recordAudit(tx, {
        schema: 'tracking',
        ...auditActor(viewer),
        action: 'registration.requested',
        subject:
          accepted.length === 1
            ? `shipment ${shipmentIds[0]}`
            : `registrations ${hash('sha256', key ?? requestId).slice(0, 16)}`,
        requestId,
        detail: { rows: accepted.length, linked: links.length },
      });
    if (key !== null)
      await storeAnswers(
        tx,
        viewer,
        key,
        rows.flatMap((given) => {
          const outcome = outcomes.get(given) as RowOutcome;
          const row = wanted.find((one) => one.row.given === given);
          // What is known already stays as it is; what was refused is looked at again when it comes again.
          return claims.has(given.row) ? [] : [{ ...outcome, bodyHash: row?.bodyHash ?? Buffer.alloc(32) }];
        }),
      );
    return { ...linked, jobs };
  });
  if (milestones > 0) context.wakeOutbox();
  if (isRescoped) context.wakeRescoped();
  if (jobs > 0) context.wakeRegistration();
  context.wakeInbox();
  // What was read before is another state.
  context.shipments.byId.clearAll();
  context.shipments.byLink.clearAll();
  context.shipments.orderIds.clearAll();
  return rows.map((given) => outcomes.get(given) as RowOutcome);
}

function check(given: GivenRow, at: string[]): Checked | { errors: GivenError[] } {
  const refuse = (field: string, message: string) => ({
    errors: [{ code: 'BAD_USER_INPUT', message, field: [...at, field] }],
  });
  const number = keptNumber(given.trackingNumber);
  if (number.length < 4) return refuse('trackingNumber', 'A tracking number has at least 4 characters.');
  if (given.trackingNumber.length > 120 || !numberShape.test(number))
    return refuse('trackingNumber', 'A tracking number has 4 to 100 letters A to Z, digits, and - . _ / between them.');
  const carrierCode = given.carrierCode?.trim() ?? '';
  if (carrierCode !== '' && !findCarrier(carrierCode))
    return refuse(
      'carrierCode',
      `There is no carrier "${carrierCode.slice(0, 50)}"; leave it out, or use a code of ours, for example ups.`,
    );
  const misread = given.acceptUnusual ? null : wrongNumber(number, carrierCode);
  if (misread !== null) return refuse('trackingNumber', misread);
  const orderName = given.orderName?.trim() || null;
  if (orderName !== null && (orderName.length > 100 || !orderName.isWellFormed() || orderName.includes('\0')))
    return refuse('orderName', 'orderName has at most 100 characters.');
  const deliveryId = given.deliveryId ? odooIdFrom('Delivery', given.deliveryId) : null;
  if (given.deliveryId && deliveryId === null) return refuse('deliveryId', 'deliveryId is not an id of type Delivery.');
  return { given, at, number, carrierCode, deliveryId, orderName };
}

/** What a person is told about a number that cannot be right; null where nothing is known against it. */
function wrongNumber(number: string, carrierCode: string): string | null {
  const { verdict, likelyMeant, candidates } = checkNumber(number, carrierCode || null);
  const name = findCarrier(carrierCode)?.name ?? 'the carrier';
  const sure = 'If it is right as it stands, say acceptUnusual.';
  const meant = likelyMeant.length > 0 ? ` Meant could be ${likelyMeant.join(' or ')}.` : '';
  if (verdict === 'CHECK_DIGIT_WRONG') {
    return `A character is wrong: the check digit does not fit.${meant} ${sure}`;
  }
  if (verdict === 'DOES_NOT_FIT') {
    const others = candidates.slice(0, 3).map((one) => one.carrierCode);
    return `${name} has no numbers like this.${meant}${others.length > 0 ? ` It looks like one of ${others.join(', ')}.` : ''} ${sure}`;
  }
  return null;
}

const error = ({ at }: Checked, field: string, code: string, message: string): GivenError => ({
  code,
  message,
  field: [...at, field],
});

/** The carrier of a row: as it says, or as rules name one for its delivery; empty where neither does, and for a number that has a carrier already. */
async function carriersByRule(
  tx: TransactionSql,
  { carrierRules }: RequestContext,
  aims: readonly { row: Checked; target: number | null | GivenError }[],
  told: readonly ToldDelivery[],
) {
  const open = aims.flatMap(({ row, target }) =>
    row.carrierCode === '' && typeof target === 'number' ? [{ row, target }] : [],
  );
  const ruled = new Map<Checked, { carrierCode: string; rule: Pick<PlacedRule, 'version' | 'position'> }>();
  if (open.length > 0) {
    const rules = await rulesNow(tx, carrierRules);
    const known = await tx<{ number: string }[]>`
      select number from tracking.ref where number = any(${open.map(({ row }) => row.number)}) and carrier_code <> ''`;
    const named = new Set(known.map(({ number }) => number));
    const byId = new Map(told.map(({ data }) => [data.id, data]));
    for (const { row, target } of open) {
      const delivery = byId.get(target);
      if (!delivery || named.has(row.number)) continue;
      const { deliveryMethod, countryCode, companyId } = delivery;
      const verdict = mapCarrier(rules, { deliveryMethod, countryCode, companyId, number: row.number });
      if (verdict.outcome !== 'MAPPED') continue;
      const { version, position } = verdict.rule;
      ruled.set(row, { carrierCode: verdict.carrierCode, rule: { version, position } });
    }
  }
  return (row: Checked) => ruled.get(row) ?? { carrierCode: row.carrierCode, rule: null };
}

/** What a row asks for, however it is written. */
const bodyHashOf = ({ number, carrierCode, deliveryId, orderName }: Checked): Buffer =>
  hash('sha256', JSON.stringify([number, carrierCode, deliveryId, orderName]), 'buffer');

/** Odoo's own, and as people type it. */
const spellings = (name: string) => [name, name.toUpperCase()];

interface Candidate {
  id: number;
  name: string;
  orderName: string;
  isCancelled: boolean;
}

/** The delivery that each row means: its id, null where none is asked for, or what is wrong. Scope stands inside the statement. */
async function findDeliveries(tx: TransactionSql, viewer: Viewer, rows: readonly Checked[]) {
  const names = [...new Set(rows.flatMap(({ orderName }) => (orderName === null ? [] : spellings(orderName))))];
  const given = [...new Set(rows.flatMap(({ deliveryId }) => deliveryId ?? []))];
  const scope = scopeCondition(viewer, 't', 3);
  const candidates =
    names.length + given.length === 0
      ? []
      : await tx.unsafe<Candidate[]>(
          `select id, name, order_name as "orderName", is_cancelled as "isCancelled" from (
             select d.id, d.order_id, d.data->>'name' as name, d.data->>'orderName' as order_name, d.data->>'kind' as kind, (d.data->>'deleted')::boolean as is_deleted,
               (d.data->>'cancelled')::boolean or coalesce((n.data->>'cancelled')::boolean, false) as is_cancelled,
               coalesce((n.data->>'companyId')::int, (d.data->>'companyId')::int) as company_id, coalesce((n.data->>'customerId')::int, (d.data->>'customerId')::int) as customer_id,
               case when n.id is null then d.data->>'region' else n.data->>'region' end as region
             from tracking.delivery d left join tracking.order_state n on n.id = d.order_id and n.version > d.version
             where d.data->>'orderName' = any($1::text[]) or d.id = any($2::int[])) t
           where not is_deleted and ${scope.text} order by id desc limit 5000`,
          [names, given, ...scope.values] as never,
        );
  return (row: Checked): number | null | GivenError => {
    if (row.orderName === null && row.deliveryId === null) return null;
    const ofOrder = candidates.filter(
      (one) => row.orderName === null || spellings(row.orderName).includes(one.orderName),
    );
    if (row.deliveryId !== null)
      return (
        ofOrder.find(({ id }) => id === row.deliveryId)?.id ??
        error(row, 'deliveryId', 'NOT_FOUND', 'There is no such delivery of this order, or it is not yours.')
      );
    if (ofOrder.length === 0)
      return error(row, 'orderName', 'NOT_FOUND', 'There is no such order with a delivery, or it is not yours.');
    const open = ofOrder.filter(({ isCancelled }) => !isCancelled);
    const [only] = open;
    if (open.length === 1 && only) return only.id;
    if (!only) return error(row, 'orderName', 'NOT_FOUND', 'All deliveries of this order are cancelled.');
    return error(
      row,
      'deliveryId',
      'BAD_USER_INPUT',
      `The order has ${open.length} deliveries (${open
        .slice(0, 5)
        .map(({ name }) => name)
        .join(', ')}); give deliveryId.`,
    );
  };
}

/**
 * Shipments under these numbers that serve orders, none of which the viewer may see. Linking one to an order of the viewer's would show a stranger's parcel, and naming its carrier would change
 * it: both are refused. That there is one is no secret: whoever knows a number sees it at level L0.
 */
async function shipmentsOfOthers(tx: TransactionSql, viewer: Viewer, rows: readonly Checked[]) {
  const scope = scopeCondition(viewer, 'l', 2);
  const found =
    rows.length === 0 || seesEverything(viewer)
      ? []
      : await tx.unsafe<{ number: string; carrier_code: string; shipment_id: string }[]>(
          `select r.number, r.carrier_code, r.shipment_id from tracking.ref r join tracking.link l on l.shipment_id = r.shipment_id
           where r.number = any($1::text[]) group by 1, 2, 3 having not bool_or(coalesce(${scope.text}, false))`,
          [rows.map(({ number }) => number), ...scope.values] as never,
        );
  return {
    ids: new Set(found.map((row) => row.shipment_id)),
    wouldTouch({ number, carrierCode }: Checked, isLinking: boolean): boolean {
      const carriers = found.flatMap((row) => (row.number === number ? row.carrier_code : []));
      if (carriers.length === 0 || carriers.includes(carrierCode)) return carriers.length > 0 && isLinking;
      return carrierCode === '' ? isLinking : carriers.includes('');
    },
  };
}
