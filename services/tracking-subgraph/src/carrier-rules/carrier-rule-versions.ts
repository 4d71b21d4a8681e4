import type { Sql } from '@milepost/service-kit';
import { createRuleVersions, type RuleVersionRow, type VersionContext } from '../rule-version/rule-versions.ts';
import { requireOperator } from '../scope.ts';
import { type CarrierRule, normaliseRule } from './carrier-rule.ts';
import { type CarrierRuleFinding, lintCarrierRules, type SeenDelivery } from './lint.ts';

export type CarrierRuleVersionRow = RuleVersionRow<CarrierRule>;

/** What the verbs on carrier rules need of a process: CARRIER_MAPPING as rules, and the wake-up after a publication. */
export interface CarrierRuleSettings {
  builtIn: readonly CarrierRule[];
  wakeCarrierRules: () => void;
}

/** Versions of carrier rules. After a publication what waits for a carrier is looked at again, behind everything live. */
export const carrierRuleVersions = ({ builtIn, wakeCarrierRules }: CarrierRuleSettings) =>
  createRuleVersions<CarrierRule>({
    table: 'carrier_rule_version',
    noun: 'carrier rules',
    actions: {
      drafted: 'carrier_rules.drafted',
      saved: 'carrier_rules.saved',
      published: 'carrier_rules.published',
      rolledBack: 'carrier_rules.rolled_back',
      discarded: 'carrier_rules.discarded',
    },
    normalise: normaliseRule,
    // What deliveries show is for people to judge: it never stands in the way.
    errorsOf: async (_tx, rules) => lintCarrierRules(rules, builtIn, []).filter(({ severity }) => severity === 'ERROR'),
    onPublished: wakeCarrierRules,
  });

const seenLimit = 5_000;

/** The latest deliveries that were told, as rules see them. */
async function latestDeliveries(sql: Sql): Promise<SeenDelivery[]> {
  return sql<SeenDelivery[]>`
    select data->>'name' as name, data->>'deliveryMethod' as "deliveryMethod", data->>'countryCode' as "countryCode", (data->>'companyId')::int as "companyId",
      array(select jsonb_array_elements_text(data->'references')) as references
    from (select data from tracking.delivery order by id desc limit ${seenLimit}) d where not (data->>'deleted')::boolean`;
}

export async function lintVersion(
  { sql, viewer }: VersionContext,
  rules: readonly CarrierRule[],
  builtIn: readonly CarrierRule[],
): Promise<CarrierRuleFinding[]> {
  requireOperator(viewer);
  return lintCarrierRules(rules, builtIn, await latestDeliveries(sql));
}

/** How far the looking again after a publication is, by the process that is furthest; null before it began. */
export async function progressOf(
  sql: Sql,
  number: number,
): Promise<{ shipments: number; named: number; corrected: number; isDone: boolean } | null> {
  const [row] = await sql<{ shipments: number; named: number; corrected: number; isDone: boolean }[]>`
    select shipments::int, named::int, corrected::int, is_done as "isDone" from tracking.carrier_rule_run where split_part(rules_version, '+', 1) = ${`${number}`}
    order by started_at desc limit 1`;
  return row ?? null;
}
