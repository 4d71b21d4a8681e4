import type { Reader } from '@milepost/service-kit';
import DataLoader from 'dataloader';
import type { RegistrationAction, RegistrationState } from './decide.ts';

interface RegistrationProblem {
  kind: string;
  code: string | null;
  message: string;
  since: string;
}

/** A registration as staff and partners see it. */
export interface RegistrationView {
  shipmentId: string;
  state: RegistrationState;
  provider: string | null;
  registeredAt: Date | null;
  requestedAt: Date;
  attempts: number;
  problem: RegistrationProblem | null;
  needs: string[];
  /** Names of the facts that were given and are not told yet. */
  facts: string[];
  pending: RegistrationAction | null;
  pendingSince: Date | null;
  /** The last word of somebody, or of retention. */
  request: RegistrationRequest | null;
}

interface RegistrationRequest {
  action: RegistrationAction;
  /** Who; `retention` for the machine. */
  by: string;
  at: string;
  reason: string | null;
}

/** Columns of tracking.registration that the graph reads, under these names. */
export const registrationColumns = `r.shipment_id as "shipmentId", r.state, r.provider, r.registered_at as "registeredAt", r.created_at as "requestedAt", r.attempts, r.problem, r.needs, array(select jsonb_object_keys(r.facts) order by 1) as facts, r.pending, r.pending_since as "pendingSince", r.request`;

/** By shipment, within what the reader may see; null where none is wanted. One statement a batch. */
export function createRegistrationLoader({ reader }: { reader: Reader }) {
  return new DataLoader<string, RegistrationView | null>(async (ids) => {
    const rows = await reader.unsafe<RegistrationView[]>(
      `select ${registrationColumns} from tracking.registration r where r.shipment_id = any($1::uuid[])`,
      [[...ids]] as never,
    );
    const found = new Map(rows.map((row) => [row.shipmentId, row]));
    return ids.map((id) => found.get(id) ?? null);
  });
}
export type RegistrationLoader = ReturnType<typeof createRegistrationLoader>;
