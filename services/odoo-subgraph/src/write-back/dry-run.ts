import type { Sql } from '@milepost/service-kit';
import type { Wanted } from './plan-effects.ts';
import { type WriteBackPolicy, writeBackPolicy } from './policy.ts';
import { summaryOf } from './summary.ts';
import { takeBatch } from './take-news.ts';

export interface PlannedEffect {
  orderName: string | null;
  orderId: number;
  effect: 'chatter' | 'activity' | 'promise' | 'invoice';
  isAtDelivery: boolean;
  mode: 'shadow' | 'live';
  summary: string;
}

export interface WriteBackPlan {
  messages: number;
  /** Messages that say nothing we act on are among them. */
  since: Date;
  effects: PlannedEffect[];
  /** Records in Odoo that would be written, live. */
  records: number;
}

/** As WRITE_BACK_POLICY has it. Throws ZodError naming the field. */
export const readPolicy = (text: string): WriteBackPolicy => writeBackPolicy.parse(JSON.parse(text));

const effectOf = { LINE: 'chatter', ACTIVITY: 'activity', PROMISE: 'promise', INVOICE: 'invoice' } as const;

class Enough extends Error {}

/**
 * What all that tracking has told since then would have been written to Odoo under this policy, as if nothing had been before: by the code that does it, on empty tables that hide the real ones and are gone with the
 * transaction. Dates and deliveries are compared with what the mirror says now. Nothing is written anywhere.
 */
export async function planWriteBack(
  sql: Sql,
  { policy, since, now }: { policy: WriteBackPolicy; since: Date; now: Date },
): Promise<WriteBackPlan> {
  let plan: WriteBackPlan | null = null;
  const dry = sql.begin(async (tx) => {
    for (const table of ['effect', 'told_shipment', 'told_shipment_delivery', 'received_message'])
      await tx.unsafe(`create temporary table ${table} (like odoo.${table} including all) on commit drop`);
    await tx`insert into pg_temp.received_message (webhook_id, event_type, body, received_at)
      select webhook_id, event_type, body, received_at from odoo.received_message where received_at >= ${since}`;
    let messages = 0;
    for (;;) {
      const { taken, isMore } = await takeBatch(tx, { policy, now: () => now });
      messages += taken;
      if (!isMore) break;
    }
    const rows = await tx<
      { orderName: string | null; orderId: number; model: string; resId: number; state: string; wanted: Wanted }[]
    >`select o.name as "orderName", e.order_id as "orderId", e.model, e.res_id as "resId", e.state, e.wanted
      from pg_temp.effect e left join odoo.sale_order o on o.id = e.order_id order by e.order_id, e.id`;
    const live = rows.filter(({ state }) => state === 'WAITING');
    plan = {
      messages,
      since,
      effects: rows.map(({ orderName, orderId, model, state, wanted }) => ({
        orderName,
        orderId,
        effect: effectOf[wanted.kind],
        isAtDelivery: model === 'stock.picking',
        mode: state === 'WAITING' ? 'live' : 'shadow',
        summary: summaryOf(wanted),
      })),
      records: new Set(live.map(({ model, resId }) => `${model} ${resId}`)).size,
    };
    throw new Enough();
  });
  await dry.catch((error: unknown) => {
    if (!(error instanceof Enough)) throw error;
  });
  if (plan === null) throw new Error('nothing was planned');
  return plan;
}
