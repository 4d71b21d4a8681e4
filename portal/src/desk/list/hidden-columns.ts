import { createKept } from '../lib/kept.ts';
import type { Column } from './VirtualList.tsx';

export type ListName = 'orders' | 'cases';

const id = /^[a-z]{1,30}$/;
/** What is stored: ids of columns between blanks. */
export const parseHidden = (text: string | null): readonly string[] =>
  (text ?? '')
    .slice(0, 500)
    .split(' ')
    .filter((part) => id.test(part));
const kept = (list: ListName) =>
  createKept(`hidden-columns.${list}`, {
    parse: parseHidden,
    format: (hidden) => (hidden.length > 0 ? hidden.join(' ') : null),
  });

/** Columns that somebody does not want to see, by their ids. */
export const hiddenColumns: Record<ListName, ReturnType<typeof kept>> = {
  orders: kept('orders'),
  cases: kept('cases'),
};

/** The columns that are shown, in their order. */
export function useShownColumns<T>(list: ListName, columns: readonly Column<T>[]): readonly Column<T>[] {
  const hidden = hiddenColumns[list].use();
  return columns.filter(({ id: one, isFixed }) => isFixed || !hidden.includes(one));
}
