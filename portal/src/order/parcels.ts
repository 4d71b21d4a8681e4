import { counts } from '@milepost/wording';
import type { OrderPageQuery, ParcelFragment } from '../generated/graphql.ts';

type Events = ParcelFragment['events'];
type Event = Events['nodes'][number];
type Place = NonNullable<Event['location']>;
type Coordinates = 'latitude' | 'longitude' | 'coordinatePrecision';

/** A parcel; where it is one of a list, coordinates are not read. */
export type Parcel = Omit<ParcelFragment, 'events'> & {
  events: Omit<Events, 'nodes'> & {
    nodes: (Omit<Event, 'location'> & {
      location: (Omit<Place, Coordinates> & Partial<Pick<Place, Coordinates>>) | null;
    })[];
  };
};
export type PageOrder = Omit<NonNullable<OrderPageQuery['order']>, 'shipments'> & { shipments: Parcel[] };
/** What sentences and cards are made from; the desk has it too. */
export type Order = Omit<PageOrder, 'promises'>;
type Delivery = Order['deliveries'][number];
type Line = NonNullable<Order['lines']>[number];

export interface Item {
  /** Null for a component of a kit that stands for no order line by itself. */
  lineId: string | null;
  description: string;
  quantity: number;
  unit: string;
  countsAsLine: boolean;
}

/** Parcels that share a delivery, with what they carry together; one parcel in most cases. */
export interface ParcelGroup {
  parcels: Parcel[];
  items: Item[];
  /** The warehouse has let at least part of it go. */
  isPacked: boolean;
}

export interface Arranged {
  /** Goods to the customer, oldest first. */
  forward: ParcelGroup[];
  /** Goods coming back. */
  returns: ParcelGroup[];
  /** Left the warehouse without a tracking number. */
  untracked: { id: string; sentAt: string | null; carrierName: string | null; items: Item[] }[];
  /** Ordered, and in no parcel yet. `leavesAt` is the warehouse's plan. */
  notSent: (Item & { leavesAt: string | null })[];
}

/**
 * Which card each ordered thing belongs to. For every line that counts: ordered = parcels + sent without a number + not sent, as long as not more was
 * sent than ordered.
 */
export function arrange(given: Order): Arranged {
  const order = { ...given, shipments: given.shipments.map(withoutDoubtful) };
  const live = order.deliveries.filter((delivery) => delivery.state !== 'CANCELLED');
  const forward = groups(order, live.filter(isOutgoing), (parcel) => parcel.direction === 'FORWARD');
  const returns = groups(
    order,
    live.filter((delivery) => !isOutgoing(delivery)),
    (parcel) => parcel.direction === 'RETURN',
  );
  const taken = new Set(forward.flatMap(({ parcels }) => parcels.map(({ id }) => id)));
  const untracked = live
    .filter((delivery) => isOutgoing(delivery) && delivery.state === 'DONE' && delivery.shipments.length === 0)
    .map((delivery) => ({
      id: delivery.id,
      sentAt: delivery.doneAt ?? null,
      carrierName: delivery.carrierName ?? null,
      items: itemsOf([delivery]),
    }));
  return {
    forward,
    returns: returns.filter(({ parcels }) => parcels.some(({ id }) => !taken.has(id))),
    untracked,
    notSent: order.state === 'SALE' ? notSent(order, live, [...forward, ...untracked]) : [],
  };
}

/** One parcel of an order with the order lines that it, or it with others, carries; null where the order has no such parcel. */
export function parcelOf(order: Order, shipmentId: string): { parcel: Parcel; items: Item[] } | null {
  const { forward, returns } = arrange(order);
  const group = [...forward, ...returns].find(({ parcels }) => parcels.some(({ id }) => id === shipmentId));
  const parcel = group?.parcels.find(({ id }) => id === shipmentId);
  return group && parcel ? { parcel, items: group.items.filter(({ lineId }) => lineId !== null) } : null;
}

/**
 * Without the events that decide nothing: taken back by a colleague, or an end that nobody confirmed. The graph says so beside each; whoever waits for a parcel
 * would only read "Delivered".
 */
export function withoutDoubtful(parcel: Parcel): Parcel {
  const nodes = parcel.events.nodes.filter(counts);
  return { ...parcel, events: { ...parcel.events, nodes } };
}

const isOutgoing = ({ kind }: Delivery) => kind === 'OUTGOING';

/** Deliveries and parcels that hang together, whichever way round: one number can serve two deliveries, one delivery many numbers. */
function groups(order: Order, deliveries: Delivery[], ownDirection: (parcel: Parcel) => boolean): ParcelGroup[] {
  const byId = new Map(order.shipments.map((parcel) => [parcel.id, parcel]));
  const result: { deliveries: Delivery[]; ids: Set<string> }[] = [];
  for (const delivery of deliveries) {
    if (delivery.shipments.length === 0) continue;
    const ids = new Set(delivery.shipments.map(({ id }) => id));
    const touching = result.filter((group) => [...group.ids].some((id) => ids.has(id)));
    const merged = {
      deliveries: [...touching.flatMap((group) => group.deliveries), delivery],
      ids: new Set([...touching.flatMap((group) => [...group.ids]), ...ids]),
    };
    for (const group of touching) result.splice(result.indexOf(group), 1);
    result.push(merged);
  }
  const grouped = new Set(order.deliveries.flatMap(({ shipments }) => shipments.map(({ id }) => id)));
  const alone = order.shipments.filter((parcel) => !grouped.has(parcel.id) && ownDirection(parcel));
  return [
    ...result.map((group) => ({
      parcels: order.shipments.filter(({ id }) => group.ids.has(id) && byId.has(id)),
      items: itemsOf(group.deliveries),
      isPacked: group.deliveries.some(({ state }) => state === 'DONE'),
    })),
    ...alone.map((parcel) => ({ parcels: [parcel], items: [], isPacked: true })),
  ].filter(({ parcels }) => parcels.length > 0);
}

function itemsOf(deliveries: Delivery[]): Item[] {
  const sums = new Map<string, Item>();
  for (const { line, description, quantity, unit, countsAsLine } of deliveries.flatMap(({ items }) => items ?? [])) {
    const key = `${line?.id}|${description}|${unit}|${countsAsLine}`;
    const known = sums.get(key);
    if (known) known.quantity += quantity;
    else sums.set(key, { lineId: line?.id ?? null, description, quantity, unit, countsAsLine });
  }
  return [...sums.values()];
}

function notSent(order: Order, live: Delivery[], cards: { items: Item[] }[]): Arranged['notSent'] {
  const sent = cards.flatMap(({ items }) => items);
  const open = live.filter(
    (delivery) => isOutgoing(delivery) && delivery.state !== 'DONE' && delivery.shipments.length === 0,
  );
  return (order.lines ?? [])
    .filter(({ isShippable }) => isShippable)
    .map((line) => ({ line, quantity: missing(line, sent) }))
    .filter(({ quantity }) => quantity > 0)
    .map(({ line, quantity }) => ({
      lineId: line.id,
      description: line.description,
      quantity,
      unit: line.unit,
      countsAsLine: true,
      leavesAt:
        open
          .filter(({ items }) => items?.some((item) => item.line?.id === line.id))
          .map(({ scheduledAt }) => scheduledAt)
          .filter((at): at is string => at != null)
          .sort()[0] ?? null,
    }));
}

/** A line sent in other parts (a kit) cannot be counted: one part sent means that it is on its way. */
function missing(line: Line, sent: Item[]): number {
  const own = sent.filter(({ lineId }) => lineId === line.id);
  if (own.some(({ countsAsLine }) => !countsAsLine)) return 0;
  const counted = own.reduce((sum, { quantity }) => sum + quantity, 0);
  // Nine places: what the mirror keeps. Sums of binary fractions have noise beyond.
  return Math.max(0, Number((line.quantityOrdered - counted).toFixed(9)));
}
