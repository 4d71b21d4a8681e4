import { ForbiddenError, fromGlobalId, type Sql, type Viewer } from '@milepost/service-kit';

export interface StaffRow {
  id: string;
  sub: string;
  name: string;
}

/** Throws FORBIDDEN for everybody but staff. */
export function requireStaff(viewer: Viewer): asserts viewer is Viewer & { role: 'agent' | 'operator' } {
  if (viewer.role !== 'agent' && viewer.role !== 'operator')
    throw new ForbiddenError('this is for agents and operators');
}

const rememberedMs = 300_000;
const mostRemembered = 10_000;
interface Remembered {
  id: string;
  name: string;
  scope: string;
  until: number;
}
/** Of each database client: who was written down lately. */
const rememberedBy = new WeakMap<object, Map<string, Remembered>>();

/**
 * Who asks, as a row that cases can name: kept as the viewer token says, so that nobody has to be entered anywhere. Written at most every five minutes by each process.
 */
export async function rememberStaff(sql: Pick<Sql, 'unsafe'>, viewer: Viewer): Promise<string> {
  requireStaff(viewer);
  const sub = viewer.sub ?? viewer.sid;
  const name = viewer.name ?? sub;
  const remembered = rememberedBy.get(sql) ?? new Map<string, Remembered>();
  rememberedBy.set(sql, remembered);
  const known = remembered.get(sub);
  const scope = JSON.stringify([viewer.companies, viewer.regions, viewer.customers]);
  if (known && known.name === name && known.scope === scope && known.until > Date.now()) return known.id;
  const [row] = await sql.unsafe<{ id: string }[]>(
    `insert into tracking.staff as s (sub, name, role, companies, regions, customers) values ($1, $2, $3, $4::int[], $5::text[], $6::int[])
     on conflict (sub) do update set name = excluded.name, role = excluded.role, companies = excluded.companies, regions = excluded.regions, customers = excluded.customers,
       seen_at = now() returning id`,
    [sub, name, viewer.role, viewer.companies, viewer.regions, viewer.customers],
  );
  const { id } = row as { id: string };
  if (remembered.size >= mostRemembered) remembered.clear();
  remembered.set(sub, { id, name, scope, until: Date.now() + rememberedMs });
  return id;
}

/** Which of these cases a colleague may see, as far as their last viewer token said. */
export async function casesSeenBy(
  sql: Pick<Sql, 'unsafe'>,
  staffId: string,
  caseIds: readonly string[],
): Promise<Set<string>> {
  const within = (row: string) =>
    `(s.companies is null or ${row}.company_id = any(s.companies)) and (s.regions is null or ${row}.region = any(s.regions)) and (s.customers is null or ${row}.customer_id = any(s.customers))`;
  const rows = await sql.unsafe<{ id: string }[]>(
    `select c.id from tracking.staff s join tracking.work_case c on c.id = any($2::uuid[]) where s.id = $1 and case
       when s.companies is null and s.regions is null and s.customers is null then true
       when c.shipment_id is null then ${within('c')}
       else exists (select 1 from tracking.link l where l.shipment_id = c.shipment_id and ${within('l')}) end`,
    [staffId, caseIds as string[]],
  );
  return new Set(rows.map(({ id }) => id));
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export function localUuid(
  type: 'Case' | 'Incident' | 'StaffMember' | 'CaseBulk' | 'CarrierOutage' | 'ReportPhoto',
  id: string,
) {
  const local = fromGlobalId(type, id);
  return local !== null && uuid.test(local) ? local : null;
}
