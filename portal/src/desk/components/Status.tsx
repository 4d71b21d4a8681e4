import type { Tone } from '@milepost/wording';
import { ToneIcon } from '../../components/Icon.tsx';
import styles from './components.module.css';

/** A state in few words, with its tone as shape and colour. */
export function Status({ tone, children }: { tone: Tone; children: string }) {
  return (
    <span className={styles['status']} data-tone={tone}>
      <ToneIcon tone={tone} />
      <span>{children}</span>
    </span>
  );
}
