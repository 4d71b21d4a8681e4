import { useWords } from '../words.ts';

/** Which order of whom. The company's name keeps its own direction, full stop included. */
export function OrderTitle({ order: { name, company } }: { order: { name: string; company: { name: string } } }) {
  const { t } = useWords();
  return (
    <>
      {t('order.title', { name })} · <bdi>{company.name}</bdi>
    </>
  );
}
