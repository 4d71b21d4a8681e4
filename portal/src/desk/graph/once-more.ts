/**
 * Runs something that reads, never twice at the same time: whoever asks while it runs is answered by one more run after it, because what is being read may be from
 * before the change that they ask for.
 */
export function onceMore(run: () => Promise<unknown>): () => void {
  let isRunning = false;
  let isDue = false;
  const go = (): void => {
    if (isRunning) {
      isDue = true;
      return;
    }
    isRunning = true;
    void run().finally(() => {
      isRunning = false;
      if (!isDue) return;
      isDue = false;
      go();
    });
  };
  return go;
}
