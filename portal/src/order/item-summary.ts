import type { Arranged, Item, Order } from './parcels.ts';

/** What became of one ordered thing, in its own unit. Ordered = arrived + under way + not sent, as long as not more was sent than ordered. */
export interface ItemSummary {
  lineId: string;
  description: string;
  unit: string;
  ordered: number;
  /** In parcels that are all delivered: which of several parcels holds what nobody said. */
  arrived: number;
  underWay: number;
  notSent: number;
  /** On its way back to us, or here again. */
  comingBack: number;
}

/** Null where the cards say it all: one parcel with everything in it. */
export function itemSummary(order: Order, { forward, returns, untracked, notSent }: Arranged): ItemSummary[] | null {
  const cards = forward.length + untracked.length + (notSent.length > 0 ? 1 : 0) + returns.length;
  const lines = (order.lines ?? []).filter(({ isShippable }) => isShippable);
  if (order.state !== 'SALE' || cards < 2 || lines.length === 0) return null;
  const arrived = forward.filter(({ parcels }) => parcels.every(({ status }) => status === 'DELIVERED'));
  const underWay = [...forward.filter((group) => !arrived.includes(group)), ...untracked];
  return lines.map(({ id, description, unit, quantityOrdered }) => {
    const of = (groups: readonly { items: readonly Item[] }[]) =>
      rounded(
        groups
          .flatMap(({ items }) => items)
          .filter(({ lineId, countsAsLine }) => lineId === id && countsAsLine)
          .reduce((sum, { quantity }) => sum + quantity, 0),
      );
    const counted = {
      arrived: of(arrived),
      underWay: of(underWay),
      notSent: of([{ items: notSent }]),
    };
    // Sent in other parts (a kit): its parts cannot be counted as pieces, and it has arrived with the last of them.
    const holdsPart = ({ items }: { items: readonly Item[] }) =>
      items.some(({ lineId, countsAsLine }) => lineId === id && !countsAsLine);
    const rest = rounded(quantityOrdered - counted.arrived - counted.underWay - counted.notSent);
    if (rest > 0 && underWay.some(holdsPart)) counted.underWay += rest;
    else if (rest > 0 && arrived.some(holdsPart)) counted.arrived += rest;
    return { lineId: id, description, unit, ordered: quantityOrdered, ...counted, comingBack: of(returns) };
  });
}

// Nine places: what the mirror keeps. Sums of binary fractions have noise beyond.
const rounded = (quantity: number) => Number(quantity.toFixed(9));
