import type { Sql } from '@milepost/service-kit';
import {
  createRuleVersions,
  type RuleVersionRow,
  ruleText,
  type VersionContext,
} from '../rule-version/rule-versions.ts';
import { requireOperator } from '../scope.ts';
import { lintRules, type MappingFinding } from './lint.ts';
import { type MappingRule, ruleKey } from './mapping.ts';

export type MappingVersionRow = RuleVersionRow<MappingRule>;

/** Versions of mappings. From a publication on messages are read with it, and the past is derived again behind everything live. */
export const mappingVersions = (wakeMapping: () => void) =>
  createRuleVersions<MappingRule>({
    table: 'mapping_version',
    noun: 'mapping',
    actions: {
      drafted: 'mapping.drafted',
      saved: 'mapping.saved',
      published: 'mapping.published',
      rolledBack: 'mapping.rolled_back',
      discarded: 'mapping.discarded',
    },
    normalise: ({ provider, code, subCode, milestone, reason, isDelay }) => ({
      provider: ruleText(provider) ?? '',
      code: ruleText(code),
      subCode: ruleText(subCode),
      milestone,
      reason: reason ?? null,
      isDelay,
    }),
    errorsOf: async (tx, rules) => lintRules(rules, await seenCodes(tx)).filter(({ severity }) => severity === 'ERROR'),
    onPublished: wakeMapping,
  });

/** Codes that facts carry and no built-in table knows. */
async function seenCodes(sql: Pick<Sql, 'unsafe'>): Promise<ReadonlySet<string>> {
  const rows = await sql.unsafe<{ provider: string; code: string; sub_code: string }[]>(
    'select provider, code, sub_code from tracking.unknown_code limit 10000',
  );
  return new Set(
    rows.flatMap(({ provider, code, sub_code }) => {
      const subCode = sub_code || null;
      return [
        ruleKey({ provider, code: code || null, subCode }),
        ruleKey({ provider, code: null, subCode }),
        ruleKey({ provider, code: code || null, subCode: null }),
      ];
    }),
  );
}

export async function lintMapping(
  { sql, viewer }: VersionContext,
  rules: readonly MappingRule[],
): Promise<MappingFinding[]> {
  requireOperator(viewer);
  return lintRules(rules, await seenCodes(sql));
}
