import type { CombinedError } from '@urql/core';
import { useEffect } from 'react';
import {
  DeskOrderByNameDocument,
  DeskOrderDocument,
  type DeskOrderFieldsFragment,
  OrderMilestonesDocument,
} from '../../generated/graphql.ts';
import { announce } from '../components/announce.tsx';
import { listen } from '../graph/live.ts';
import { useFreshQuery } from '../graph/use-fresh-query.ts';
import type { OrderReference } from '../search-params.ts';

export type DeskOrder = DeskOrderFieldsFragment;

/** Milestones that come together are read together. */
const batchMs = 250;

interface Read {
  order: DeskOrder | null;
  /** Nothing is there yet. */
  isLoading: boolean;
  /** What is there is being read anew. */
  isOld: boolean;
  error: CombinedError | null;
  reload: () => void;
}

/**
 * The whole panel by one operation, kept up to date: each milestone of the order reads it anew. The cursor is read with the rows, so nothing is missed in between. For a
 * component that is made anew for another reference.
 */
export function useOrder(reference: OrderReference): Read {
  const isById = 'id' in reference;
  // One of both, always the same one: the component is another for another reference.
  const { data, error, isReading, reload } = isById
    ? useFreshQuery(DeskOrderDocument, { id: reference.id })
    : useFreshQuery(DeskOrderByNameDocument, { name: reference.name, companyId: reference.companyId });
  const order = (data && ('order' in data ? data.order : data.orderByName)) ?? null;

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
        reload();
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
    isLoading: isReading && !order,
    isOld: isReading && order !== null,
    error,
    reload,
  };
}
