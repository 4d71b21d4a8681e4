import { customerState } from '@milepost/wording';
import { factsOf } from './facts.ts';
import type { Order, Parcel } from './parcels.ts';

export interface Step {
  /** Its words stand in the catalogue under `step`. */
  step: StepName;
  /** `off`: will not happen. */
  state: 'done' | 'now' | 'next' | 'off';
}

const forward = ['ordered', 'packed', 'withCarrier', 'inTransit', 'outForDelivery', 'delivered'] as const;
const back = ['returnAnnounced', 'withCarrier', 'onItsWayBack', 'received'] as const;
type StepName = (typeof forward)[number] | (typeof back)[number] | 'readyToCollect';

/** How far scans carried a parcel: 1 packed … 5 delivered. A label is 1 and nothing more: only a scan by the carrier is 2. */
const reached: Partial<Record<Parcel['status'], number>> = {
  LABEL_CREATED: 1,
  PICKED_UP: 2,
  IN_TRANSIT: 3,
  OUT_FOR_DELIVERY: 4,
  AVAILABLE_FOR_PICKUP: 4,
  FAILED_ATTEMPT: 4,
  DELIVERED: 5,
};

/**
 * The steps of one parcel. A problem leaves it at the furthest step that its scans show; without any scan it is packed when the warehouse has let
 * it go (`isPacked`), and not before.
 */
export function parcelSteps(parcel: Parcel, isPacked: boolean): Step[] {
  const isBack = parcel.direction === 'RETURN' || parcel.status === 'RETURNING' || parcel.status === 'RETURNED';
  const furthest = Math.max(
    isPacked ? 1 : 0,
    ...parcel.events.nodes.map(({ status }) => (status && reached[status]) ?? 0),
  );
  if (isBack) {
    const isIn = parcel.status === 'RETURNED' || (parcel.direction === 'RETURN' && parcel.status === 'DELIVERED');
    const at = isIn ? 3 : parcel.status === 'RETURNING' ? 2 : Math.max(0, Math.min(2, furthest - 1));
    return steps(back, at, isIn);
  }
  const names = forward.map((name) =>
    name === 'outForDelivery' && parcel.status === 'AVAILABLE_FOR_PICKUP' ? 'readyToCollect' : name,
  );
  // What is doubtful is not over.
  const isOver = parcel.status === 'DELIVERED' && parcel.deliveryDoubts.length === 0;
  return steps(names, reached[parcel.status] ?? Math.min(furthest, 4), isOver, goesOn(parcel));
}

/** Whether anything more is to come under this number. */
const goesOn = (parcel: Parcel) => !['CANCELLED', 'LOST', 'NUMBER_CHANGED'].includes(customerState(factsOf(parcel)));

/** The steps of an order that has no parcel yet. */
export function orderSteps(order: Order): Step[] {
  const isPacked = order.deliveries.some(({ kind, state }) => kind === 'OUTGOING' && state === 'DONE');
  return steps(forward, isPacked ? 1 : 0, false);
}

function steps(names: readonly StepName[], at: number, isFinished: boolean, goesOn = true): Step[] {
  return names.map((step, i) => ({
    step,
    state: i < at || (i === at && isFinished) ? 'done' : i === at ? 'now' : goesOn ? 'next' : 'off',
  }));
}
