import { createStore } from '../graph/store.ts';
import type { PanelParams } from '../search-params.ts';

/** Something that was opened. */
export interface Recent {
  label: string;
  detail: string;
  open: PanelParams;
}

const longest = 8;

/** What was opened in this tab since it was loaded, the last first. In memory alone: names of orders and customers are nobody's else, and what was typed is not kept at all. */
export const recents = createStore<readonly Recent[]>([]);

export function rememberRecent(recent: Recent): void {
  recents.set([recent, ...recents.get().filter(({ label }) => label !== recent.label)].slice(0, longest));
}
