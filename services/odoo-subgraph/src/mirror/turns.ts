/**
 * One at a time per name, in the order of asking. Reading a record and storing it is one turn of its model: Odoo tells write_date in seconds, so of two readings within one second nobody could say
 * which is the older.
 */
export function createTurns() {
  const last = new Map<string, Promise<unknown>>();
  return {
    take<T>(name: string, run: () => Promise<T>): Promise<T> {
      const turn = (last.get(name) ?? Promise.resolve()).then(run, run);
      last.set(name, turn);
      return turn;
    },
  };
}
export type Turns = ReturnType<typeof createTurns>;
