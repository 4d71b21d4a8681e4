import { useEffect, useState } from 'react';
import { Button } from 'react-aria-components';
import { announce } from './announce.tsx';
import styles from './components.module.css';
import { Glyph } from './Glyph.tsx';

/** Copies a text; says whether that worked. */
export function CopyButton({ text, what }: { text: string; what: string }) {
  const [state, setState] = useState<'ready' | 'done' | 'failed'>('ready');
  useEffect(() => {
    if (state === 'ready') return;
    const timer = setTimeout(() => setState('ready'), 2_000);
    return () => clearTimeout(timer);
  }, [state]);
  async function copy() {
    const done = await navigator.clipboard?.writeText(text).then(
      () => true,
      () => false,
    );
    setState(done ? 'done' : 'failed');
    announce(done ? `${what} copied` : `${what} could not be copied`);
  }
  return (
    <Button
      className={styles['iconButton'] ?? ''}
      data-state={state}
      aria-label={`Copy ${what}`}
      onPress={() => void copy()}
    >
      <Glyph name={state === 'done' ? 'done' : state === 'failed' ? 'attention' : 'copy'} />
    </Button>
  );
}
