/** Waits until `check` neither throws nor answers false; throws its last error when it never does. For conditions, never for a fixed time. */
export async function eventually<T>(
  check: () => Promise<T> | T,
  { timeoutMs = 10_000, everyMs = 10 }: { timeoutMs?: number; everyMs?: number } = {},
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    let last: unknown;
    try {
      const value = await check();
      if (value !== false) return value;
      last = new Error('the condition never became true');
    } catch (error) {
      last = error;
    }
    if (Date.now() > deadline) throw last;
    await new Promise((again) => setTimeout(again, everyMs));
  }
}
