import type { Sql } from '@milepost/service-kit';
import { lockLinks, readTold } from '../order-link/link-deliveries.ts';
import { registerDeliveries } from '../order-link/register-deliveries.ts';
import type { Registering } from '../registration/want-registrations.ts';
import { correctCarriers } from './correct-carriers.ts';
import { mapCarrier } from './map-carrier.ts';
import { type PublishedCarrierRules, rulesNow } from './published-carrier-rules.ts';
import { correctedCarrier, readRuledShipments } from './ruled-shipments.ts';

const nothing = { milestones: 0, isRescoped: false, registrations: 0, corrected: 0 };

/**
 * Looks once more at shipments that have no carrier, and at those whose carrier a rule chose and nobody has scanned, oldest first, some at a time, with the rules that are published now: for each publication once, by whichever process comes first, from where the last one stopped.
 * What a rule now names a carrier for goes the way of everything that Odoo tells (registerDeliveries); where rules now name another one, it is corrected.
 */
export async function applyPublishedRules(
  {
    sql,
    carrierRules,
    registering,
  }: { sql: Sql; carrierRules: Pick<PublishedCarrierRules, 'current' | 'refresh'>; registering: Registering },
  { limit = 100 } = {},
): Promise<{
  outcome: 'done' | 'more';
  milestones: number;
  isRescoped: boolean;
  registrations: number;
  corrected: number;
}> {
  const { version } = await carrierRules.refresh();
  const [known] = await sql<{ is_done: boolean }[]>`
    select is_done from tracking.carrier_rule_run where rules_version = ${version}`;
  if (known?.is_done) return { outcome: 'done', ...nothing };
  if (!known)
    await sql`insert into tracking.carrier_rule_run (rules_version) values (${version}) on conflict do nothing`;
  return sql.begin(async (tx) => {
    await lockLinks(tx);
    const rules = await rulesNow(tx, carrierRules);
    // Published while this one waited for the lock: the next round begins with those.
    if (rules.version !== version) return { outcome: 'more', ...nothing };
    const [run] = await tx<{ after_id: string }[]>`
      select after_id from tracking.carrier_rule_run where rules_version = ${version} and not is_done for update`;
    if (!run) return { outcome: 'done', ...nothing };
    const page = await readRuledShipments(tx, { after: run.after_id, limit });
    const open = page.filter(({ carrierCode, isSettled }) => carrierCode === '' || !isSettled);
    const told = await readTold(tx, { deliveries: [...new Set(open.flatMap(({ deliveries }) => deliveries))] });
    const waiting = page.filter(({ carrierCode }) => carrierCode === '');
    const named = told.filter(({ data }) =>
      waiting.some(({ number, deliveries }) => {
        const { deliveryMethod, countryCode, companyId } = data;
        const isOf = deliveries.includes(data.id);
        return isOf && mapCarrier(rules, { deliveryMethod, countryCode, companyId, number }).outcome === 'MAPPED';
      }),
    );
    const outcome =
      named.length === 0
        ? nothing
        : await registerDeliveries(
            tx,
            named.map((delivery) => ({ ...delivery, isMoved: false })),
            { rules, registering, actor: 'carrier-rules', requestOf: () => `carrier-rules-${rules.number}` },
          );
    const toldById = new Map(told.map((row) => [row.data.id, row]));
    const { corrected, registrations } = await correctCarriers(
      tx,
      open.flatMap((shipment) => {
        const to = correctedCarrier(rules, shipment, toldById);
        return to ? [{ shipment, to }] : [];
      }),
      { registering, actor: 'carrier-rules', requestId: `carrier-rules-${rules.number}` },
    );
    const [left] = await tx<{ n: number }[]>`
      select count(*)::int as n from tracking.ref where carrier_code = '' and shipment_id = any(${waiting.map(({ id }) => id)})`;
    const isDone = page.length < limit;
    await tx`update tracking.carrier_rule_run set after_id = ${page.at(-1)?.id ?? run.after_id}, shipments = shipments + ${page.length}, corrected = corrected + ${corrected},
      named = named + ${waiting.length - (left?.n ?? 0)}, is_done = ${isDone}, finished_at = ${isDone ? new Date() : null} where rules_version = ${version}`;
    return {
      ...outcome,
      outcome: isDone ? 'done' : 'more',
      registrations: outcome.registrations + registrations,
      corrected,
    };
  });
}
