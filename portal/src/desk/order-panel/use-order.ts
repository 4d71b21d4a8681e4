import { useEffect } from 'react';
import { type CombinedError, useQuery } from 'urql';
import {
  DeskOrderByNameDocument,
  DeskOrderDocument,
  type DeskOrderFieldsFragment,
  OrderMilestonesDocument,
} from '../../generated/graphql.ts';
import { announce } from '../components/announce.tsx';
import { persisted } from '../graph/documents.ts';
import { listen } from '../graph/live.ts';
import type { OrderReference } from '../search-params.ts';

export type DeskOrder = DeskOrderFieldsFragment;

/** Milestones that come together are read together. */
const batchMs = 250;

/**
 * The whole panel by one operation, kept up to date: each milestone of the order reads it anew. The cursor is read with the rows, so nothing is missed in between.
 */
export function useOrder(reference: OrderReference): {
  order: DeskOrder | null;
  isLoading: boolean;
  /** Read from memory, and being read anew. */
  isOld: boolean;
  error: CombinedError | null;
  reload: () => void;
} {
  const isById = 'id' in reference;
  const [byId, readById] = useQuery({
    query: persisted(DeskOrderDocument),
    variables: { id: isById ? reference.id : '' },
    pause: !isById,
    requestPolicy: 'cache-and-network',
  });
  const [byName, readByName] = useQuery({
    query: persisted(DeskOrderByNameDocument),
    variables: isById ? { name: '' } : { name: reference.name, companyId: reference.companyId },
    pause: isById,
    requestPolicy: 'cache-and-network',
  });
  const { fetching, stale, error, data } = isById ? byId : byName;
  const order = (isById ? byId.data?.order : byName.data?.orderByName) ?? null;
  const read = isById ? readById : readByName;

  const id = order?.id;
  const cursor = data?.liveCursor;
  // One stream per order, from the cursor that came first; later reads go on in it
  useEffect(() => {
    if (!id) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let count = 0;
    const again = () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        announce(count > 1 ? `${count} updates of the open order` : 'An update of the open order');
        count = 0;
        read({ requestPolicy: 'network-only' });
      }, batchMs);
    };
    const stop = listen(
      OrderMilestonesDocument,
      { orderId: id, after: cursor ?? null },
      {
        onMessage() {
          count += 1;
          again();
        },
        onGap: again,
      },
    );
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [id]);

  return {
    order,
    isLoading: fetching && !order,
    isOld: stale || (fetching && order !== null),
    error: error ?? null,
    reload: () => read({ requestPolicy: 'network-only' }),
  };
}
