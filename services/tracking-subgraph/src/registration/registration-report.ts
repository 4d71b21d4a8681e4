import {
  BadUserInputError,
  decodeCursor,
  encodeCursor,
  pageSize,
  type Sql,
  toPage,
  type Viewer,
} from '@milepost/service-kit';
import { reportLists } from '../carrier-lists/stored-lists.ts';
import { requireOperator } from '../scope.ts';
import type { RegistrationAction, RegistrationCause, RegistrationState } from './decide.ts';
import { forecastMonth, lookBackDays } from './forecast.ts';
import { type RegistrationView, registrationColumns } from './registration.loaders.ts';
import type { ToldField } from './told-fields.ts';

/** Waiting for longer than this is told to operators. */
export const overdueHours = 24;

interface Context {
  /** What providers are told, by the configuration. */
  told: readonly ToldField[];
  sql: Sql;
  viewer: Viewer;
}

/** Registrations in one state, or of which something is still to be done, oldest first. Throws FORBIDDEN for everybody but operators. */
export async function listRegistrations(
  { sql, viewer }: Omit<Context, 'told'>,
  {
    state,
    pending,
    first,
    after,
  }: { state: RegistrationState | null; pending: RegistrationAction | null; first: number; after: string | null },
) {
  requireOperator(viewer);
  if (state === null && pending === null) throw new BadUserInputError('state', 'give state, or pending, or both');
  const size = pageSize(first, 50);
  const [at, id] = after === null ? [null, null] : decodeCursor(after, ['string', 'string']);
  const rows = await sql.unsafe<(RegistrationView & { at: string })[]>(
    `select ${registrationColumns}, r.created_at::text as at from tracking.registration r
     where ($1::text is null or r.state = $1) and ($5::text is null or r.pending = $5) and ($2::text is null or (r.created_at, r.shipment_id) > ($2::text::timestamptz, $3::text::uuid)) order by r.created_at, r.shipment_id limit $4`,
    [state, at as string | null, id as string | null, size + 1, pending],
  );
  return toPage([...rows], size, (row) => encodeCursor([row.at, row.shipmentId]));
}

/** How registrations stand, and what they cost. Throws FORBIDDEN for everybody but operators. */
export async function reportRegistrations({ sql, viewer, told }: Context, now: Date) {
  requireOperator(viewer);
  const states = await sql<{ state: RegistrationState; count: number }[]>`
    select state, count(*)::int as count from tracking.registration group by 1 order by 1`;
  const pending = await sql<{ action: RegistrationAction; count: number; since: Date }[]>`
    select pending as action, count(*)::int as count, min(pending_since) as since from tracking.registration where pending is not null group by 1 order by 1`;
  const { oldest, overdue } = await countOverdue(sql);
  const carrierLists = await reportLists(sql);
  const spent = await sql<{ provider: string; cause: RegistrationCause; day: string; count: number }[]>`
    select provider, cause, day::text, count from tracking.registration_spend
    where day >= least(date_trunc('month', ${now}::timestamptz at time zone 'UTC')::date, (${now}::timestamptz at time zone 'UTC')::date - ${lookBackDays}::int) order by provider, cause, day`;
  const month = now.toISOString().slice(0, 7);
  const byCause = Map.groupBy(
    spent.filter(({ day }) => day.startsWith(month)),
    ({ provider, cause }) => `${provider} ${cause}`,
  );
  return {
    states: [...states],
    pending: pending.map(({ since, ...row }) => ({ ...row, since: since.toISOString() })),
    told: [...told],
    carrierLists: carrierLists.map(({ readAt, ...one }) => ({ ...one, readAt: readAt?.toISOString() ?? null })),
    oldestQueuedAt: oldest?.toISOString() ?? null,
    overdueCount: overdue,
    spend: [...byCause.values()].flatMap((days) => {
      const [one] = days;
      return one
        ? [{ provider: one.provider, cause: one.cause, count: days.reduce((sum, { count }) => sum + count, 0) }]
        : [];
    }),
    forecast: [...Map.groupBy(spent, ({ provider }) => provider)].map(([provider, days]) => ({
      provider,
      ...forecastMonth(days, now),
    })),
  };
}

/** Registrations that wait for a provider, to be registered, retracked or deleted: since when the oldest one, and how many for too long. */
export async function countOverdue(sql: Sql): Promise<{ oldest: Date | null; overdue: number }> {
  const [row] = await sql<{ oldest: Date | null; overdue: number }[]>`
    select min(since) as oldest, count(*) filter (where since < now() - ${overdueHours} * interval '1 hour')::int as overdue
    from (select case when pending is not null then pending_since else coalesce((problem->>'since')::timestamptz, updated_at) end as since
      from tracking.registration where state = 'QUEUED' or pending is not null) q`;
  return row ?? { oldest: null, overdue: 0 };
}
