import { useWords } from '../words.ts';

/** A look of a colleague at a customer's page. */
export interface StaffViewInput {
  /** Who looks. */
  name: string;
  /** Whose page of this order it is: of whoever looked it up, has a link, or proved the address. */
  level: ViewLevel;
  /** The look's own address, without the level. */
  address: string;
  /** ISO instant at which the look ends. */
  endsAt: string;
}

/** What a customer can hold an order at. */
export const viewLevels = ['L1', 'L2', 'L3'] as const;
export type ViewLevel = (typeof viewLevels)[number];

/** Over the page, so that nobody takes it for his own. Its links read; nothing here does anything. */
export function StaffBar({ view: { name, level, address, endsAt } }: { view: StaffViewInput }) {
  const { t } = useWords();
  return (
    <aside className="staff-view" aria-label={t('staffView.label')}>
      <p>{t('staffView.text', { name, clock: endsAt.slice(11, 16) })}</p>
      <nav aria-label={t('staffView.levels')}>
        {t('staffView.came')}{' '}
        {viewLevels.map((one, i) => (
          <span key={one}>
            {i > 0 && ' · '}
            <a href={`${address}?level=${one}`} aria-current={one === level ? 'page' : undefined}>
              {t(`staffView.${one}`)}
            </a>
          </span>
        ))}
      </nav>
    </aside>
  );
}
