import { createStore } from './store.ts';

/** Whether the session is over; the desk then shows the way to sign in again and come back to the same address. */
export const isSessionOver = createStore(false);

export function sessionEnded(): void {
  isSessionOver.set(true);
}
