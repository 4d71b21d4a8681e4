import { DeskChangesDocument, type DeskChangesSubscription } from '../../generated/graphql.ts';
import { documentIdOf } from '../graph/documents.ts';
import { openSocket } from '../graph/live.ts';
import { createStore } from '../graph/store.ts';

type Change = DeskChangesSubscription['deskChanged'];
export type Presence = Change['presence'][number];

/** What colleagues look at now. */
export const presence = createStore<readonly Presence[]>([]);
/** Whether this tab is told what changes; where it is not, counts are asked for now and then. */
export const isTold = createStore(false);

const listeners = new Set<() => void>();
/** Called when cases in the viewer's scope have changed, whoever did it. */
export function onCasesMoved(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** Refused or ended, it is tried again so much later. */
const againMs = 30_000;
/** The mark of the last message: nothing that happens between two streams is missed. */
let mark: string | null = null;

/** Listens from the last message on, and lets colleagues know what is looked at here. Returns how to stop. */
export function followDesk(lookingAt: readonly string[]): () => void {
  let stop = () => {};
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isStopped = false;
  const again = () => {
    isTold.set(false);
    if (!isStopped) timer = setTimeout(begin, againMs);
  };
  function begin(): void {
    // The client sends this very object again when it comes back.
    const variables: { lookingAt: readonly string[]; after: string | null } = { lookingAt, after: mark };
    stop = openSocket().subscribe<DeskChangesSubscription>(
      { query: '', documentId: documentIdOf(DeskChangesDocument), variables } as never,
      {
        next({ data }) {
          const change = data?.deskChanged;
          if (!change || isStopped) return;
          mark = change.mark;
          variables.after = change.mark;
          presence.set(change.presence);
          isTold.set(true);
          if (change.haveCasesChanged) for (const listener of [...listeners]) listener();
        },
        error: again,
        complete: again,
      },
    );
  }
  begin();
  return () => {
    isStopped = true;
    clearTimeout(timer);
    stop();
  };
}
