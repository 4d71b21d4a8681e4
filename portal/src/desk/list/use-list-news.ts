import { useEffect, useRef, useState } from 'react';
import { DeskNewsDocument } from '../../generated/graphql.ts';
import { listen } from '../graph/live.ts';

/** News that come together are counted together. */
const batchMs = 500;

/**
 * How many shipments of a list have news since it was read. The list does not change by itself: whoever reads it says when. Another `key` is another list, which begins
 * without news.
 */
export function useListNews(key: string, shipmentIds: ReadonlySet<string>): { count: number; clear: () => void } {
  const [changed, setChanged] = useState<ReadonlySet<string>>(new Set());
  const ids = useRef(shipmentIds);
  ids.current = shipmentIds;
  // Another list has other news
  useEffect(() => setChanged(new Set()), [key]);
  useEffect(() => {
    let waiting: string[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = listen(
      DeskNewsDocument,
      {},
      {
        onMessage({ milestoneAdded: { shipment } }) {
          if (!shipment || !ids.current.has(shipment.id)) return;
          waiting.push(shipment.id);
          timer ??= setTimeout(() => {
            const added = waiting;
            waiting = [];
            timer = undefined;
            setChanged((before) => new Set([...before, ...added]));
          }, batchMs);
        },
        onGap() {},
      },
    );
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, []);
  return { count: changed.size, clear: () => setChanged(new Set()) };
}
