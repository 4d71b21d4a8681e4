import { useEffect } from 'react';
import type { OrderMilestonesSubscription, TypedDocumentString } from '../../generated/graphql.ts';
import { announce } from '../components/announce.tsx';
import { listen } from '../graph/live.ts';

/** Milestones that come together are read together. */
const batchMs = 250;

/**
 * Calls `onNews` for each milestone after the cursor that came first; later reads go on in the same stream. `id` names the stream: null is none yet, another one is
 * another stream. `what` is said to people who do not see the page, for example "the open order".
 */
export function useMilestones<V extends object>(
  document: TypedDocumentString<OrderMilestonesSubscription, V>,
  { id, variables, onNews, what }: { id: string | null; variables: V; onNews: () => void; what: string },
): void {
  // For the id alone
  useEffect(() => {
    if (!id) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let count = 0;
    const again = () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        announce(count > 1 ? `${count} updates of ${what}` : `An update of ${what}`);
        count = 0;
        onNews();
      }, batchMs);
    };
    const stop = listen(document, variables, {
      onMessage() {
        count += 1;
        again();
      },
      onGap: again,
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [id]);
}
