import type { ItemSummary } from '../order/item-summary.ts';
import { useWords } from '../words.ts';
import { amountText, ItemName } from './ParcelCard.tsx';

/** Each thing ordered, and where its pieces are. Columns that say nothing anywhere are left out. */
export function ItemTable({ items }: { items: readonly ItemSummary[] }) {
  const words = useWords();
  const { t } = words;
  const columns = (['arrived', 'underWay', 'notSent', 'comingBack'] as const).filter((column) =>
    items.some((item) => item[column] > 0),
  );
  return (
    <section className="card" id="items">
      <h2 id="items-heading">{t('summary.heading')}</h2>
      <table className="summary" aria-labelledby="items-heading">
        <thead>
          <tr>
            <th scope="col">{t('summary.item')}</th>
            <th scope="col">{t('summary.ordered')}</th>
            {columns.map((column) => (
              <th scope="col" key={column}>
                {t(`summary.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={item.lineId}>
              <th scope="row">
                <ItemName description={item.description} />
              </th>
              <td data-label={t('summary.ordered')}>
                {amountText(item.ordered, words)}
                {item.unit !== 'Units' && ` ${item.unit}`}
              </td>
              {columns.map((column) => (
                <td key={column} data-label={t(`summary.${column}`)}>
                  {amountText(item[column], words)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
