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
    return {
      lineId: id,
      description,
      unit,
      ordered: quantityOrdered,
      arrived: of(arrived),
      underWay: of(underWay),
      notSent: of([{ items: notSent }]),
      comingBack: of(returns),
    };
  });
}

// Nine places: what the mirror keeps. Sums of binary fractions have noise beyond.
const rounded = (quantity: number) => Number(quantity.toFixed(9));
