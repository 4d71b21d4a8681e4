/**
 * A stream for one reader, which ends for good when reading fails and when the reader leaves. `end` lets go of everything and may be called more than once; `wake` gets a wait of `advance` going, which then finds
 * that it is over.
 */
export function leavableStream<T>({
  advance,
  end,
  wake,
}: {
  advance: () => Promise<IteratorResult<T, undefined>>;
  end: () => void;
  wake: () => void;
}): AsyncIterableIterator<T, undefined> {
  const leave = () => {
    end();
    wake();
  };
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    async next() {
      try {
        return await advance();
      } catch (error) {
        end();
        throw error;
      }
    },
    async return() {
      leave();
      return { value: undefined, done: true };
    },
    async throw(error) {
      leave();
      throw error;
    },
  };
}
