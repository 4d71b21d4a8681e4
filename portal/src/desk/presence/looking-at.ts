import { useEffect } from 'react';
import { createStore } from '../graph/store.ts';
import { followDesk } from './desk-changes.ts';

/** What the panel of this tab shows: the id of an order, a shipment or a case; null: nothing. */
const open = createStore<string | null>(null);

/** Who moves through a list is on nothing yet. */
const settleMs = 400;
/** Whoever has another tab before them is not on it either, but may be back in a moment. */
const awayMs = 20_000;

/** Says for a panel, as long as it is there, what it shows; null: not known yet. */
export function useLookingAt(id: string | null | undefined): void {
  useEffect(() => {
    if (!id) return;
    open.set(id);
    return () => {
      if (open.get() === id) open.set(null);
    };
  }, [id]);
}

/** Keeps the desk up to date, and lets colleagues know what is looked at here. Once, in the layout. */
export function useFollowingDesk(): void {
  useEffect(() => {
    let said: string | null = null;
    let stop = followDesk([]);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      clearTimeout(timer);
      const wanted = document.hidden ? null : open.get();
      if (wanted === said) return;
      timer = setTimeout(
        () => {
          said = wanted;
          // The new one first: colleagues do not see somebody leave and come back.
          const before = stop;
          stop = followDesk(wanted === null ? [] : [wanted]);
          before();
        },
        document.hidden ? awayMs : settleMs,
      );
    };
    const unfollow = open.subscribe(look);
    document.addEventListener('visibilitychange', look);
    look();
    return () => {
      clearTimeout(timer);
      unfollow();
      document.removeEventListener('visibilitychange', look);
      stop();
    };
  }, []);
}
