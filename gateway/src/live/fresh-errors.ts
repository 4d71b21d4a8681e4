/** The parts of the planner's handler that we touch. */
// biome-ignore lint/suspicious/noExplicitAny: the runtime's handler type is generic over its whole plugin system; only `executor` is wrapped here
type Handler = (options: any) => any;

/**
 * router-runtime keeps one `errors` array per subscription and never empties it: after one failed event every later one would carry the old
 * errors. We hand on a copy and empty the original. Tested; drop this when the planner is fixed.
 */
export function withFreshErrors(handler: Handler): Handler {
  return async (options) => {
    const unified = await handler(options);
    const refresh = (step: IteratorResult<{ errors?: unknown[] }>) => {
      const errors = step.value?.errors;
      if (errors?.length) {
        step.value = { ...step.value, errors: errors.slice() };
        errors.length = 0;
      }
      return step;
    };
    const wrap = (result: AsyncIterable<{ errors?: unknown[] }>) => {
      if (!result?.[Symbol.asyncIterator]) return result;
      const iterator = result[Symbol.asyncIterator]();
      return {
        [Symbol.asyncIterator]() {
          return this;
        },
        next: async () => refresh(await iterator.next()),
        return: async () => iterator.return?.() ?? { value: undefined, done: true },
        throw: async (error: unknown) => iterator.throw?.(error) ?? Promise.reject(error),
      };
    };
    return {
      ...unified,
      executor: (request: unknown) => {
        const result = unified.executor(request);
        return typeof result?.then === 'function' ? result.then(wrap) : wrap(result);
      },
    };
  };
}
