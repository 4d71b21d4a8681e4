import { hash } from 'node:crypto';
import {
  auditActor,
  ForbiddenError,
  recordAudit,
  seesEverything,
  type TransactionSql,
  type Viewer,
} from '@milepost/service-kit';
import { mapCarrier, type PlacedRule } from '../carrier-rules/map-carrier.ts';
import { rulesNow } from '../carrier-rules/published-carrier-rules.ts';
import type { RequestContext } from '../context.ts';
import { linkDeliveries, lockLinks, readTold, type ToldDelivery } from '../order-link/link-deliveries.ts';
import { scopeCondition } from '../scope.ts';
import { registerShipments } from '../shipment/register-shipments.ts';
import { numberInBarcode, numbersInBarcode } from '../tracking-number/number-in-barcode.ts';
import { type Checked, checkRow, type GivenError, type GivenRow, hasFacts, rowError } from './given-row.ts';
import { type Claim, claimKeys, storeAnswers } from './idempotency.ts';
import { wantRegistrations } from './want-registrations.ts';

/** What became of a row: a shipment, or what is wrong with it. */
export interface RowOutcome {
  row: number;
  shipmentId: string | null;
  errors: GivenError[];
}

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
    const found = checkRow(given, at(i));
    if ('errors' in found) refuse(given, found.errors);
    return 'errors' in found ? [] : [found];
  });
  const { milestones, isRescoped, jobs } = await sql.begin(async (tx) => {
    await lockLinks(tx);
    const now = new Date();
    const factsKey = checked.some(hasFacts) ? await context.factSeal.keyOf(tx, now) : null;
    const wanted = checked.map((row) => ({
      row,
      bodyHash: bodyHashOf(row),
      factsMark: factsKey && hasFacts(row) ? context.factSeal.mark(factsKey, row.facts) : null,
    }));
    const fresh: Checked[] = [];
    const claims =
      key === null
        ? new Map<number, Claim>()
        : await claimKeys(
            tx,
            viewer,
            key,
            wanted.map(({ row }) => row.given.row),
          );
    /** Rows that were done before. */
    const done = new Set<GivenRow>();
    for (const { row, bodyHash, factsMark } of wanted) {
      const claim = claims.get(row.given.row);
      if (claim) done.add(row.given);
      // With other facts than before it is done again, which changes nothing but them; without any, those of before stay.
      const isTheSame = claim && (factsMark === null || (claim.factsMark?.equals(factsMark) ?? false));
      if (!claim || (claim.bodyHash.equals(bodyHash) && !isTheSame)) fresh.push(row);
      else if (claim.bodyHash.equals(bodyHash))
        outcomes.set(row.given, { row: row.given.row, shipmentId: claim.shipmentId, errors: [] });
      else
        refuse(row.given, [
          rowError(
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
          rowError(
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
      found.map(({ row, carrierCode, rule }) => ({
        number: row.number,
        carrierCode,
        rule,
        isChosen: row.carrierCode !== '',
        trackingUrlTemplate: null,
      })),
      { actor: viewer.sub ?? viewer.role, requestId },
    );
    const accepted = found
      .map((one) => ({ ...one, shipmentId: ids.get(`${one.carrierCode}/${one.row.number}`) as string }))
      .filter(({ row, shipmentId }) => {
        const isTold = hasFacts(row) && others.ids.has(shipmentId);
        if (isTold)
          refuse(row.given, [
            rowError(
              row,
              'facts',
              'CONFLICT',
              'This number serves an order that is not yours to see; its facts are given by who sees it.',
            ),
          ]);
        return !isTold;
      });
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
      {
        byHand: true,
        now,
        given: new Map(
          accepted.flatMap(({ row, shipmentId }) =>
            factsKey && hasFacts(row) ? [[shipmentId, context.factSeal.seal(factsKey, shipmentId, row.facts)]] : [],
          ),
        ),
      },
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
        detail: {
          rows: accepted.length,
          linked: links.length,
          ...(factsKey && { withFacts: accepted.filter(({ row }) => hasFacts(row)).length }),
        },
      });
    if (key !== null)
      await storeAnswers(
        tx,
        viewer,
        key,
        rows.flatMap((given) => {
          const outcome = outcomes.get(given) as RowOutcome;
          const row = wanted.find((one) => one.row.given === given);
          const stored = { ...outcome, bodyHash: row?.bodyHash ?? Buffer.alloc(32), factsMark: row?.factsMark ?? null };
          if (!done.has(given)) return claims.has(given.row) ? [] : [stored];
          // What was done stays as it is, or has other facts now; what was refused is looked at again when it comes again.
          return outcome.shipmentId !== null && row?.factsMark ? [stored] : [];
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

/** What a row asks for, however it is written. Facts are left out: a postcode can be guessed from a hash; a mark under a key tells whether they are others. */
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
        rowError(row, 'deliveryId', 'NOT_FOUND', 'There is no such delivery of this order, or it is not yours.')
      );
    if (ofOrder.length === 0)
      return rowError(row, 'orderName', 'NOT_FOUND', 'There is no such order with a delivery, or it is not yours.');
    const open = ofOrder.filter(({ isCancelled }) => !isCancelled);
    const [only] = open;
    if (open.length === 1 && only) return only.id;
    if (!only) return rowError(row, 'orderName', 'NOT_FOUND', 'All deliveries of this order are cancelled.');
    return rowError(
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
          [
            rows.flatMap(({ number }) => [number, ...numbersInBarcode(number).map((inside) => inside.number)]),
            ...scope.values,
          ] as never,
        );
  return {
    ids: new Set(found.map((row) => row.shipment_id)),
    wouldTouch({ number, carrierCode }: Checked, isLinking: boolean): boolean {
      const own = [number, numberInBarcode(number, carrierCode)];
      const carriers = found.flatMap((row) => (own.includes(row.number) ? row.carrier_code : []));
      if (carriers.length === 0 || carriers.includes(carrierCode)) return carriers.length > 0 && isLinking;
      return carrierCode === '' ? isLinking : carriers.includes('');
    },
  };
}
