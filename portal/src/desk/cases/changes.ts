import type { DeskCaseRowFragment } from '../../generated/graphql.ts';

type Listener = (changed: readonly DeskCaseRowFragment[]) => unknown;
const listeners = new Set<Listener>();

/** Tells lists and panels of this tab how cases stand after somebody changed them here. */
export function casesChanged(changed: readonly DeskCaseRowFragment[]): void {
  for (const listener of [...listeners]) listener(changed);
}

export function onCasesChanged(listener: Listener): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
