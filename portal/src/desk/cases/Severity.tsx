import type { CaseSeverity } from '../../generated/graphql.ts';
import { severityTexts } from './case-words.ts';
import styles from './cases.module.css';

/** How bad a case is: bars and a word, so that the colour says nothing alone. */
export function Severity({ severity }: { severity: CaseSeverity }) {
  const { text, tone, bars } = severityTexts[severity];
  return (
    <span className={styles['severity']} data-tone={tone}>
      <svg viewBox="0 0 15 12" aria-hidden="true" focusable="false">
        {[1, 2, 3, 4].map((bar) => (
          <rect key={bar} x={(bar - 1) * 4} y={12 - bar * 3} width="3" height={bar * 3} data-on={bar <= bars} />
        ))}
      </svg>
      {text}
    </span>
  );
}
