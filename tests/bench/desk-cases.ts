import type { Sql } from '@milepost/service-kit';

/** How many colleagues share them. */
const colleagues = 40;

/**
 * Fills up to `count` cases, beside what the rules found: of shipments that are there, one of each of some types, open, put aside and over, of every severity, given to somebody or to nobody, due before and after
 * now, a fifth of the open ones in incidents. By hand, as far as the rules know: they leave them. Answers how many there are then.
 */
export async function fillCases(sql: Sql, count: number): Promise<number> {
  const [before] = await sql<{ n: number }[]>`select count(*)::int as n from tracking.work_case`;
  const missing = count - (before?.n ?? 0);
  if (missing > 0) {
    await sql`insert into tracking.staff (sub, name, role) select 'colleague-' || n, 'Colleague ' || n, 'agent' from generate_series(1, ${colleagues}) n on conflict do nothing`;
    await sql`insert into tracking.incident (cause, kind, title, opened_at) select 'bench|' || n, 'bench', 'Incident ' || n, now() from generate_series(1, 40) n on conflict do nothing`;
    await sql`
      with s as materialized (select id, row_number() over (order by id) as k from tracking.shipment),
      w as materialized (select array_agg(id order by name) as ids from tracking.staff where sub like 'colleague-%'),
      i as materialized (select array_agg(id order by cause) as ids from tracking.incident where kind = 'bench'),
      -- Always the same, and what a case is follows from nothing that its shipment is.
      n as materialized (select n, n % total + 1 as k, (n / total)::int as round from generate_series(0, ${missing - 1}) n, (select count(*) as total from s) t),
      g as (select n, s.id, round, abs(hashint4(n)) % 1000 as r, abs(hashint4(n + 1000000)) % 1000 as q from n join s using (k))
      insert into tracking.work_case (type, subject, cause, mark, is_found, is_by_hand, shipment_id, state, reason, rule, evidence, severity, score, parts, opened_at, budget_minutes, due_at, closed_at, resolution, assignee_id, incident_id)
      select (array['LOST', 'DAMAGED', 'ADDRESS_PROBLEM', 'DELIVERED_DISPUTED', 'SILENT_TOO_LONG', 'DELAYED', 'CUSTOMS_HELD', 'RETURNED'])[1 + (round + r) % 8], 's:' || id, 'bench ' || n, '', false, true, id, state,
        'A case of the benchmark, number ' || n || '.', 'bench', '{}', case when q < 400 then 1 when q < 800 then 2 when q < 950 then 3 else 4 end, (q * 13) % 4000, '[]', now() - q * interval '1 hour', 480,
        case when state = 'OPEN' then now() + (q - 300) * interval '6 minutes' end, case when state = 'CLOSED' then now() end, case when state = 'CLOSED' then 'FIXED' end,
        case when q % 3 > 0 then w.ids[1 + q % ${colleagues}] end, case when state = 'OPEN' and r % 5 = 0 then i.ids[1 + q % 40] end
      from (select *, case when r < 700 then 'OPEN' when r < 800 then 'SNOOZED' else 'CLOSED' end as state from g) g, w, i`;
    await sql.unsafe('vacuum analyze tracking.work_case');
  }
  const [after] = await sql<{ n: number }[]>`select count(*)::int as n from tracking.work_case`;
  return after?.n ?? 0;
}
