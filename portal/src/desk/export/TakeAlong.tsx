import { lazy, Suspense, useState } from 'react';
import { Button } from 'react-aria-components';
import { Glyph } from '../components/Glyph.tsx';
import { useBindings } from '../keys/bindings.ts';
import styles from '../list/list.module.css';
import type { ListExport } from './read-list.ts';

/** Comes when somebody wants it. */
const ExportDialog = lazy(() => import('./ExportDialog.tsx')) as typeof import('./ExportDialog.tsx').default;

/** The way to take a list along as a file. */
export function TakeAlong<T>({ title, list }: { title: string; list: () => ListExport<T> }) {
  const [taken, setTaken] = useState<ListExport<T> | null>(null);
  // The list as it is now, also when another one is opened meanwhile.
  const open = () => setTaken(list());
  useBindings({ name: 'In the list', bindings: [{ keys: 'd', label: 'Download the list (CSV)', run: open }] });
  return (
    <>
      <Button className={styles['reload'] ?? ''} aria-label="Download the list (CSV)" onPress={open}>
        <Glyph name="download" />
      </Button>
      {taken && (
        <Suspense>
          <ExportDialog title={title} list={taken} onClose={() => setTaken(null)} />
        </Suspense>
      )}
    </>
  );
}
