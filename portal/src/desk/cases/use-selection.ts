import { useEffect, useRef, useState } from 'react';
import type { Selection } from '../list/VirtualList.tsx';

/** As many as the graph changes at once. */
const most = 500;

/** Rows that somebody chose. Another list begins with none. */
export function useSelection<T>(
  key: string,
  rows: readonly T[],
  idOf: (row: T) => string,
): Selection & { clear: () => void } {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const last = useRef<string | null>(null);
  // Another list: what was chosen is out of sight.
  // For the key alone
  useEffect(() => {
    setIds(new Set());
    last.current = null;
  }, [key]);
  return {
    ids,
    toggle(id, isRange) {
      const from = isRange ? rows.findIndex((row) => idOf(row) === last.current) : -1;
      const to = rows.findIndex((row) => idOf(row) === id);
      const next = new Set(ids);
      if (from >= 0) for (const row of rows.slice(Math.min(from, to), Math.max(from, to) + 1)) next.add(idOf(row));
      else if (!next.delete(id)) next.add(id);
      last.current = id;
      setIds(new Set([...next].slice(0, most)));
    },
    clear() {
      last.current = null;
      setIds(new Set());
    },
  };
}
