import { useEffect } from 'react';
import { Button } from 'react-aria-components';
import { createStore } from '../graph/store.ts';
import { useBindings } from '../keys/bindings.ts';
import { announce } from './announce.tsx';
import styles from './components.module.css';

interface Told {
  text: string;
  /** What can be taken back, and until when (milliseconds since 1970). */
  undo?: { run: () => void; until: number };
}
const told = createStore<Told | null>(null);
const shownMs = 5_000;

/** Says at the foot of the desk what was done; with `undo`, for as long as it can be taken back. */
export function tell(message: Told): void {
  told.set(message);
  announce(message.undo ? `${message.text} Press u to undo.` : message.text);
}

export function Toast() {
  const message = told.use();
  useEffect(() => {
    if (!message) return;
    const ms = message.undo ? Math.max(0, message.undo.until - Date.now()) : shownMs;
    const timer = setTimeout(() => told.set(null), ms);
    return () => clearTimeout(timer);
  }, [message]);
  return message && <Shown message={message} />;
}

function Shown({ message: { text, undo } }: { message: Told }) {
  const takeBack = () => {
    told.set(null);
    undo?.run();
  };
  useBindings({
    name: 'Cases',
    bindings: undo ? [{ keys: 'u', label: 'Undo what was just done', run: takeBack }] : [],
  });
  return (
    <div className={styles['toast']}>
      <span>{text}</span>
      {undo && (
        <Button onPress={takeBack}>
          Undo <kbd>u</kbd>
        </Button>
      )}
    </div>
  );
}
