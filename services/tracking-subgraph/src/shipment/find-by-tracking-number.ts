import { BadUserInputError, cleanNumber, type Reader, seesEverything, type Viewer } from '@milepost/service-kit';
import { findCarrier } from '../carrier/carriers.ts';
import { scopeCondition } from '../scope.ts';
import { numbersInBarcode } from '../tracking-number/number-in-barcode.ts';
import { keptNumber } from '../tracking-number/read-number.ts';
import { type ShipmentRow, type ShipmentView, shipmentColumns } from './shipment-row.ts';

/**
 * A shipment by number. Knowing the number is enough for level L0; the viewer's own level where a linked order is in scope. Without
 * a carrier code several matches are BAD_USER_INPUT naming the carriers, because guessing could show another person's parcel.
 */
export async function findByTrackingNumber(
  { readNumber, viewer }: { readNumber: (number: string) => Reader; viewer: Viewer },
  { trackingNumber, carrierCode }: { trackingNumber: string; carrierCode: string | null },
): Promise<ShipmentView | null> {
  // As numbers are kept today, and as they were kept before their form was known.
  const [number = '', asWritten] = new Set([keptNumber(trackingNumber), cleanNumber(trackingNumber)]);
  if (number.length < 4)
    throw new BadUserInputError('trackingNumber', 'trackingNumber must have at least 4 characters');
  const scope = scopeCondition(viewer, 'l', 3);
  const find = (kept: string, carriers: readonly string[] | null) =>
    readNumber(kept).unsafe<(ShipmentRow & { inScope: boolean })[]>(
      `select ${shipmentColumns}, ${seesEverything(viewer) ? 'true' : `exists (select 1 from tracking.link l where l.shipment_id = s.id and ${scope.text})`} as "inScope"
     from (
       select r.shipment_id, r.carrier_code, false as is_other from tracking.ref r where r.number = $1
       union all
       -- The number of another carrier on the way, or of a piece, where nobody registered it as a number of its own.
       select n.shipment_id, coalesce(n.carrier_code, ''), true from tracking.leg_number n
       where n.number = $1 and not exists (select 1 from tracking.ref r where r.number = $1)) r
     cross join lateral (select * from tracking.shipment s where s.id = r.shipment_id offset 0) s
     where $2::text[] is null or r.carrier_code = any($2) or ((r.carrier_code = '' or r.is_other) and s.carrier_code = any($2)) limit 10`,
      [kept, carriers, ...(seesEverything(viewer) ? [] : scope.values)] as never,
    );
  const named = carrierCode === null ? null : [carrierCode];
  let rows = await find(number, named);
  if (rows.length === 0 && asWritten !== undefined) rows = await find(asWritten, named);
  // A barcode that nobody registered as it stands, of a number that somebody did.
  for (const inside of rows.length === 0 ? numbersInBarcode(number, named ?? []) : [])
    if (rows.length === 0) rows = await find(inside.number, inside.carriers);
  if (rows.length > 1) {
    const options = [...new Set(rows.flatMap((row) => row.carrierCode ?? []))];
    const optionNames = options.map((code) => findCarrier(code)?.name ?? code);
    const named = options.map((code, i) => `${code} (${optionNames[i]})`);
    if (options.length < 2)
      throw new BadUserInputError(
        'trackingNumber',
        'several shipments share this number of a carrier or piece; ask by their own tracking numbers',
      );
    throw new BadUserInputError(
      'carrierCode',
      `several carriers use this number; give carrierCode: ${named.join(', ')}`,
      { options, optionNames },
    );
  }
  const [row] = rows;
  if (!row) return null;
  if (row.inScope) return { ...row, access: viewer.level };
  // Whoever knows the number of a piece or of another carrier is not told the consignment's own.
  return { ...row, trackingNumber: number, access: 'L0' };
}
