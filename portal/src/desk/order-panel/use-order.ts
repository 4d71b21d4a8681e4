import type { CombinedError } from '@urql/core';
import {
  DeskOrderByNameDocument,
  DeskOrderDocument,
  type DeskOrderFieldsFragment,
  OrderMilestonesDocument,
} from '../../generated/graphql.ts';
import { useFreshQuery } from '../graph/use-fresh-query.ts';
import type { OrderReference } from '../search-params.ts';
import { useMilestones } from './use-milestones.ts';

export type DeskOrder = DeskOrderFieldsFragment;

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
  useMilestones(OrderMilestonesDocument, {
    id: id ?? null,
    variables: { orderId: id ?? '', after: cursor ?? null },
    onNews: reload,
    what: 'the open order',
  });

  return {
    order,
    isLoading: isReading && !order,
    isOld: isReading && order !== null,
    error,
    reload,
  };
}
