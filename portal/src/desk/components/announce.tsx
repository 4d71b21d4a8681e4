import { createStore } from '../graph/store.ts';

const said = createStore('');

/** Tells people who do not see the page what changed. Politely: the last of several is what counts. */
export function announce(text: string): void {
  // The same words again have to be another text, or nothing is said.
  said.set(said.get() === text ? `${text}\u00a0` : text);
}

export function Announcer() {
  return (
    <div id="news" className="sr-only" role="status" aria-live="polite">
      {said.use()}
    </div>
  );
}
