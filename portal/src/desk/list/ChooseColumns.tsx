import { lazy, Suspense, useState } from 'react';
import { Button } from 'react-aria-components';
import { Glyph } from '../components/Glyph.tsx';
import { useBindings } from '../keys/bindings.ts';
import type { ListName } from './hidden-columns.ts';
import styles from './list.module.css';
import type { Column } from './VirtualList.tsx';

/** Comes when somebody wants it. */
const ColumnsDialog = lazy(() => import('./ColumnsDialog.tsx'));

/** The way to choose columns. */
export function ChooseColumns<T>({ list, columns }: { list: ListName; columns: readonly Column<T>[] }) {
  const [isOpen, setIsOpen] = useState(false);
  const open = () => setIsOpen(true);
  useBindings({ name: 'In the list', bindings: [{ keys: 'w', label: 'Choose what is shown', run: open }] });
  return (
    <>
      <Button className={styles['reload'] ?? ''} aria-label="Choose columns" onPress={open}>
        <Glyph name="columns" />
      </Button>
      {isOpen && (
        <Suspense>
          <ColumnsDialog
            list={list}
            columns={columns.flatMap(({ id, name, isFixed }) =>
              isFixed || typeof name !== 'string' ? [] : [{ id, label: name }],
            )}
            onClose={() => setIsOpen(false)}
          />
        </Suspense>
      )}
    </>
  );
}
