import type { BlockList } from 'node:net';
import { type Logger, runLoop, type Sql } from '@milepost/service-kit';
import type { WakeBus } from '../wake/wake-bus.ts';
import type { DocumentSeal } from './document-seal.ts';
import { type Fetched, fetchDocument } from './fetch-document.ts';
import { type ClaimedDocument, claimDocuments, settleDocument } from './store-documents.ts';

/** Under way in this process at a time: each may hold 5 MB. */
const sideBySide = 4;

/**
 * Fetches what providers named as proof, each document once. Several processes share the work; what a dead one had under way is taken by another when its lease ends.
 */
export function startDocuments({
  sql,
  seal,
  allowed,
  timeoutMs,
  wakeBus,
  onFetched = () => {},
  logger,
  now = () => new Date(),
}: {
  sql: Sql;
  seal: DocumentSeal;
  /** Networks that count as public. */
  allowed: BlockList | null;
  timeoutMs: number;
  wakeBus: Pick<WakeBus, 'onWake'>;
  onFetched?: (outcome: string) => void;
  logger: Logger;
  now?: () => Date;
}): AsyncDisposable {
  const leaseMs = timeoutMs + 30_000;
  const stopping = new AbortController();
  async function fetchOne(claimed: ClaimedDocument): Promise<void> {
    const address = await seal.open(
      claimed.keyId,
      'address_sealed',
      `${claimed.shipmentId}/${claimed.addressKey}`,
      claimed.addressSealed,
    );
    const fetched: Fetched =
      address === null
        ? { problem: 'ADDRESS_UNREADABLE', status: null }
        : await fetchDocument(address.toString('utf8'), { allowed, timeoutMs, stop: stopping.signal });
    // What was cut off is fetched by another process, when the lease has ended.
    if (stopping.signal.aborted && fetched.problem !== null) return;
    const state = await settleDocument(sql, claimed, fetched, { seal, now: now() });
    onFetched(fetched.problem?.toLowerCase() ?? 'fetched');
    // The address stays out of the log: it opens the picture.
    if (state === 'FAILED')
      logger.warn(
        { document: { id: claimed.id }, shipment: { id: claimed.shipmentId }, problem: fetched.problem },
        'a proof of delivery could not be fetched',
      );
  }
  const loop = runLoop({
    name: 'documents',
    idleMs: 1_000,
    logger,
    async step() {
      const claimed = await claimDocuments(sql, { limit: sideBySide, now: now(), leaseMs });
      const done = await Promise.allSettled(claimed.map(fetchOne));
      const failed = done.find((one) => one.status === 'rejected');
      // Of one that could not be written down the lease ends, and it is fetched again.
      if (failed) throw failed.reason;
      return claimed.length === sideBySide;
    },
  });
  const stop = wakeBus.onWake('documents', () => loop.wake());
  return {
    async [Symbol.asyncDispose]() {
      stop();
      stopping.abort();
      await loop.stop();
    },
  };
}
