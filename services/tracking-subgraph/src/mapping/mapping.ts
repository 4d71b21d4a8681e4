import {
  type MilestoneCode,
  milestoneCodes,
  type ReasonCode,
  reasonCodes,
  type ShipmentStatus,
} from '../taxonomy/codes.ts';
import {
  type CrosswalkEntry,
  crosswalkOf,
  milestoneRule,
  repeatsMainCode,
  taxonomyVersion,
} from '../taxonomy/taxonomy.ts';

/** What a provider's code means here. */
interface Mapped {
  milestone: MilestoneCode;
  status: ShipmentStatus | null;
  reason: ReasonCode | null;
  isDelay: boolean;
  /** False when the finest code was unknown, so that it is counted. */
  known: boolean;
}

/** An operator's word about one code; it stands above the built-in tables. */
export interface MappingRule {
  provider: string;
  /** The main code; null when the finer one says it all. */
  code: string | null;
  /** The finer code; null for a rule about the main code alone. */
  subCode: string | null;
  milestone: MilestoneCode;
  reason: ReasonCode | null;
  isDelay: boolean;
}

/** From codes to meaning, pure and fixed: a change is another mapping with another version. */
export interface Mapping {
  /** Stored with each fact: the taxonomy's version, and after a plus the number of the published rules, where there are any. */
  version: string;
  /** Number of the published rules; 0 for the built-in tables alone. */
  number: number;
  find(provider: string, code: string | null, subCode: string | null): Mapped;
}

const unknown: Mapped = { milestone: 'UNKNOWN', status: null, reason: null, isDelay: false, known: false };

/** One rule speaks for one key; JSON keeps a code with a separator in it from being two. */
export const ruleKey = ({ provider, code, subCode }: Pick<MappingRule, 'provider' | 'code' | 'subCode'>) =>
  JSON.stringify([provider, code, subCode]);

/** Words of a newer version of the software mean nothing here yet: such a rule counts as none, it does not stop the process. */
export const isReadable = ({ milestone, reason }: MappingRule): boolean =>
  milestoneCodes.includes(milestone) && (reason === null || reasonCodes.includes(reason));

/**
 * Finest first: a rule about the finer code (with this main code, then with any), the built-in table of finer codes, a rule about the main code, the
 * built-in table of main codes; else UNKNOWN: never dropped, never guessed. A finer code that only repeats its main code is known.
 */
export function createMapping(number: number, rules: readonly MappingRule[]): Mapping {
  const byKey = new Map(rules.filter(isReadable).map((rule) => [ruleKey(rule), ruled(rule)]));
  const rule = (provider: string, code: string | null, subCode: string | null) =>
    byKey.size === 0 ? undefined : byKey.get(ruleKey({ provider, code, subCode }));
  return {
    version: number === 0 ? taxonomyVersion : `${taxonomyVersion}+${number}`,
    number,
    find(provider, code, subCode) {
      const tables = crosswalkOf(provider);
      const [fine, coarse] = tables.length > 1 ? tables : [undefined, tables[0]];
      if (subCode !== null) {
        const found = rule(provider, code, subCode) ?? rule(provider, null, subCode) ?? builtIn(fine, subCode);
        if (found) return found;
      }
      const found = code === null ? undefined : (rule(provider, code, null) ?? builtIn(coarse, code));
      if (!found) return unknown;
      return subCode === null || repeatsMainCode(provider, subCode) ? found : { ...found, known: false };
    },
  };
}

/** The tables that come with this version of the software. */
export const builtInMapping = createMapping(0, []);

function ruled({ milestone, reason, isDelay }: MappingRule): Mapped {
  return { milestone, status: milestoneRule(milestone).status, reason, isDelay, known: true };
}

function builtIn(table: Readonly<Record<string, CrosswalkEntry>> | undefined, code: string): Mapped | undefined {
  if (!table || !Object.hasOwn(table, code)) return undefined;
  const entry = table[code] as CrosswalkEntry;
  return {
    milestone: entry.milestone as MilestoneCode,
    status: entry.status as ShipmentStatus | null,
    reason: (entry.reason ?? null) as ReasonCode | null,
    isDelay: entry.delayed === true,
    known: true,
  };
}
