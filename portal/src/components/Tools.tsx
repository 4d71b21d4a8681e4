import { useWords } from '../words.ts';

/** What needs a script; shown by it. */
export function Tools() {
  const { t } = useWords();
  return (
    <p className="tools" hidden>
      <button type="button" data-zones="">
        {t('page.ownZone')}
      </button>
      <button type="button" data-print="">
        {t('page.print')}
      </button>
    </p>
  );
}
