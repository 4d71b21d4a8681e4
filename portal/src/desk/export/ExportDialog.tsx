import { useEffect, useRef, useState } from 'react';
import { Button, ProgressBar } from 'react-aria-components';
import { announce } from '../components/announce.tsx';
import { Dialog } from '../components/Dialog.tsx';
import styles from './export.module.css';
import { type ListExport, type Progress, type ReadList, readList } from './read-list.ts';

type State =
  | { kind: 'asking' }
  | { kind: 'reading'; progress: Progress | null }
  | { kind: 'done'; rows: number; isCut: boolean; file: string }
  | { kind: 'problem'; text: string };

const counted = (rows: number) => (rows === 1 ? '1 row' : `${rows.toLocaleString('en')} rows`);

/** Takes the list along as a file: asks first, because that is put on record; then reads it to its end. Closing the dialog ends that. */
export default function ExportDialog<T>({
  title,
  list,
  onClose,
}: {
  /** Of the list. */
  title: string;
  list: ListExport<T>;
  onClose: () => void;
}) {
  const [state, setState] = useState<State>({ kind: 'asking' });
  const abort = useRef<AbortController | null>(null);
  useEffect(() => () => abort.current?.abort(), []);

  async function take(): Promise<void> {
    const own = new AbortController();
    abort.current = own;
    setState({ kind: 'reading', progress: null });
    try {
      const read = await readList(list, {
        signal: own.signal,
        onProgress: (progress) => setState({ kind: 'reading', progress }),
      });
      const file = save(list.name, read, new Date());
      setState({ kind: 'done', rows: read.rows, isCut: read.isCut, file });
      announce(`The file is there: ${counted(read.rows)}${read.isCut ? ', and there are more' : ''}`);
    } catch (error) {
      if (own.signal.aborted) return;
      const text = error instanceof Error ? error.message : 'The list could not be read.';
      setState({ kind: 'problem', text });
    }
  }

  return (
    <Dialog title={`Download: ${title}`} isOpen onClose={onClose}>
      {state.kind === 'asking' && (
        <>
          <p>All rows of this list, as it is filtered and sorted, as a file for spreadsheets (CSV). At most 50,000.</p>
          <p className={styles['quiet']}>That you take it is put on record, with the filter and the number of rows.</p>
          <div className={styles['ways']}>
            <Button autoFocus className={styles['primary'] ?? ''} onPress={() => void take()}>
              Download
            </Button>
          </div>
        </>
      )}
      {state.kind === 'reading' && (
        <>
          <ProgressBar
            aria-label="Reading the list"
            value={state.progress?.rows ?? 0}
            maxValue={Math.max(1, state.progress?.of ?? 1)}
            className={styles['progress'] ?? ''}
          >
            {({ percentage }) => <progress aria-hidden="true" max={100} value={percentage ?? 0} />}
          </ProgressBar>
          <p>
            {state.progress
              ? `${state.progress.rows.toLocaleString('en')} of ${counted(state.progress.of)}`
              : 'Counting …'}
            {state.progress?.isWaiting && ' · too much was asked for within a minute, it goes on by itself'}
          </p>
          <div className={styles['ways']}>
            <Button autoFocus className={styles['plain'] ?? ''} onPress={onClose}>
              Cancel
            </Button>
          </div>
        </>
      )}
      {state.kind === 'done' && (
        <>
          <p>
            <strong>{state.file}</strong>: {counted(state.rows)}.
          </p>
          {state.isCut && (
            <p className={styles['problem']}>
              This is not all: the list has more rows than one file takes. Narrow it with a filter, and download each
              part.
            </p>
          )}
          <div className={styles['ways']}>
            <Button autoFocus className={styles['plain'] ?? ''} onPress={onClose}>
              Close
            </Button>
          </div>
        </>
      )}
      {state.kind === 'problem' && (
        <>
          <p className={styles['problem']} role="alert">
            {state.text} No file was made.
          </p>
          <div className={styles['ways']}>
            <Button autoFocus className={styles['primary'] ?? ''} onPress={() => void take()}>
              Try again
            </Button>
          </div>
        </>
      )}
    </Dialog>
  );
}

/** Hands the file to the browser, which keeps it. Answers its name. */
function save(name: string, { parts }: ReadList, now: Date): string {
  const file = `${name} ${now.toISOString().slice(0, 16).replace('T', ' ').replace(':', '.')} UTC.csv`;
  const url = URL.createObjectURL(new Blob(parts, { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = file;
  link.click();
  // The browser has taken it by then.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
  return file;
}
