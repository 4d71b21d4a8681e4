import { useCallback, useEffect, useRef, useState } from 'react';

export interface Page<T> {
  rows: T[];
  /** Where the next page begins; null: this was the last one. */
  next: string | null;
}

export interface Pages<T> {
  rows: readonly T[];
  isLoading: boolean;
  /** True once the last page is there. */
  isComplete: boolean;
  problem: string | null;
  /** Reads the next page, unless it is being read, or there is none. */
  more: () => void;
  /** Puts rows in place of those with the same id, where they stand. */
  replace: (changed: readonly T[], idOf: (row: T) => string) => void;
  /** Reads everything anew; what stands there stays until the first page has come. */
  reload: () => void;
}

/**
 * A list that is read page by page as somebody gets there. `key` names what is listed: another one begins anew, and answers that come late for the one before are
 * dropped. No page is read twice.
 */
export function usePages<T>(key: string, read: (after: string | null) => Promise<Page<T>>): Pages<T> {
  const [state, setState] = useState<{
    key: string;
    rows: readonly T[];
    next: string | null;
    isLoading: boolean;
    problem: string | null;
  }>({
    key,
    rows: [],
    next: null,
    isLoading: true,
    problem: null,
  });
  const reading = useRef<object | null>(null);
  const latest = useRef({ key, read });
  latest.current = { key, read };

  const load = useCallback((after: string | null, before: readonly T[]) => {
    const token = {};
    reading.current = token;
    const { key: wanted, read: readPage } = latest.current;
    setState((old) => ({
      ...old,
      key: wanted,
      isLoading: true,
      problem: null,
      ...(old.key !== wanted && { rows: [] }),
    }));
    readPage(after).then(
      ({ rows, next }) => {
        if (reading.current !== token) return;
        reading.current = null;
        setState({
          key: wanted,
          rows: before.length > 0 ? [...before, ...rows] : rows,
          next,
          isLoading: false,
          problem: null,
        });
      },
      (error: unknown) => {
        if (reading.current !== token) return;
        reading.current = null;
        const problem = error instanceof Error ? error.message : 'The list could not be read.';
        setState((old) => ({ ...old, isLoading: false, problem }));
      },
    );
  }, []);

  // Another key is another list
  useEffect(() => {
    load(null, []);
    return () => {
      reading.current = null;
    };
  }, [key, load]);

  const isCurrent = state.key === key;
  return {
    rows: isCurrent ? state.rows : [],
    isLoading: !isCurrent || state.isLoading,
    isComplete: isCurrent && !state.isLoading && state.next === null && state.problem === null,
    problem: isCurrent ? state.problem : null,
    more() {
      if (reading.current || !isCurrent) return;
      if (state.problem && state.rows.length === 0) load(null, []);
      else if (state.next !== null) load(state.next, state.rows);
    },
    replace(changed, idOf) {
      const byId = new Map(changed.map((row) => [idOf(row), row]));
      setState((old) =>
        old.rows.some((row) => byId.has(idOf(row)))
          ? { ...old, rows: old.rows.map((row) => byId.get(idOf(row)) ?? row) }
          : old,
      );
    },
    reload: () => load(null, []),
  };
}
