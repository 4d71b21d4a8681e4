/**
 * The way of an order's goods through the warehouse, from the states of its transfers. With two or three steps Odoo makes the next transfer only when the one before is done, so goods that are
 * being picked have no delivery yet. Which transfer follows which is told by their movements. Source: Odoo 18 (recording 05).
 */

/** One transfer of an order. */
export interface Transfer {
  id: number;
  name: string;
  type: string;
  state: 'draft' | 'waiting' | 'confirmed' | 'assigned' | 'done' | 'cancel';
  /** Naive UTC. */
  createdAt: string | null;
  doneAt: string | null;
  /** Transfers whose goods it takes on. */
  follows: readonly number[];
}

type StepKind = 'RELEASED' | 'PICKING' | 'PACKED' | 'LEFT';
type StepState = 'WAITING' | 'READY' | 'DONE' | 'CANCELLED';
export interface Step {
  kind: StepKind;
  state: StepState;
  /** Naive UTC; null while it is not done. */
  doneAt: string | null;
  transferNames: string[];
}

/** Steps of one outgoing transfer, first to last. */
export function stepsOfDelivery(transfers: readonly Transfer[], deliveryId: number): Step[] {
  const byId = new Map(transfers.map((transfer) => [transfer.id, transfer]));
  const delivery = byId.get(deliveryId);
  return delivery?.type === 'outgoing' ? steps(byId, [...inside(byId, delivery)], delivery) : [];
}

/** Steps of what has no delivery yet; none when there is nothing. */
export function stepsBeforeDelivery(transfers: readonly Transfer[]): Step[] {
  const byId = new Map(transfers.map((transfer) => [transfer.id, transfer]));
  const delivered = new Set(
    transfers.filter(({ type }) => type === 'outgoing').flatMap((delivery) => [...inside(byId, delivery)]),
  );
  const waiting = transfers.filter(
    // What came back goes through the warehouse, too.
    (transfer) => transfer.type === 'internal' && !delivered.has(transfer) && !comesBack(byId, transfer),
  );
  return waiting.length > 0 ? steps(byId, waiting, null) : [];
}

type Known = ReadonlyMap<number, Transfer>;

/** Transfers inside the warehouse that led to this one, however many steps before. */
function inside(byId: Known, transfer: Transfer, seen = new Set<Transfer>()): Set<Transfer> {
  for (const id of transfer.follows) {
    const before = byId.get(id);
    if (before?.type !== 'internal' || seen.has(before)) continue;
    seen.add(before);
    inside(byId, before, seen);
  }
  return seen;
}

function comesBack(byId: Known, transfer: Transfer, seen = new Set<Transfer>()): boolean {
  if (seen.has(transfer)) return false;
  seen.add(transfer);
  return transfer.follows.some((id) => {
    const before = byId.get(id);
    return before !== undefined && (before.type !== 'internal' || comesBack(byId, before, seen));
  });
}

function steps(byId: Known, internal: readonly Transfer[], delivery: Transfer | null): Step[] {
  const all = delivery ? [...internal, delivery] : internal;
  const follows = (transfer: Transfer) => transfer.follows.some((id) => byId.get(id)?.type === 'internal');
  const begun = all.flatMap(({ createdAt }) => createdAt ?? []).sort()[0] ?? null;
  const isReleased = all.some(({ state }) => state !== 'draft');
  return [
    {
      kind: 'RELEASED' as const,
      state: isReleased ? ('DONE' as const) : ('WAITING' as const),
      doneAt: isReleased ? begun : null,
      transferNames: [],
    },
    ...step(
      'PICKING',
      internal.filter((transfer) => !follows(transfer)),
    ),
    ...step('PACKED', internal.filter(follows)),
    ...step('LEFT', delivery ? [delivery] : []),
  ];
}

/** Cancelled transfers do not count beside others. */
function step(kind: StepKind, transfers: readonly Transfer[]): Step[] {
  if (transfers.length === 0) return [];
  const open = transfers.filter(({ state }) => state !== 'cancel');
  const isDone = open.length > 0 && open.every(({ state }) => state === 'done');
  const state =
    open.length === 0
      ? 'CANCELLED'
      : isDone
        ? 'DONE'
        : open.some((transfer) => transfer.state === 'assigned')
          ? 'READY'
          : 'WAITING';
  const doneAt = isDone
    ? (open
        .flatMap((transfer) => transfer.doneAt ?? [])
        .sort()
        .at(-1) ?? null)
    : null;
  const names = (open.length > 0 ? open : transfers).toSorted((a, b) => a.id - b.id).map(({ name }) => name);
  return [{ kind, state, doneAt, transferNames: names }];
}
