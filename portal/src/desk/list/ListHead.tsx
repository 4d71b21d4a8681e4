import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { Glyph } from '../components/Glyph.tsx';
import { useBindings } from '../keys/bindings.ts';
import styles from './list.module.css';

/** What is listed, how much of it was read, and what is new in it. */
export function ListHead({
  title,
  of,
  ofAll,
  onAll,
  count,
  isComplete,
  news,
  onReload,
  tools,
}: {
  title: string;
  /** Of whom alone; null: of everybody. */
  of: string | null;
  /** What taking that away means. */
  ofAll: string;
  onAll: () => void;
  count: number;
  isComplete: boolean;
  /** "3 with news"; null: nothing is new. */
  news: string | null;
  onReload: () => void;
  /** What else can be done with the list. */
  tools?: ReactNode;
}) {
  useBindings({ name: 'In the list', bindings: [{ keys: 'r', label: 'Read the list anew', run: onReload }] });
  return (
    <div className={styles['title']}>
      <h2>{title}</h2>
      {of && (
        <span className={styles['chip']}>
          {of}
          <Button aria-label={ofAll} onPress={onAll}>
            <Glyph name="close" />
          </Button>
        </span>
      )}
      <span className={styles['count']}>
        {count > 0 && `${count.toLocaleString('en')}${isComplete ? '' : ' read so far'}`}
      </span>
      {news && (
        <Button className={styles['news'] ?? ''} onPress={onReload}>
          {news} · show
        </Button>
      )}
      <span className={styles['tools']}>
        {tools}
        <Button className={styles['reload'] ?? ''} aria-label="Read the list anew" onPress={onReload}>
          <Glyph name="refresh" />
        </Button>
      </span>
    </div>
  );
}
