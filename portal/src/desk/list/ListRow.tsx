import { memo, type ReactNode } from 'react';
import styles from './list.module.css';
import type { Column } from './VirtualList.tsx';

interface Props<T> {
  row: T;
  index: number;
  /** Pixels from the first row. */
  start: number;
  height: number;
  columns: readonly Column<T>[];
  /** The one row that Tab comes to. */
  isActive: boolean;
  isOpen: boolean;
  /** Undefined where rows cannot be chosen. */
  isChosen: boolean | undefined;
  isOver: boolean | undefined;
  onFocus: (index: number) => void;
  onPress: (index: number) => void;
}

/** One row. Drawn again only when something of it changed: a list that scrolls by one row draws one. */
export const ListRow = memo(function ListRow<T>({
  row,
  index,
  start,
  height,
  columns,
  isActive,
  isOpen,
  isChosen,
  isOver,
  onFocus,
  onPress,
}: Props<T>) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: see VirtualList
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the grid
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isChosen}
      aria-current={isOpen ? 'true' : undefined}
      tabIndex={isActive ? 0 : -1}
      data-index={index}
      data-over={isOver}
      className={styles['row']}
      style={{ top: start, height }}
      onFocus={() => onFocus(index)}
      onClick={() => onPress(index)}
    >
      {columns.map((column) => (
        // biome-ignore lint/a11y/useSemanticElements: see VirtualList
        // biome-ignore lint/a11y/useFocusableInteractive: the row has the focus
        <div
          role="gridcell"
          key={column.id}
          data-column={column.id}
          data-gives-way={column.givesWay}
          style={{ flex: column.flex }}
        >
          {column.cell(row)}
        </div>
      ))}
    </div>
  );
}) as <T>(props: Props<T>) => ReactNode;
