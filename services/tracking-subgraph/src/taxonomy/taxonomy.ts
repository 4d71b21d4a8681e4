import type { MilestoneCode, ReasonCode, ShipmentStatus } from './codes.ts';
import taxonomy from './taxonomy.json' with { type: 'json' };

/** Stored with each fact, so that a better mapping can be applied to the past. */
export const mappingVersion = taxonomy.version;

export interface MilestoneRule {
  /** Status the milestone stands for; null when it changes none. */
  status: ShipmentStatus | null;
  statusNeutral: boolean;
  /** Marks the shipment as delayed. */
  setsDelayed: boolean;
}

const rules = new Map<string, MilestoneRule>(
  taxonomy.milestones.map((m) => [
    m.code,
    {
      status: (m.status ?? null) as ShipmentStatus | null,
      statusNeutral: 'statusNeutral' in m && m.statusNeutral === true,
      setsDelayed: 'setsDelayed' in m && m.setsDelayed === true,
    },
  ]),
);

export function milestoneRule(code: MilestoneCode): MilestoneRule {
  return rules.get(code) as MilestoneRule;
}

export interface Mapped {
  milestone: MilestoneCode;
  status: ShipmentStatus | null;
  reason: ReasonCode | null;
  isDelay: boolean;
  /** False when the finest code was unknown, so that it is counted. */
  known: boolean;
}

interface CrosswalkEntry {
  status: string | null;
  milestone: string;
  reason?: string;
  delayed?: boolean;
}

const unknown: Mapped = { milestone: 'UNKNOWN', status: null, reason: null, isDelay: false, known: false };

function mapped(entry: CrosswalkEntry, known: boolean): Mapped {
  return {
    milestone: entry.milestone as MilestoneCode,
    status: entry.status as ShipmentStatus | null,
    reason: (entry.reason ?? null) as ReasonCode | null,
    isDelay: entry.delayed === true,
    known,
  };
}

/** Finest code first, then the main code, else UNKNOWN: never dropped, never guessed. */
export function mapAftershipCodes(tag: string | null, subtag: string | null): Mapped {
  const tables: { subtag: Record<string, CrosswalkEntry>; tag: Record<string, CrosswalkEntry> } =
    taxonomy.mappings.aftership;
  const fine = subtag !== null && Object.hasOwn(tables.subtag, subtag) ? tables.subtag[subtag] : undefined;
  if (fine) return mapped(fine, true);
  const coarse = tag !== null && Object.hasOwn(tables.tag, tag) ? tables.tag[tag] : undefined;
  return coarse ? mapped(coarse, subtag === null) : unknown;
}
