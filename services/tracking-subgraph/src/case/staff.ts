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
/** Of each database client: who was written down lately. */
const rememberedBy = new WeakMap<object, Map<string, { id: string; name: string; until: number }>>();

/**
 * Who asks, as a row that cases can name: kept as the viewer token says, so that nobody has to be entered anywhere. Written at most every five minutes by each process.
 */
export async function rememberStaff(sql: Pick<Sql, 'unsafe'>, viewer: Viewer): Promise<string> {
  requireStaff(viewer);
  const sub = viewer.sub ?? viewer.sid;
  const name = viewer.name ?? sub;
  const remembered = rememberedBy.get(sql) ?? new Map<string, { id: string; name: string; until: number }>();
  rememberedBy.set(sql, remembered);
  const known = remembered.get(sub);
  if (known && known.name === name && known.until > Date.now()) return known.id;
  const [row] = await sql.unsafe<{ id: string }[]>(
    `insert into tracking.staff as s (sub, name, role) values ($1, $2, $3)
     on conflict (sub) do update set name = excluded.name, role = excluded.role, seen_at = now() returning id`,
    [sub, name, viewer.role],
  );
  const { id } = row as { id: string };
  if (remembered.size >= mostRemembered) remembered.clear();
  remembered.set(sub, { id, name, until: Date.now() + rememberedMs });
  return id;
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export function localUuid(type: 'Case' | 'Incident' | 'StaffMember' | 'CaseBulk' | 'CarrierOutage', id: string) {
  const local = fromGlobalId(type, id);
  return local !== null && uuid.test(local) ? local : null;
}
