import type { Sql } from '@milepost/service-kit';
import { splitReferences } from '@milepost/service-kit';
import type { OdooClient } from '../odoo/client.ts';
import { OdooCallError } from '../odoo/errors.ts';
import { optionalText } from '../odoo/values.ts';
import { type Finding, listOf, ok, plural, skipped, warning } from './finding.ts';

export interface Reference {
  /** Of the delivery, as people know it. */
  name: string;
  text: string | null;
}

/** Of the newest, where Odoo itself is asked: the whole history would keep it busy. */
const askedOfOdoo = 1_000;

/** Deliveries with a text for tracking numbers, from the mirror: all of them, newest first. */
export async function mirroredReferences(sql: Sql): Promise<Reference[] | null> {
  const [table] = await sql<{ name: string | null }[]>`select to_regclass('odoo.sync_round')::text as name`;
  if (!table?.name) return null;
  const [round] = await sql<{ as_of: Date | null }[]>`select as_of from odoo.sync_round`;
  if (!round?.as_of) return null;
  return await sql<Reference[]>`
    select name, tracking_ref as text from odoo.picking where tracking_ref is not null and (type_code = 'outgoing' or return_of is not null) order by id desc`;
}

/** The newest of them, from Odoo. */
export async function referencesOfOdoo(client: OdooClient): Promise<Reference[] | null> {
  try {
    const records = await client.searchRead<{ id: number; name: string; carrier_tracking_ref: unknown }>(
      'stock.picking',
      {
        domain: [
          ['carrier_tracking_ref', '!=', false],
          ['picking_type_code', '=', 'outgoing'],
        ],
        fields: ['name', 'carrier_tracking_ref'],
        limit: askedOfOdoo,
        order: 'id desc',
      },
    );
    return records.map(({ name, carrier_tracking_ref }) => ({
      name,
      text: optionalText.safeParse(carrier_tracking_ref).data ?? null,
    }));
  } catch (error) {
    if (error instanceof OdooCallError) return null;
    throw error;
  }
}

/** Texts that hold no number that anybody could track. They are named by their delivery: people write anything there, names and addresses too. */
export function referencesFinding(references: readonly Reference[] | null): Finding {
  if (references === null) return skipped('references', 'deliveries cannot be read');
  const unusable = references.filter(({ text }) => splitReferences(text).length === 0).map(({ name }) => name);
  const of = plural(references.length, 'delivery with a reference', 'deliveries with a reference');
  return unusable.length > 0
    ? warning('references', `${unusable.length} of ${of} cannot be tracked: ${listOf(unusable)}`, {
        cause: 'what stands under "Tracking Reference" holds no number: words, or a few digits only',
        remedy: 'put the carrier’s number there, several separated by commas; the mirror finds the change by itself',
        details: { deliveries: unusable.slice(0, 1_000), count: unusable.length },
      })
    : ok('references', `each of ${of} holds a number`);
}
