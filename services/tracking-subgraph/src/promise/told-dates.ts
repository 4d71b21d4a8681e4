import type { ShipmentView } from '../shipment/shipment-row.ts';
import type { ReasonCode } from '../taxonomy/codes.ts';

/** A row of the ledger of a shipment. */
export interface PromiseRow {
  shipmentId: string;
  no: number;
  isEstimate: boolean;
  toldBy: 'SHOP' | 'CARRIER' | 'PROVIDER' | 'AGENT';
  /** A calendar date, or a date and time; both null: taken back. */
  earliest: string | null;
  latest: string | null;
  toldAt: Date;
  reason: ReasonCode | null;
  /** Of colleagues, for staff. */
  toldByName: string | null;
  note: string | null;
}

/** What the graph says of a told date. */
export interface PromisedDateView extends Omit<PromiseRow, 'shipmentId' | 'no' | 'toldBy'> {
  toldBy: PromiseRow['toldBy'] | 'MILEPOST';
  isFirst: boolean;
  isCurrent: boolean;
  shipment: ShipmentView | null;
}

/** A date of the order itself, as odoo-subgraph gives it. */
export interface ShopPromise {
  promisedAt: string | null;
  isOurs: boolean;
  toldAt: string;
}

/** Of one list: the first, and the newest besides. */
export const mostPromises = 50;

const stands = (row: Pick<PromiseRow, 'earliest' | 'latest'> | undefined) =>
  row !== undefined && (row.earliest !== null || row.latest !== null);

/** The row that counts now: the newest estimate, or a colleague's word told after it; else the promise. `rows` oldest first. */
function currentRow(rows: readonly PromiseRow[]): PromiseRow | undefined {
  const estimate = rows.findLast(({ isEstimate }) => isEstimate);
  const promise = rows.findLast(({ isEstimate }) => !isEstimate);
  if (!stands(estimate)) return stands(promise) ? promise : undefined;
  const isNewerWord = promise?.toldBy === 'AGENT' && promise.no > (estimate as PromiseRow).no;
  return isNewerWord ? promise : estimate;
}

/** The ledger of one parcel. Nothing counts any more of one that is cancelled. */
export function datesOfShipment(shipment: ShipmentView, rows: readonly PromiseRow[]): PromisedDateView[] {
  const current = shipment.status === 'CANCELLED' ? undefined : currentRow(rows);
  return rows.map((row, i) => ({ ...row, shipment, isFirst: i === 0, isCurrent: row === current }));
}

/**
 * The order's own dates and those of its parcels as one list. A parcel's promise by the shop that the order's own dates have, too, is a double: those are known by the day, because that is what parcels
 * are told of them.
 */
export function datesOfOrder(
  own: readonly ShopPromise[],
  parcels: readonly { shipment: ShipmentView; rows: readonly PromiseRow[] }[],
): PromisedDateView[] {
  const days = new Set(own.flatMap(({ isOurs, promisedAt }) => (isOurs ? [] : (promisedAt?.slice(0, 10) ?? ''))));
  const isDouble = ({ isEstimate, toldBy, latest }: Pick<PromisedDateView, 'isEstimate' | 'toldBy' | 'latest'>) =>
    !isEstimate && toldBy === 'SHOP' && days.has(latest?.slice(0, 10) ?? '');
  const told = parcels.map(({ shipment, rows }) => datesOfShipment(shipment, rows));
  // Where nothing but the order's own date counts for some parcel, it counts.
  const standing = told.filter((_, i) => parcels[i]?.shipment.status !== 'CANCELLED');
  const ownCounts =
    standing.length === 0 || standing.some((dates) => dates.every((date) => !date.isCurrent || isDouble(date)));
  const newest = own.findLast(({ isOurs }) => !isOurs);
  const dates = [
    ...own.map(
      (promise): PromisedDateView => ({
        isEstimate: false,
        toldBy: promise.isOurs ? 'MILEPOST' : 'SHOP',
        earliest: null,
        latest: promise.promisedAt,
        toldAt: new Date(promise.toldAt),
        reason: null,
        toldByName: null,
        note: null,
        isFirst: false,
        isCurrent: ownCounts && promise === newest && promise.promisedAt !== null,
        shipment: null,
      }),
    ),
    ...told.flat().filter((date) => !isDouble(date)),
  ].sort((a, b) => a.toldAt.getTime() - b.toldAt.getTime());
  return [...dates.slice(0, 1), ...dates.slice(1).slice(1 - mostPromises)].map((date, i) => ({
    ...date,
    isFirst: i === 0,
  }));
}
