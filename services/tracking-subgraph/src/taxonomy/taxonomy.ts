import type { MilestoneCode, ShipmentStatus } from './codes.ts';
import taxonomy from './taxonomy.json' with { type: 'json' };

export const taxonomyVersion = taxonomy.version;

export interface MilestoneRule {
  /** Status the milestone stands for; null when it changes none. */
  status: ShipmentStatus | null;
  statusNeutral: boolean;
  /** Marks the shipment as delayed. */
  setsDelayed: boolean;
  needsReason: boolean;
}

const rules = new Map<string, MilestoneRule>(
  taxonomy.milestones.map((m) => [
    m.code,
    {
      status: (m.status ?? null) as ShipmentStatus | null,
      statusNeutral: 'statusNeutral' in m && m.statusNeutral === true,
      setsDelayed: 'setsDelayed' in m && m.setsDelayed === true,
      needsReason: 'needsReason' in m && m.needsReason === true,
    },
  ]),
);

export function milestoneRule(code: MilestoneCode): MilestoneRule {
  return rules.get(code) as MilestoneRule;
}

/** What a provider's code means, before anybody changed it. */
export interface CrosswalkEntry {
  status: string | null;
  milestone: string;
  reason?: string;
  delayed?: boolean;
}

type Crosswalk = readonly Readonly<Record<string, CrosswalkEntry>>[];

const crosswalks = new Map(
  Object.entries(taxonomy.mappings as Record<string, { lookupOrder: readonly string[] }>).map(([provider, tables]) => {
    // taxonomy.json is ours: the names in lookupOrder are those of tables of entries, but for a few that stand for no table.
    const byName = tables as unknown as Record<string, Record<string, CrosswalkEntry> | undefined>;
    const found: Crosswalk = tables.lookupOrder.map((name) => byName[name]).filter((table) => table !== undefined);
    return [provider, found] as const;
  }),
);

/** The tables of a provider, the finest codes first; none for a provider without tables. */
export function crosswalkOf(provider: string): Crosswalk {
  return crosswalks.get(provider) ?? [];
}

const repeating = new Map(
  Object.entries(taxonomy.mappings as Record<string, object>).map(([provider, tables]) => {
    const { statusNeutralDetails = [] } = tables as { statusNeutralDetails?: readonly string[] };
    return [provider, new Set(statusNeutralDetails)] as const;
  }),
);

/** True for a finer code that is known to say nothing beyond the main code beside it. */
export function repeatsMainCode(provider: string, subCode: string): boolean {
  return repeating.get(provider)?.has(subCode) === true;
}

/** Providers whose codes are mapped by tables. */
export const mappedProviders: readonly string[] = [...crosswalks].flatMap(([name, tables]) =>
  tables.length > 0 ? name : [],
);
