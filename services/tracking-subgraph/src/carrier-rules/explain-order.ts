import { BadUserInputError, ForbiddenError, type Sql, type Viewer } from '@milepost/service-kit';
import { numbersIn } from '../order-link/numbers-in-references.ts';
import { scopeCondition } from '../scope.ts';
import type { CarrierRule } from './carrier-rule.ts';
import type { CarrierRuleVersionRow } from './carrier-rule-versions.ts';
import { type CarrierRules, type CarrierVerdict, createCarrierRules, mapCarrier } from './map-carrier.ts';

/** What rules say of a number on a delivery; the number is null where the delivery has none. */
export interface CarrierExplanationRow {
  deliveryId: number;
  deliveryName: string;
  trackingNumber: string | null;
  verdict: CarrierVerdict;
}

/** Throws FORBIDDEN for everybody but agents and operators. */
export function requireStaff({ role }: Viewer): void {
  if (role !== 'agent' && role !== 'operator') throw new ForbiddenError('this is for agents and operators');
}

/** The rules of a version, or those that are published. Throws BAD_USER_INPUT for a version that does not exist. */
export async function rulesOfVersion(
  version: number | null,
  {
    published,
    builtIn,
    read,
  }: {
    published: () => Promise<CarrierRules>;
    builtIn: readonly CarrierRule[];
    read: (number: number) => Promise<CarrierRuleVersionRow | null>;
  },
): Promise<CarrierRules> {
  if (version === null) return published();
  const row = version === 0 ? null : await read(version);
  if (version !== 0 && !row) throw new BadUserInputError('version', `there are no carrier rules ${version}`);
  return createCarrierRules(version, row?.rules ?? [], builtIn);
}

const maxDeliveries = 50;

/** The order's deliveries in the viewer's scope, newest last, and what the rules say of each number: those in its references, and those that were linked to it by hand. */
export async function explainOrder(
  { sql, viewer }: { sql: Sql; viewer: Viewer },
  rules: CarrierRules,
  orderName: string,
): Promise<CarrierExplanationRow[]> {
  const name = orderName.trim();
  if (name.length === 0 || name.length > 100 || !name.isWellFormed() || name.includes('\0'))
    throw new BadUserInputError('orderName', 'orderName has 1 to 100 characters');
  const scope = scopeCondition(viewer, 't', 2);
  const rows = await sql.unsafe<
    {
      id: number;
      name: string;
      deliveryMethod: string | null;
      countryCode: string | null;
      companyId: number;
      numbers: string[];
    }[]
  >(
    `select id, data->>'name' as name, data->>'deliveryMethod' as "deliveryMethod", data->>'countryCode' as "countryCode", (data->>'companyId')::int as "companyId",
       array(select jsonb_array_elements_text(data->'references')) || array(
         select s.number from tracking.link l cross join lateral (select tracking_number as number from tracking.shipment s where s.id = l.shipment_id offset 0) s where l.delivery_id = t.id and l.origin = 'graph') as numbers
     from (
       select d.id, d.order_id, d.data, coalesce((n.data->>'companyId')::int, (d.data->>'companyId')::int) as company_id,
         coalesce((n.data->>'customerId')::int, (d.data->>'customerId')::int) as customer_id,
         case when n.id is null then d.data->>'region' else n.data->>'region' end as region
       from tracking.delivery d left join tracking.order_state n on n.id = d.order_id and n.version > d.version
       where d.data->>'orderName' = any($1::text[]) and not (d.data->>'deleted')::boolean) t
     where ${scope.text} order by id limit ${maxDeliveries}`,
    [[name, name.toUpperCase()], ...scope.values] as never,
  );
  return rows.flatMap(({ id, name: deliveryName, numbers, ...about }) => {
    const clean = numbersIn(numbers);
    return (clean.length === 0 ? [null] : clean).map((number) => ({
      deliveryId: id,
      deliveryName,
      trackingNumber: number,
      verdict: mapCarrier(rules, { ...about, number }),
    }));
  });
}
