import { regionName, type Sql } from '@milepost/service-kit';
import { z } from 'zod';
import { lockMirror, tellChanges } from '../channel/tell-changes.ts';

/**
 * Which region an order belongs to, by its warehouse and the country it goes to. The first rule that fits counts; a rule without warehouses (or countries)
 * fits every one. An order that no rule fits has no region.
 */
export const regionRules = z
  .array(
    z.strictObject({
      region: z.string().regex(regionName, 'a region is 1 to 40 letters, digits, _ or -'),
      /** Odoo's stock.warehouse ids. */
      warehouses: z.array(z.number().int().positive()).min(1).max(1_000).optional(),
      /** ISO 3166-1 alpha-2. */
      countries: z
        .array(z.string().regex(/^[A-Z]{2}$/, 'a country is two capital letters'))
        .min(1)
        .max(250)
        .optional(),
    }),
  )
  .max(1_000);
export type RegionRules = z.infer<typeof regionRules>;

const ordersPerBatch = 500;

/**
 * Puts the rules in force: new orders follow them at once, those that are there in batches, each told to tracking in its own transaction. What is done
 * stays done when it is interrupted; true while there is more. Equal rules cost one look.
 */
export async function applyRegionRules(
  sql: Sql,
  rules: RegionRules,
  telling: { tellsPostcodes?: boolean } = {},
): Promise<boolean> {
  return sql.begin(async (tx) => {
    const wanted = JSON.stringify(
      rules.map(({ region, warehouses, countries }) => ({ region, warehouses, countries })),
    );
    await lockMirror(tx);
    const [state] = await tx<{ rules: string; after_id: number | null }[]>`
      select rules, after_id from odoo.region_state for update`;
    let after = state?.after_id ?? null;
    if (state?.rules !== wanted) {
      await tx`delete from odoo.region_rule`;
      await tx.unsafe(
        `insert into odoo.region_rule (position, region, warehouses, countries)
         select n, g->>'region', (select array_agg(w::int) from json_array_elements_text(g->'warehouses') w), (select array_agg(c) from json_array_elements_text(g->'countries') c)
         from json_array_elements($1::text::json) with ordinality r(g, n)`,
        [wanted],
      );
      after = 0;
    }
    if (after === null) return false;
    const ids = await tx<
      { id: number }[]
    >`select id from odoo.sale_order where id > ${after} order by id limit ${ordersPerBatch}`;
    if (ids.length > 0)
      await tellChanges(
        tx,
        'sale.order',
        ids.map(({ id }) => id),
        telling,
      );
    const next = ids.length < ordersPerBatch ? null : (ids.at(-1)?.id ?? null);
    await tx`update odoo.region_state set rules = ${wanted}, after_id = ${next}`;
    return next !== null;
  });
}
