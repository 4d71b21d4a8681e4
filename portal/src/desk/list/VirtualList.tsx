import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { Button } from 'react-aria-components';
import { useBindings } from '../keys/bindings.ts';
import { ListRow } from './ListRow.tsx';
import styles from './list.module.css';
import { assignSlots } from './slots.ts';
import type { Pages } from './use-pages.ts';

export interface Column<T> {
  id: string;
  name: ReactNode;
  /** Of a flexible box, for example `2 1 8rem` or `0 0 6rem`. */
  flex: string;
  cell: (row: T) => ReactNode;
  /** How soon it gives way to others where there is little room: 1 first. Left out: stays. */
  givesWay?: 1 | 2 | 3;
  /** Always shown: without it nobody knows what a row is. */
  isFixed?: true;
}

/** Chosen rows, by their ids. */
export interface Selection {
  ids: ReadonlySet<string>;
  /** Takes a row in or out; with `isRange` all from the last one on. */
  toggle: (id: string, isRange: boolean) => void;
}

/** So near the end of what is there, the next page is read. */
const aheadRows = 30;
/** In the height of text, so that larger text gets larger rows. 32 pixels with text of 16. */
const rowRem = 2;
const remPixels = () => Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;

/**
 * A long list as a grid: only the rows in sight are in the document, however many there are. One row has the focus; arrow keys, j and k, Home and End move it, Enter opens it.
 * Rows never move by themselves: what is new is told above the list, and comes in when somebody asks for it.
 */
export function VirtualList<T>({
  label,
  pages,
  columns,
  idOf,
  openId,
  onOpen,
  empty,
  isOver,
  selection,
  onActive,
}: {
  label: string;
  pages: Pages<T>;
  columns: readonly Column<T>[];
  idOf: (row: T) => string;
  /** The row that the panel shows. */
  openId: string | null;
  onOpen: (row: T) => void;
  empty: ReactNode;
  /** Rows that are marked as over: they stay where they are until the list is read anew. */
  isOver?: (row: T) => boolean;
  /** Which rows are chosen, where rows can be. */
  selection?: Selection;
  /** Told which row has the focus, or would have it. */
  onActive?: (row: T | null) => void;
}) {
  const { rows, isLoading, isComplete, problem, more } = pages;
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  const [rowHeight, setRowHeight] = useState(() => rowRem * remPixels());
  const wantsFocus = useRef(false);
  /** The first j goes to the first row, not past it. */
  const hasBegun = useRef(false);
  const at = Math.min(active, Math.max(0, rows.length - 1));

  useLayoutEffect(() => {
    const look = () => setRowHeight(rowRem * remPixels());
    window.addEventListener('resize', look);
    return () => window.removeEventListener('resize', look);
  }, []);

  // The same functions for the same rows: with others, all places are worked out anew at each step of a scroll.
  const keyOf = useCallback((index: number) => idOf(rows[index] as T), [rows, idOf]);
  const sizeOf = useCallback(() => rowHeight, [rowHeight]);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: sizeOf,
    getItemKey: keyOf,
    overscan: 8,
    // The row with the focus stays in the document, or the focus would be lost.
    rangeExtractor: (range) => {
      const seen = defaultRangeExtractor(range);
      return seen.includes(at) || rows.length === 0 ? seen : [at, ...seen].sort((a, b) => a - b);
    },
  });
  // Measured anew when rows get another height
  useEffect(() => virtual.measure(), [rowHeight]);

  const items = virtual.getVirtualItems();
  const slots = useRef<Map<number, number>>(new Map());
  slots.current = assignSlots(
    slots.current,
    items.map(({ index }) => index),
  );
  const last = Math.max(
    ...items.filter(({ index }) => index !== at || items.length === 1).map(({ index }) => index),
    -1,
  );
  // Asks when the end comes into sight
  useEffect(() => {
    if (rows.length > 0 && last >= rows.length - aheadRows && !problem) more();
  }, [last, rows.length, problem]);

  function go(to: number): void {
    if (rows.length === 0) return;
    const next = Math.max(0, Math.min(rows.length - 1, to));
    hasBegun.current = true;
    setActive(next);
    virtual.scrollToIndex(next, { align: 'auto' });
    wantsFocus.current = true;
    takeFocus(next);
  }
  function takeFocus(index: number): void {
    const row = scroller.current?.querySelector<HTMLElement>(`[data-index="${index}"]`);
    if (!row) return;
    wantsFocus.current = false;
    row.focus({ preventScroll: true });
  }
  // The row may come into the document a moment later
  useLayoutEffect(() => {
    if (wantsFocus.current) takeFocus(at);
  });

  const activeRow = rows[at] ?? null;
  // Told when it is another row
  useEffect(() => onActive?.(activeRow), [activeRow]);

  const open = () => activeRow && onOpen(activeRow);
  const choose = (isRange: boolean) => activeRow && selection?.toggle(idOf(activeRow), isRange);
  useBindings({
    name: 'In the list',
    bindings: [
      { keys: 'j', label: 'Next row', run: () => go(hasBegun.current ? at + 1 : at) },
      { keys: 'k', label: 'Row before', run: () => go(at - 1) },
      { keys: 'o', label: 'Open the row', run: open },
      ...(selection
        ? [
            { keys: 'x', label: 'Choose the row', run: () => choose(false) },
            { keys: 'Shift+x', label: 'Choose all from the last one to here', run: () => choose(true) },
          ]
        : []),
    ],
  });

  const onRowFocus = useCallback((index: number) => {
    hasBegun.current = true;
    setActive(index);
  }, []);
  const press = useRef((_index: number) => {});
  press.current = (index) => {
    setActive(index);
    const row = rows[index];
    if (row) onOpen(row);
  };
  const onRowPress = useCallback((index: number) => press.current(index), []);

  function onKeyDown(event: React.KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 2);
    const moves: Record<string, () => void> = {
      ArrowDown: () => go(at + 1),
      ArrowUp: () => go(at - 1),
      PageDown: () => go(at + page),
      PageUp: () => go(at - page),
      Home: () => go(0),
      End: () => go(rows.length - 1),
      Enter: open,
    };
    const move = Object.hasOwn(moves, event.key) ? moves[event.key] : undefined;
    if (!move || (event.target as Element).closest('a, button, input')) return;
    event.preventDefault();
    move();
  }

  return (
    <div className={styles['list']}>
      {/* biome-ignore lint/a11y/useSemanticElements: a table cannot be virtual; roles say the same */}
      <div
        ref={scroller}
        className={styles['scroller']}
        role="grid"
        aria-label={label}
        aria-rowcount={isComplete ? rows.length + 1 : -1}
        aria-colcount={columns.length}
        aria-busy={isLoading}
        aria-multiselectable={selection ? true : undefined}
        tabIndex={rows.length === 0 ? 0 : -1}
        onKeyDown={onKeyDown}
      >
        {/* biome-ignore lint/a11y/useSemanticElements: see above */}
        {/* biome-ignore lint/a11y/useFocusableInteractive: heads of columns do nothing */}
        <div role="row" aria-rowindex={1} className={styles['head']}>
          {columns.map(({ id, name, flex, givesWay }) => (
            // biome-ignore lint/a11y/useSemanticElements: see above
            // biome-ignore lint/a11y/useFocusableInteractive: see above
            <div role="columnheader" key={id} data-column={id} data-gives-way={givesWay} style={{ flex }}>
              {name}
            </div>
          ))}
        </div>
        <div role="presentation" className={styles['rows']} style={{ height: virtual.getTotalSize() }}>
          {items.map(({ index, start }) => {
            const row = rows[index] as T;
            const id = idOf(row);
            return (
              <ListRow
                key={slots.current.get(index)}
                row={row}
                index={index}
                start={start}
                height={rowHeight}
                columns={columns}
                isActive={index === at}
                isOpen={id === openId}
                isChosen={selection?.ids.has(id)}
                isOver={isOver?.(row)}
                onFocus={onRowFocus}
                onPress={onRowPress}
              />
            );
          })}
        </div>
      </div>
      {isLoading && rows.length === 0 && <Waiting />}
      {problem && (
        <div className={styles['message']} role="alert">
          <p>{problem}</p>
          <Button onPress={rows.length > 0 ? more : pages.reload}>Try again</Button>
        </div>
      )}
      {!isLoading && !problem && rows.length === 0 && <div className={styles['message']}>{empty}</div>}
    </div>
  );
}

/** Where rows will stand. */
function Waiting() {
  return (
    <div className={styles['waiting']} aria-hidden="true">
      {Array.from({ length: 12 }, (_, i) => (
        // They are all the same
        <span key={i} />
      ))}
    </div>
  );
}
