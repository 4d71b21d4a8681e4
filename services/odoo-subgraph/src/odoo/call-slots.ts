/**
 * At most so many calls at a time: an Odoo worker serves one request at a time, more only wait there instead of here, on workers that people use. First come, first
 * served; who is given up while it waits leaves the queue.
 */
export function createCallSlots(slots: number) {
  let free = slots;
  const waiting = new Set<() => void>();

  const release = () => {
    const [next] = waiting;
    // The slot goes from hand to hand: nobody who comes meanwhile can take it.
    if (next) next();
    else free += 1;
  };

  return async function withSlot<T>(signal: AbortSignal, run: () => Promise<T>): Promise<T> {
    signal.throwIfAborted();
    if (free > 0) free -= 1;
    else
      await new Promise<void>((resolve, reject) => {
        const settle = (done: () => void) => () => {
          waiting.delete(begin);
          signal.removeEventListener('abort', giveUp);
          done();
        };
        const begin = settle(resolve);
        const giveUp = settle(() => reject(signal.reason));
        waiting.add(begin);
        signal.addEventListener('abort', giveUp, { once: true });
      });
    try {
      return await run();
    } finally {
      release();
    }
  };
}
