import type { RequestContext } from '../context.ts';
import type { VersionOutcome } from '../rule-version/rule-versions.ts';
import { requireOperator } from '../scope.ts';
import { type CarrierRule, conditionsKey } from './carrier-rule.ts';
import { carrierRuleVersions } from './carrier-rule-versions.ts';
import { lintCarrierRules } from './lint.ts';
import { columnOf, type FileError, type RulesFormat, readRules } from './rules-file.ts';

/** What a file would change of the published rules. */
export interface ImportReport {
  added: CarrierRule[];
  removed: CarrierRule[];
  changed: { rule: CarrierRule; carrierBefore: string }[];
  unchangedCount: number;
  errors: FileError[];
  /** Those of the file. */
  rules: CarrierRule[];
}

const maxCharacters = 1_000_000;

/** Compares two sets of rules by what they are about. Pure. */
function compareRules(
  before: readonly CarrierRule[],
  after: readonly CarrierRule[],
): Omit<ImportReport, 'errors' | 'rules'> {
  const named = new Map(before.map((rule) => [conditionsKey(rule), rule.carrierCode]));
  const kept = new Set(after.map(conditionsKey));
  const known = after.map((rule) => ({ rule, carrierBefore: named.get(conditionsKey(rule)) }));
  return {
    added: known.flatMap(({ rule, carrierBefore }) => (carrierBefore === undefined ? rule : [])),
    removed: before.filter((rule) => !kept.has(conditionsKey(rule))),
    changed: known.flatMap(({ rule, carrierBefore }) =>
      carrierBefore !== undefined && carrierBefore !== rule.carrierCode ? [{ rule, carrierBefore }] : [],
    ),
    unchangedCount: known.filter(({ rule, carrierBefore }) => carrierBefore === rule.carrierCode).length,
  };
}

/**
 * Reads a file of rules and says what it would change; without errors, and unless it is only looked at, its rules become a draft. Never publishes. Throws FORBIDDEN for everybody but operators of the whole installation.
 */
export async function importRules(
  context: RequestContext,
  input: { format: RulesFormat; content: string; note: string; checkOnly?: boolean | null },
): Promise<VersionOutcome<CarrierRule> & { report: ImportReport | null }> {
  requireOperator(context.viewer);
  const refuse = (field: string, message: string) => ({
    version: null,
    report: null,
    userErrors: [{ code: 'BAD_USER_INPUT', message, field: ['input', field] }],
  });
  if (input.content.length > maxCharacters)
    return refuse('content', `A file has at most ${maxCharacters.toLocaleString('en')} characters.`);
  const file = readRules(input.content, input.format);
  const rules = file.rules.map(({ rule }) => rule);
  const errors = [...file.errors];
  for (const { severity, code, rule, message } of lintCarrierRules(rules, context.builtIn, [])) {
    // What rules say together is for the draft's lint: a person may settle it there.
    if (severity !== 'ERROR' || code === 'AMBIGUOUS' || rule === null) continue;
    errors.push({ line: file.rules[rule]?.line ?? 0, field: columnOf[code] ?? null, message });
  }
  const [published] = await context.sql<{ rules: CarrierRule[] }[]>`
    select rules from tracking.carrier_rule_version where state = 'PUBLISHED'`;
  const report: ImportReport = {
    ...compareRules(published?.rules ?? [], rules),
    errors: errors.sort((a, b) => a.line - b.line),
    rules,
  };
  if (errors.length > 0 || input.checkOnly) return { version: null, report, userErrors: [] };
  const versions = carrierRuleVersions(context);
  const drafted = await versions.createDraft(context, { note: input.note });
  const { version } = drafted;
  if (!version) return { ...drafted, report };
  return {
    ...(await versions.saveDraft(context, { number: version.number, revision: version.revision, rules })),
    report,
  };
}
