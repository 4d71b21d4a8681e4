import type { CombinedError } from '@urql/core';
import { useEffect, useMemo, useState } from 'react';
import { useClient } from 'urql';
import type { TypedDocumentString } from '../../generated/graphql.ts';
import { persisted } from './documents.ts';
import { onceMore } from './once-more.ts';

interface State<R> {
  data: R | null;
  error: CombinedError | null;
  isReading: boolean;
}

/**
 * What one document says, read anew when somebody asks. What this tab read before stands there at once. For a component that is made anew for other variables (by its
 * key): they are taken once.
 */
export function useFreshQuery<R, V extends object>(
  document: TypedDocumentString<R, V>,
  variables: V,
): State<R> & { reload: () => void } {
  const client = useClient();
  const [{ query, given }] = useState(() => ({ query: persisted(document), given: variables }));
  const [state, setState] = useState<State<R>>(() => ({
    data: (client.readQuery(query, given as never)?.data as R | undefined) ?? null,
    error: null,
    isReading: true,
  }));
  const reload = useMemo(
    () =>
      onceMore(async () => {
        setState((old) => ({ ...old, isReading: true }));
        const { data, error } = await client
          .query(query, given as never, { requestPolicy: 'network-only' })
          .toPromise();
        // What could be read before stays, with what went wrong.
        setState((old) => ({ data: (data as R | undefined) ?? old.data, error: error ?? null, isReading: false }));
      }),
    [client, query, given],
  );
  useEffect(() => reload(), [reload]);
  return { ...state, reload };
}
