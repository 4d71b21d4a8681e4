import type { DeskCaseRowFragment } from '../../generated/graphql.ts';
import { createStore } from '../graph/store.ts';

export type WorkKind = 'assign' | 'note' | 'snooze' | 'wait' | 'resolve' | 'reopen';

/** What somebody is about to do, and to which cases; null: nothing. The dialog for it stands in the layout. */
export const workInHand = createStore<{ kind: WorkKind; cases: readonly DeskCaseRowFragment[] } | null>(null);

export function begin(kind: WorkKind, cases: readonly DeskCaseRowFragment[]): void {
  if (cases.length > 0) workInHand.set({ kind, cases });
}
