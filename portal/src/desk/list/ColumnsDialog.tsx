import { Button } from 'react-aria-components';
import { announce } from '../components/announce.tsx';
import { Dialog } from '../components/Dialog.tsx';
import { panelWidth } from '../layout/panel-width.ts';
import panel from '../order-panel/panel.module.css';
import styles from './columns.module.css';
import { hiddenColumns, type ListName } from './hidden-columns.ts';

/** Which columns of a list are shown, and the way back to how the desk was at first. */
export default function ColumnsDialog({
  list,
  columns,
  onClose,
}: {
  list: ListName;
  /** Those that can be hidden. */
  columns: readonly { id: string; label: string }[];
  onClose: () => void;
}) {
  const store = hiddenColumns[list];
  const hidden = store.use();
  return (
    <Dialog title="Columns" isOpen onClose={onClose}>
      <fieldset className={styles['columns']}>
        <legend>Shown, where there is room</legend>
        {columns.map(({ id, label }, i) => (
          <label key={id}>
            <input
              type="checkbox"
              autoFocus={i === 0}
              checked={!hidden.includes(id)}
              onChange={({ target }) =>
                store.set(target.checked ? hidden.filter((other) => other !== id) : [...hidden, id])
              }
            />
            {label}
          </label>
        ))}
      </fieldset>
      <p className={panel['quiet']}>
        Kept in this browser, like the width of the panel (the line beside it: arrow keys, or a pointer).
      </p>
      <Button
        className={styles['reset'] ?? ''}
        onPress={() => {
          store.set([]);
          panelWidth.set(null);
          announce('Columns and panel are as they were at first');
        }}
      >
        As it was at first
      </Button>
    </Dialog>
  );
}
