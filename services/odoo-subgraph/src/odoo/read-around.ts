import { OdooCallError, reactions } from './errors.ts';

/** So long a refused record is left out before it is tried again. */
const leftOutMs = 600_000;
const maxLeftOut = 500;
/** Of one search for refused records: a page of 1,000 with one of them takes 20. */
const maxReads = 60;
const maxRounds = 4;

type Ids = readonly number[];

const isReadAround = (error: unknown): error is OdooCallError =>
  error instanceof OdooCallError && reactions[error.kind].readsAround;

/**
 * Reads that go on although Odoo refuses single records: these are found by halving and left out of every read for ten minutes, by a condition in the question, so that a page is still
 * full and nothing but they is missing. Where the model as a whole is refused, or more than a few records, the refusal is thrown as it came.
 */
export function createReadAround({
  now,
  onLeftOut,
}: {
  now: () => number;
  onLeftOut: (model: string, ids: Ids) => void;
}) {
  const leftOut = new Map<string, Map<number, number>>();
  /** Where leaving single records out does not help, until then. */
  const hopeless = new Map<string, number>();

  function idsOf(key: string): number[] {
    const of = leftOut.get(key);
    if (!of) return [];
    for (const [id, until] of of) if (until <= now()) of.delete(id);
    return [...of.keys()];
  }

  async function readAround<T>(
    { model, fields }: { model: string; fields: readonly string[] },
    {
      read,
      ids,
      readOne,
    }: {
      /** `without`: ids to leave out. */
      read: (without: Ids) => Promise<T>;
      /** Ids of the records that `read` is about. */
      ids: (without: Ids) => Promise<Ids>;
      /** Reads these, for the sake of whether it can be done. */
      readOne: (ids: Ids) => Promise<unknown>;
    },
  ): Promise<T> {
    const key = keyOf(model, fields);
    for (let round = 1; ; round += 1) {
      try {
        return await read(idsOf(key));
      } catch (error) {
        if (!isReadAround(error) || round === maxRounds || (hopeless.get(key) ?? 0) > now()) throw error;
        const refused = await refusedAmong(await ids(idsOf(key)), readOne);
        const all = leftOut.get(key) ?? new Map<number, number>();
        if (refused === null || refused.length === 0 || all.size + refused.length > maxLeftOut) {
          hopeless.set(key, now() + leftOutMs / 10);
          throw error;
        }
        for (const id of refused) all.set(id, now() + leftOutMs);
        leftOut.set(key, all);
        onLeftOut(model, refused);
      }
    }
  }

  return {
    readAround,
    /** Records whose reading with these fields leaves them out now. */
    leftOut: (model: string, fields: readonly string[]): readonly number[] => idsOf(keyOf(model, fields)),
  };
}

/** One record may be refused for some fields and not for others. */
const keyOf = (model: string, fields: readonly string[]) => `${model} ${fields.join()}`;

/** Null: too many to be about single records. */
async function refusedAmong(ids: Ids, readOne: (ids: Ids) => Promise<unknown>): Promise<number[] | null> {
  let reads = 0;
  const isRefused = async (some: Ids): Promise<boolean> => {
    reads += 1;
    try {
      await readOne(some);
      return false;
    } catch (error) {
      if (isReadAround(error)) return true;
      throw error;
    }
  };
  const refused: number[] = [];
  const queue: Ids[] = [ids];
  for (let part = queue.shift(); part; part = queue.shift()) {
    if (part.length === 0) continue;
    if (reads >= maxReads) return null;
    if (!(await isRefused(part))) continue;
    if (part.length === 1) refused.push(part[0] as number);
    else queue.push(part.slice(0, part.length / 2), part.slice(part.length / 2));
  }
  return refused;
}
