import type { PromiseStory } from '../order/promises.ts';
import { useWords } from '../words.ts';

/** What was promised and what is expected now; the whole ledger on demand. */
export function Promises({ story: { sentence, changes, history } }: { story: PromiseStory }) {
  const { t } = useWords();
  if (changes === null) return <p className="promise">{sentence}</p>;
  return (
    <details className="promise">
      <summary>
        {sentence} {changes}
      </summary>
      <ol aria-label={t('promise.history')}>
        {history.map(({ key, date, who, toldAt, why }) => (
          <li key={key}>
            <span className="date">{date}</span>{' '}
            <span className="hint">
              <time dateTime={toldAt}>{who}</time>
              {why && ` · ${why}`}
            </span>
          </li>
        ))}
      </ol>
    </details>
  );
}
