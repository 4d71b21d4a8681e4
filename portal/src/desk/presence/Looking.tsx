import { presence } from './desk-changes.ts';
import { initialsOf, lookingText } from './looking-words.ts';
import styles from './presence.module.css';

/** Colleagues who look at one of these now, each once, by their names. */
function useLookers(ids: readonly (string | null | undefined)[]): string[] {
  const now = presence.use();
  if (now.length === 0) return [];
  const wanted = new Set(ids);
  return [
    ...new Map(
      now.filter(({ subjectId }) => wanted.has(subjectId)).map(({ staff: { id, name } }) => [id, name]),
    ).values(),
  ];
}

/** In a row of a list. Part of the row and no live region: who goes along the rows hears of it, and nobody is told each time somebody comes or goes. */
export function LookingMark({ ids }: { ids: readonly (string | null | undefined)[] }) {
  const names = useLookers(ids);
  const [first] = names;
  if (first === undefined) return null;
  const text = lookingText(names);
  return (
    <span className={styles['mark']} title={text}>
      <span aria-hidden="true">
        {initialsOf(first)}
        {names.length > 1 && ` +${names.length - 1}`}
      </span>
      <span className="sr-only">{text}</span>
    </span>
  );
}

/** In a panel. */
export function LookingLine({ ids }: { ids: readonly (string | null | undefined)[] }) {
  const names = useLookers(ids);
  if (names.length === 0) return null;
  return (
    <p className={styles['line']}>
      {names.slice(0, 4).map((name) => (
        <span key={name} className={styles['mark']} aria-hidden="true">
          {initialsOf(name)}
        </span>
      ))}
      {lookingText(names)}.
    </p>
  );
}
