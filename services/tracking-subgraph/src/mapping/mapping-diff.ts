import { BadUserInputError, type Sql, type Viewer } from '@milepost/service-kit';
import { isCoded } from '../fact/fact.ts';
import { fold } from '../fact/fold.ts';
import { remap } from '../fact/rederive.ts';
import { type StoredFact, toFact } from '../fact/store-facts.ts';
import { requireOperator } from '../scope.ts';
import type { MilestoneCode, ShipmentStatus } from '../taxonomy/codes.ts';
import type { Mapping } from './mapping.ts';

export interface MappingDiff {
  shipmentsExamined: number;
  /** How often a code's meaning would become another one, most frequent first. */
  meanings: {
    provider: string;
    code: string | null;
    subCode: string | null;
    from: MilestoneCode;
    to: MilestoneCode;
    facts: number;
  }[];
  shipmentsChanged: number;
  /** The newest of them. */
  examples: ShipmentChangeRow[];
}
export interface ShipmentChangeRow {
  shipmentId: string;
  trackingNumber: string;
  from: State;
  to: State;
}
interface State {
  status: ShipmentStatus;
  milestone: MilestoneCode;
}

const pageSize = 200;
const maxShipments = 5_000;
const maxExamples = 50;

/** What a mapping would change among the newest shipments, were it published now. Reads only; page by page, so that memory stays small. */
export async function diffMapping(
  { sql, viewer }: { sql: Sql; viewer: Viewer },
  mapping: Mapping,
  shipments: number,
): Promise<MappingDiff> {
  requireOperator(viewer);
  if (shipments < 1 || shipments > maxShipments)
    throw new BadUserInputError('shipments', `shipments must be between 1 and ${maxShipments}`);
  const meanings = new Map<string, MappingDiff['meanings'][number]>();
  const examples: MappingDiff['examples'] = [];
  let examined = 0;
  let changed = 0;
  let before = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
  while (examined < shipments) {
    const rows = await sql.unsafe<{ id: string; number: string; facts: StoredFact[] | null }[]>(
      `select s.id, s.tracking_number as number,
         (select json_agg(json_build_array(encode(f.key, 'hex'), f.source, f.data)) from tracking.known_fact f where f.shipment_id = s.id) as facts
       from (select id, tracking_number from tracking.shipment where id < $1 order by id desc limit $2) s order by s.id desc`,
      [before, Math.min(pageSize, shipments - examined)],
      { prepare: true },
    );
    for (const { id, number, facts: stored } of rows) {
      const facts = (stored ?? []).map(toFact);
      const mapped = facts.map((fact) => remap(fact, mapping));
      if (!mapped.some(({ isReread }) => isReread)) continue;
      for (const [i, { fact, isReread }] of mapped.entries())
        if (isReread) count(meanings, facts[i] as typeof fact, fact);
      const from = fold(facts).state;
      const to = fold(mapped.map(({ fact }) => fact)).state;
      if (from.status === to.status && from.milestone === to.milestone) continue;
      changed += 1;
      if (examples.length < maxExamples)
        examples.push({
          shipmentId: id,
          trackingNumber: number,
          from: { status: from.status, milestone: from.milestone },
          to: { status: to.status, milestone: to.milestone },
        });
    }
    examined += rows.length;
    if (rows.length < pageSize) break;
    before = rows.at(-1)?.id ?? before;
  }
  return {
    shipmentsExamined: examined,
    meanings: [...meanings.values()].sort((a, b) => b.facts - a.facts).slice(0, 100),
    shipmentsChanged: changed,
    examples,
  };
}

type AnyFact = ReturnType<typeof toFact>;

function count(meanings: Map<string, MappingDiff['meanings'][number]>, before: AnyFact, after: AnyFact): void {
  if (!isCoded(before.data) || !isCoded(after.data)) return;
  const { rawCode: code, rawSubCode: subCode, milestone: from } = before.data;
  const name = JSON.stringify([before.source, code, subCode, from]);
  const known = meanings.get(name);
  if (known) known.facts += 1;
  else meanings.set(name, { provider: before.source, code, subCode, from, to: after.data.milestone, facts: 1 });
}
