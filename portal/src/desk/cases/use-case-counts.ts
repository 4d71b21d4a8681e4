import { useEffect } from 'react';
import { useClient } from 'urql';
import { DeskCaseCountsDocument } from '../../generated/graphql.ts';
import { persisted } from '../graph/documents.ts';
import { liveState } from '../graph/live.ts';
import { onceMore } from '../graph/once-more.ts';
import { createStore } from '../graph/store.ts';
import { isTold, onCasesMoved } from '../presence/desk-changes.ts';
import type { CaseView } from '../search-params.ts';
import { countedViews, countFilters } from './case-views.ts';
import { onCasesChanged } from './changes.ts';

type CaseCounts = Partial<Record<CaseView, number>>;
const counts = createStore<CaseCounts>({});
export const useCaseCounts = counts.use;

/** Whoever is told nothing looks now and then; whoever is, seldom: what changes by time alone nobody tells. */
const untoldMs = 60_000;
const toldMs = 300_000;
/** Not more often, whatever happens: counting is the dearest thing that an open desk asks for. */
const leastMs = 5_000;
/** A tab that hears nothing at first does not wait for a minute. */
const firstMs = 2_000;
/** Of what is counted up to a thousand. */
export const countText = (count: number): string => (count >= 1_000 ? '999+' : String(count));

/** Keeps the counts of the views, while the tab is seen. Once, in the layout. */
export function useCountingCases(): void {
  const client = useClient();
  useEffect(() => {
    let readAt = 0;
    let isMissed = false;
    let later: ReturnType<typeof setTimeout> | undefined;
    const ask = onceMore(async () => {
      const { data } = await client
        .query(persisted(DeskCaseCountsDocument), { filters: countFilters() }, { requestPolicy: 'network-only' })
        .toPromise();
      if (data) counts.set(Object.fromEntries(countedViews.map((view, i) => [view, data.caseCounts[i] ?? 0])));
    });
    const read = () => {
      clearTimeout(later);
      later = undefined;
      isMissed = document.hidden;
      if (isMissed) return;
      readAt = Date.now();
      ask();
    };
    const moved = () => {
      later ??= setTimeout(read, Math.max(0, readAt + leastMs - Date.now()));
    };
    const net = () => {
      if (Date.now() - readAt >= (isTold.get() && liveState.get() === 'live' ? toldMs : untoldMs)) read();
    };
    const seen = () => isMissed && read();
    const first = setTimeout(() => readAt === 0 && read(), firstMs);
    const timer = setInterval(net, untoldMs / 4);
    document.addEventListener('visibilitychange', seen);
    const stops = [onCasesChanged(read), onCasesMoved(moved)];
    return () => {
      clearTimeout(first);
      clearTimeout(later);
      clearInterval(timer);
      document.removeEventListener('visibilitychange', seen);
      for (const stop of stops) stop();
    };
  }, [client]);
}
