import { createHash } from 'node:crypto';
import { BadUserInputError, requireOdooId } from '@milepost/service-kit';
import type { InstantRange, OrderFilter as OrderFilterInput } from '../generated/resolvers.ts';
import { deliveryStates, isDelivery, orderStates } from './order-row.ts';

/** What a list of orders is limited to, ready to stand in its statement. */
export interface OrderFilter {
  /** Equal for filters that mean the same; a cursor carries it. Empty for no filter. */
  readonly digest: string;
  /** Conditions on odoo.sale_order `o`; `first` is the number of the first free parameter. */
  conditions(first: number): { texts: string[]; values: unknown[] };
}

/** Only what is given becomes a condition, so that each has its index; `$` stands for the value, where there is one. */
type Condition = [text: string, value?: unknown];

/** Throws BadUserInputError naming the field of the filter. */
export function readOrderFilter(given: OrderFilterInput): OrderFilter {
  const conditions: Condition[] = [
    ...listed(given.states, orderStates, 'o.state = any($::text[])'),
    ...range(given.placed, 'o.placed_at', 'filter.placed'),
    ...range(given.promised, 'o.commitment_date', 'filter.promised'),
  ];
  if (given.companyId != null)
    conditions.push(['o.company_id = $::int', requireOdooId('Company', given.companyId, 'filter.companyId')]);
  if (given.customerId != null)
    conditions.push([
      'o.commercial_partner_id = $::int',
      requireOdooId('Customer', given.customerId, 'filter.customerId'),
    ]);
  if (given.hasOpenDeliveries != null)
    conditions.push([
      `${given.hasOpenDeliveries ? '' : 'not '}exists (select 1 from odoo.picking k where k.order_id = o.id and ${isDelivery} and k.state <> 'done' and k.state <> 'cancel')`,
    ]);
  const ofDelivery: Condition[] = listed(given.deliveryStates, deliveryStates, 'k.state = any($::text[])');
  if (given.carrierName != null)
    ofDelivery.push([
      'k.carrier_id = any (array(select d.id from odoo.delivery_carrier d where lower(d.name) = lower($::text)))',
      carrierName(given.carrierName),
    ]);
  if (given.updatedSince != null)
    conditions.push(['o.changed_at >= $::timestamp', naiveUtc(given.updatedSince, 'filter.updatedSince')]);

  const all = [...conditions, ...ofDelivery];
  const digest =
    all.length === 0 ? '' : createHash('sha256').update(JSON.stringify(all)).digest('base64url').slice(0, 12);
  return {
    digest,
    conditions(first) {
      const values: unknown[] = [];
      const written = ([text, value]: Condition) => {
        if (value !== undefined) values.push(value);
        return text.replace('$', `$${first + values.length - 1}`);
      };
      const texts = conditions.map(written);
      if (ofDelivery.length > 0)
        texts.push(
          `exists (select 1 from odoo.picking k where k.order_id = o.id and ${isDelivery} and ${ofDelivery.map(written).join(' and ')})`,
        );
      return { texts, values };
    },
  };
}

function listed<K extends string>(
  given: readonly K[] | null | undefined,
  names: Readonly<Record<K, string>>,
  text: string,
): Condition[] {
  return given == null ? [] : [[text, [...new Set(given)].map((name) => names[name]).sort()]];
}

function range(given: InstantRange | null | undefined, column: string, field: string): Condition[] {
  const conditions: Condition[] = [];
  if (given?.from != null) conditions.push([`${column} >= $::timestamp`, naiveUtc(given.from, `${field}.from`)]);
  if (given?.before != null) conditions.push([`${column} < $::timestamp`, naiveUtc(given.before, `${field}.before`)]);
  return conditions;
}

const isoInstant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

/** As Odoo's times stand in the mirror. */
function naiveUtc(given: unknown, field: string): string {
  const time = typeof given === 'string' && isoInstant.test(given) ? new Date(given) : null;
  if (time === null || Number.isNaN(time.getTime()))
    throw new BadUserInputError(field, `${field} must be an instant with its offset, for example 2026-11-21T08:30:00Z`);
  return time.toISOString().slice(0, 23).replace('T', ' ');
}

function carrierName(given: string): string {
  const name = given.trim();
  if (name.length === 0 || name.length > 200 || /\p{Cc}/u.test(name))
    throw new BadUserInputError('filter.carrierName', 'filter.carrierName must have 1 to 200 characters');
  return name;
}
