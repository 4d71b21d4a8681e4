import { useEffect } from 'react';
import { useClient } from 'urql';
import { DeskCaseCountsDocument } from '../../generated/graphql.ts';
import { persisted } from '../graph/documents.ts';
import { onceMore } from '../graph/once-more.ts';
import { createStore } from '../graph/store.ts';
import type { CaseView } from '../search-params.ts';
import { countedViews, countFilters } from './case-views.ts';
import { onCasesChanged } from './changes.ts';

type CaseCounts = Partial<Record<CaseView, number>>;
const counts = createStore<CaseCounts>({});
export const useCaseCounts = counts.use;

/** Cases come and go by rules that nobody hears of; a look each half minute costs five counts. */
const everyMs = 30_000;
/** Of what is counted up to a thousand. */
export const countText = (count: number): string => (count >= 1_000 ? '999+' : String(count));

/** Keeps the counts of the views, while the tab is seen. Once, in the layout. */
export function useCountingCases(): void {
  const client = useClient();
  useEffect(() => {
    const read = onceMore(async () => {
      const { data } = await client
        .query(persisted(DeskCaseCountsDocument), { filters: countFilters() }, { requestPolicy: 'network-only' })
        .toPromise();
      if (data) counts.set(Object.fromEntries(countedViews.map((view, i) => [view, data.caseCounts[i] ?? 0])));
    });
    const look = () => document.hidden || read();
    look();
    const timer = setInterval(look, everyMs);
    document.addEventListener('visibilitychange', look);
    const stop = onCasesChanged(look);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
      stop();
    };
  }, [client]);
}
