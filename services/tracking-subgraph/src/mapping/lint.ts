import { milestoneCodes, reasonCodes } from '../taxonomy/codes.ts';
import { mappedProviders, milestoneRule } from '../taxonomy/taxonomy.ts';
import { builtInMapping, type MappingRule, ruleKey } from './mapping.ts';

export interface MappingFinding {
  /** ERROR: cannot be published. WARNING: look again. */
  severity: 'ERROR' | 'WARNING';
  code:
    | 'UNKNOWN_PROVIDER'
    | 'NO_CODE'
    | 'UNKNOWN_MILESTONE'
    | 'UNKNOWN_REASON'
    | 'REASON_MISSING'
    | 'DUPLICATE'
    | 'NO_EFFECT'
    | 'HIDES_CODE'
    | 'NEVER_SEEN';
  /** Position of the rule, from 0. */
  rule: number;
  message: string;
}

/** What is wrong or strange about a set of rules. `seen` holds the keys of codes that no built-in table knows and that facts carry. Pure. */
export function lintRules(rules: readonly MappingRule[], seen: ReadonlySet<string>): MappingFinding[] {
  const first = new Map<string, number>();
  return rules.flatMap((rule, i) => {
    const findings: MappingFinding[] = [];
    const add = (severity: MappingFinding['severity'], code: MappingFinding['code'], message: string) =>
      findings.push({ severity, code, rule: i, message });
    const { provider, code, subCode, milestone, reason } = rule;
    const name = [code, subCode].filter((part) => part !== null).join(' / ');
    if (!mappedProviders.includes(provider))
      add('ERROR', 'UNKNOWN_PROVIDER', `no provider "${provider}"; there are ${mappedProviders.join(', ')}`);
    if (!code && !subCode) add('ERROR', 'NO_CODE', 'give the code, the finer code, or both');
    if (!milestoneCodes.includes(milestone)) {
      add('ERROR', 'UNKNOWN_MILESTONE', `no milestone "${milestone}"`);
      return findings;
    }
    if (reason !== null && !reasonCodes.includes(reason)) add('ERROR', 'UNKNOWN_REASON', `no reason "${reason}"`);
    if (reason === null && milestoneRule(milestone).needsReason)
      add('ERROR', 'REASON_MISSING', `${milestone} needs a reason; UNKNOWN is one`);
    const key = ruleKey(rule);
    const earlier = first.get(key);
    if (earlier === undefined) first.set(key, i);
    else add('ERROR', 'DUPLICATE', `rule ${earlier} is about ${name} as well`);
    const before = builtInMapping.find(provider, code, subCode);
    if (before.known) {
      if (before.milestone === milestone && before.reason === reason && before.isDelay === rule.isDelay)
        add('WARNING', 'NO_EFFECT', `${name} means ${milestone} already`);
      else if (milestone === 'UNKNOWN')
        add('WARNING', 'HIDES_CODE', `${name} meant ${before.milestone} and will change nothing`);
    } else if (!seen.has(key) && !seen.has(ruleKey({ provider, code: null, subCode })))
      add('WARNING', 'NEVER_SEEN', `no message has carried ${name} so far; is it spelled as the provider writes it?`);
    return findings;
  });
}
