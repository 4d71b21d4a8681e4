import {
  cleanNumber,
  decodeCursor,
  encodeCursor,
  type Page,
  pageSize,
  type Reader,
  seesEverything,
  toPage,
  type Viewer,
} from '@milepost/service-kit';
import { scopeCondition } from '../scope.ts';
import { type ShipmentRow, type ShipmentView, shipmentColumns } from '../shipment/shipment-row.ts';
import { numbersInBarcode } from '../tracking-number/number-in-barcode.ts';
import { keptNumber } from '../tracking-number/read-number.ts';

/** A search as the other subgraph knows it. */
export interface SearchReference {
  text: string;
}

/** Longer texts are no numbers. */
const longestText = 200;

/** Shipments in the viewer's scope under a number, newest first. Two statements at most, and one more for each number in a barcode; scope stands inside them. */
export async function findShipments(
  { readNumber, viewer }: { readNumber: (number: string) => Reader; viewer: Viewer },
  text: string,
  { first, after }: { first: number; after: string | null },
): Promise<Page<ShipmentView>> {
  const size = pageSize(first, 20);
  const page = (found: ShipmentView[]) => toPage(found, size, ({ id }) => encodeCursor([id]));
  const before = after === null ? null : (decodeCursor(after, ['string'])[0] as string);
  // As numbers are kept, and as it is written: some were kept so; and those that a barcode holds.
  const inBarcode = text.length > longestText ? [] : numbersInBarcode(text).map((inside) => inside.number);
  const numbers = text.length > longestText ? [] : [...new Set([keptNumber(text), cleanNumber(text), ...inBarcode])];
  const scope = scopeCondition(viewer, 'l', 4);
  for (const number of numbers) {
    if (number.length < 4) continue;
    const rows = await readNumber(number).unsafe<ShipmentRow[]>(
      `select ${shipmentColumns} from (
         select r.shipment_id from tracking.ref r where r.number = $1 union select n.shipment_id from tracking.leg_number n where n.number = $1) x
       cross join lateral (select * from tracking.shipment s where s.id = x.shipment_id offset 0) s
       where ($2::text is null or s.id::text < $2) and ${seesEverything(viewer) ? 'true' : `exists (select 1 from tracking.link l where l.shipment_id = s.id and ${scope.text})`}
       order by s.id desc limit $3`,
      [number, before, size + 1, ...(seesEverything(viewer) ? [] : scope.values)] as never,
    );
    if (rows.length > 0) return page(rows.map((row) => ({ ...row, access: viewer.level })));
  }
  return page([]);
}
