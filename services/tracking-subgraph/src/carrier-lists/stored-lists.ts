import type { Sql, TransactionSql } from '@milepost/service-kit';
import type { ProviderRegistrar } from '../connectors/provider-registrar.ts';
import type { FactName } from '../connectors/tracking-fields.ts';
import { type CarrierDifference, type CarrierList, compareList } from './compare-lists.ts';

/** What is kept of a provider's list. */
export interface StoredList {
  provider: string;
  /** Null: it was never read. */
  readAt: Date | null;
  /** Why the last try brought nothing: a kind of error, or STRANGE. */
  problem: string | null;
  carrierCount: number;
  list: CarrierList;
}

/** Replaces what is kept of a provider's list. */
export async function storeList(
  tx: TransactionSql,
  provider: string,
  couriers: readonly { providerCode: string; name: string | null; needs: readonly FactName[] }[],
): Promise<void> {
  const rows = [
    ...new Map(couriers.map(({ providerCode: code, name, needs }) => [code, { code, name, needs }])).values(),
  ];
  await tx`delete from tracking.provider_carrier where provider = ${provider}`;
  await tx`
    insert into tracking.provider_carrier (provider, code, name, needs)
    select ${provider}, code, name, array(select jsonb_array_elements_text(needs)) from json_to_recordset(${JSON.stringify(rows)}::text::json) as g(code text, name text, needs jsonb)`;
  await tx`
    insert into tracking.provider_carrier_list (provider, read_at) values (${provider}, now())
    on conflict (provider) do update set read_at = excluded.read_at, problem = null`;
}

/** What was kept before stays. */
export async function storeProblem(sql: Sql, provider: string, kind: string): Promise<void> {
  await sql`
    insert into tracking.provider_carrier_list as l (provider, problem) values (${provider}, jsonb_build_object('kind', ${kind}::text, 'since', now()))
    on conflict (provider) do update set problem = case when l.problem->>'kind' = ${kind} then l.problem else excluded.problem end`;
}

async function readLists(sql: Pick<Sql, 'unsafe'>): Promise<StoredList[]> {
  const rows = await sql.unsafe<
    { provider: string; readAt: Date | null; problem: string | null; carriers: [code: string, needs: FactName[]][] }[]
  >(
    `select l.provider, l.read_at as "readAt", l.problem->>'kind' as problem,
       coalesce((select json_agg(json_build_array(c.code, c.needs)) from tracking.provider_carrier c where c.provider = l.provider), '[]') as carriers
     from tracking.provider_carrier_list l order by l.provider`,
  );
  return rows.map(({ carriers, ...row }) => ({ ...row, carrierCount: carriers.length, list: new Map(carriers) }));
}

/** For operators: each provider's list, and what it says otherwise than carriers.json. */
export async function reportLists(
  sql: Pick<Sql, 'unsafe'>,
): Promise<(Omit<StoredList, 'list'> & { differences: CarrierDifference[] })[]> {
  return (await readLists(sql)).map(({ list, ...row }) => ({
    ...row,
    differences: row.readAt === null ? [] : compareList(row.provider, list),
  }));
}

/** The lists as a process knows them. */
export interface CarrierLists {
  /** The provider's list was read, and it has no such carrier (the provider's code). */
  isGone: (provider: string, providerCode: string) => boolean;
  /** Reads what any process has stored since; registrars know the facts that carriers want from then on. */
  refresh: () => Promise<void>;
}

export function createCarrierLists(
  sql: Pick<Sql, 'unsafe'>,
  registrars: ReadonlyMap<string, Pick<ProviderRegistrar, 'learn'>>,
): CarrierLists {
  let known = new Map<string, CarrierList>();
  let version = '';
  return {
    isGone: (provider, providerCode) => known.get(provider)?.has(providerCode) === false,
    async refresh() {
      const [row] = await sql.unsafe<{ version: string }[]>(
        `select coalesce(string_agg(provider || ' ' || read_at, ',' order by provider), '') as version from tracking.provider_carrier_list`,
      );
      if (!row || row.version === version) return;
      const lists = (await readLists(sql)).filter(({ readAt }) => readAt !== null);
      known = new Map(lists.map(({ provider, list }) => [provider, list]));
      for (const [provider, list] of known) registrars.get(provider)?.learn(list);
      version = row.version;
    },
  };
}
