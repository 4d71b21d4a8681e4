import type { Sql } from '@milepost/service-kit';
import { readTold } from '../order-link/link-deliveries.ts';
import { type CarrierRules, mapCarrier } from './map-carrier.ts';
import { correctedCarrier, readRuledShipments } from './ruled-shipments.ts';

/** What a publication of rules would do to shipments. */
export interface CarrierRuleEffect {
  /** Shipments looked at: the latest ones. */
  lookedAtCount: number;
  /** All that the publication would look at were looked at. */
  isComplete: boolean;
  namedCount: number;
  correctedCount: number;
  /** By carrier, the most frequent first; `carrierBefore` is null where there was none. */
  changes: { carrierBefore: string | null; carrierCode: string; count: number }[];
}

const lookedAtLimit = 5_000;

/** How many shipments these rules would give a carrier, or another one, were they published now. */
export async function effectOf(sql: Sql, rules: CarrierRules): Promise<CarrierRuleEffect> {
  return sql.begin('isolation level repeatable read read only', async (tx) => {
    const shipments = await readRuledShipments(tx, { after: null, limit: lookedAtLimit });
    const told = await readTold(tx, { deliveries: [...new Set(shipments.flatMap(({ deliveries }) => deliveries))] });
    const toldById = new Map(told.map((row) => [row.data.id, row]));
    const changes = shipments.flatMap((shipment) => {
      const { carrierCode, number, deliveries } = shipment;
      if (carrierCode !== '') {
        const to = correctedCarrier(rules, shipment, toldById);
        return to ? { carrierBefore: carrierCode, carrierCode: to.carrierCode } : [];
      }
      for (const id of deliveries) {
        const data = toldById.get(id)?.data;
        if (!data || data.deleted) continue;
        const { deliveryMethod, countryCode, companyId } = data;
        const verdict = mapCarrier(rules, { deliveryMethod, countryCode, companyId, number });
        if (verdict.outcome === 'MAPPED') return { carrierBefore: null, carrierCode: verdict.carrierCode };
      }
      return [];
    });
    const groups = Map.groupBy(changes, ({ carrierBefore, carrierCode }) => `${carrierBefore ?? ''} ${carrierCode}`);
    const namedCount = changes.filter(({ carrierBefore }) => carrierBefore === null).length;
    return {
      lookedAtCount: shipments.length,
      isComplete: shipments.length < lookedAtLimit,
      namedCount,
      correctedCount: changes.length - namedCount,
      changes: [...groups.values()]
        .flatMap(([first, ...more]) => (first ? { ...first, count: more.length + 1 } : []))
        .sort((a, b) => b.count - a.count),
    };
  });
}
