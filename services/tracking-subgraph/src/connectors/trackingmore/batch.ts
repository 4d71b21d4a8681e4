import { z } from 'zod';
import { sameNumber } from '../create-results.ts';

// TrackingMore answers a batch with two lists and promises nothing about them: not their order, not that each number is in one of them, not that it is written as it was sent.

const text = z.union([z.string(), z.number()]).transform(String).nullish().catch(null);
const entry = z.object({ id: text, tracking_number: text, courier_code: text, errorCode: text, errorMessage: text });
const entries = z
  .array(z.unknown())
  .nullish()
  .transform((all) => (all ?? []).flatMap((one) => entry.safeParse(one).data ?? []));

/** An answer in which neither list is there says nothing about anybody. */
export const batchAnswer = z
  .object({ success: entries, error: entries })
  .refine(({ success, error }) => success.length + error.length > 0);

export interface BatchEntry {
  id: string | null;
  courierCode: string | null;
  errorCode: string | null;
  errorMessage: string | null;
}

const sameCode = (code: string | null | undefined) => (code ?? '').trim().toLowerCase();

/** What is said about each of the numbers that were sent, in their order; null for one about which nothing is said, or nothing that could not be meant for another. */
export function matchBatch(
  sent: readonly { number: string; courierCode: string }[],
  { success, error }: z.infer<typeof batchAnswer>,
): (BatchEntry | null)[] {
  const said = new Map<number, BatchEntry>();
  const all = [
    ...success.map((one) => ({ ...one, errorCode: null, errorMessage: null })),
    // An entry among the errors that names none is an error all the same.
    ...error.map((one) => ({ ...one, errorCode: one.errorCode ?? 'NONE' })),
  ];
  const take = (n: number | undefined, { id, courier_code, errorCode, errorMessage }: (typeof all)[number]) => {
    if (n === undefined || said.has(n)) return;
    const courierCode = sameCode(courier_code) || null;
    said.set(n, { id: id || null, courierCode, errorCode: errorCode ?? null, errorMessage: errorMessage ?? null });
  };
  const others: typeof all = [];
  for (const one of all) {
    const exact = sent.findIndex(
      ({ number, courierCode }) =>
        sameNumber(number) === sameNumber(one.tracking_number) && sameCode(courierCode) === sameCode(one.courier_code),
    );
    if (exact === -1) others.push(one);
    else take(exact, one);
  }
  // Under another carrier than was sent, or none: only where one number alone can be meant.
  for (const one of others) {
    const open = sent.flatMap(({ number }, n) =>
      sameNumber(number) === sameNumber(one.tracking_number) && !said.has(n) ? [n] : [],
    );
    if (open.length === 1) take(open[0], one);
  }
  return sent.map((_, n) => said.get(n) ?? null);
}
