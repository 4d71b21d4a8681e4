import { RateLimitedError } from '../graph/client.ts';
import type { Page } from '../list/use-pages.ts';
import { type CsvColumn, csvHead, csvRow } from './csv.ts';

/** A list as it can be taken along. */
export interface ListExport<T> {
  /** Of the file, without its ending. */
  name: string;
  /** Puts on record that the list is taken, and says how many rows it has now; `isCut`: there are more than are given. */
  begin: () => Promise<{ rowCount: number; isCut: boolean }>;
  read: (after: string | null) => Promise<Page<T>>;
  idOf: (row: T) => string;
  columns: readonly CsvColumn<T>[];
}

export interface Progress {
  rows: number;
  /** As far as was counted at the beginning. */
  of: number;
  /** Too much was asked for within a minute: it goes on by itself. */
  isWaiting: boolean;
}

export interface ReadList {
  /** The file, in parts. */
  parts: string[];
  rows: number;
  isCut: boolean;
}

/** One more try for a page that did not come. */
const againMs = 1_000;

/**
 * Reads a list to its end, page after page, at most the rows that were put on record. Nothing is read before `begin` has answered. A row that moved while pages were read comes once. Waits where the gateway asks to.
 * Throws what `begin` and `read` throw, and an AbortError when `signal` ends it.
 */
export async function readList<T>(
  list: ListExport<T>,
  {
    signal,
    onProgress,
    delay = sleep,
  }: { signal: AbortSignal; onProgress: (progress: Progress) => void; delay?: typeof sleep },
): Promise<ReadList> {
  const { rowCount, isCut } = await list.begin();
  const parts = [csvHead(list.columns)];
  const seen = new Set<string>();
  let after: string | null = null;
  let failures = 0;
  const tell = (isWaiting = false) => onProgress({ rows: seen.size, of: Math.max(rowCount, seen.size), isWaiting });
  tell();
  // What came since it was counted is left out where the count is the bound, and is in the file otherwise.
  const most = isCut ? rowCount : Number.POSITIVE_INFINITY;
  while (seen.size < most) {
    signal.throwIfAborted();
    let page: Page<T>;
    try {
      page = await list.read(after);
      failures = 0;
    } catch (error) {
      if (error instanceof RateLimitedError) {
        tell(true);
        await delay(error.retryAfterMs, signal);
        continue;
      }
      failures += 1;
      if (failures > 1) throw error;
      await delay(againMs, signal);
      continue;
    }
    signal.throwIfAborted();
    const fresh = page.rows.filter((row) => !seen.has(list.idOf(row))).slice(0, most - seen.size);
    for (const row of fresh) seen.add(list.idOf(row));
    parts.push(fresh.map((row) => csvRow(list.columns, row)).join(''));
    tell();
    if (page.next === null) break;
    after = page.next;
  }
  return { parts, rows: seen.size, isCut };
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
  });
}
