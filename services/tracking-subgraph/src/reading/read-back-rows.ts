import type { Folded } from '../fact/fold.ts';

/** What one row remembers of the scans that wait; whoever forges makes as many as they like. */
const maxScans = 20;

/**
 * Rows of tracking.read_back for a shipment: one for each source whose API has to be asked about an end, written where a scan waits that did not wait
 * before, and which sources are still waited for, where that are fewer than before. `before` is null when what was stored is not known. Pure.
 */
export function readBackRows(
  shipmentId: string,
  { unconfirmed: after }: Pick<Folded, 'unconfirmed'>,
  before: Pick<Folded, 'unconfirmed'> | null,
  requestId: string,
): { waiting: object[]; settled: object[] } {
  const known = before?.unconfirmed ?? [];
  if (before !== null && after.length === 0 && known.length === 0) return { waiting: [], settled: [] };
  const bySource = Map.groupBy(after, ({ source }) => source);
  const knownScans = new Set(known.map(({ source, scan }) => `${source} ${scan}`));
  const isNew = ({ source, scan }: Folded['unconfirmed'][number]) => !knownScans.has(`${source} ${scan}`);
  const waiting = [...bySource]
    .filter(([, scans]) => scans.some(isNew))
    .map(([provider, scans]) => ({
      shipment_id: shipmentId,
      provider,
      // New ones stay: a true end must not be crowded out by those that were forged before it.
      scans: [...scans.filter((one) => !isNew(one)), ...scans.filter(isNew)].slice(-maxScans).map(({ scan }) => scan),
      request_id: requestId,
    }));
  const isOver = before === null || known.some(({ source }) => !bySource.has(source));
  return { waiting, settled: isOver ? [{ shipment_id: shipmentId, waiting: [...bySource.keys()] }] : [] };
}
