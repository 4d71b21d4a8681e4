const minute = 60;
const hour = 3_600;

/** Seconds before each further try of a message: about three and a half days in all. Short ones first, because a shipment's next message waits for this one, and most failures pass at once. */
const waits = [
  1,
  5,
  20,
  minute,
  5 * minute,
  20 * minute,
  hour,
  3 * hour,
  8 * hour,
  ...Array<number>(6).fill(12 * hour),
];

/** Failures in a row after which an endpoint rests between tries, and gets one message at a time. */
export const restAfterFailures = 5;
const longestRest = 5 * minute;

/**
 * Seconds until a message is tried again after so many tries, a fifth more or less so that many do not come together; null: it is given up. `asked` is what the receiver asked for. As long as the endpoint accepts nothing
 * at all (`isFailing`), that is not the message's fault, and it is not given up.
 */
export function waitAfter(
  attempts: number,
  { asked, isFailing, random }: { asked: number | null; isFailing: boolean; random: () => number },
): number | null {
  const wait = waits[attempts - 1] ?? (isFailing ? (waits.at(-1) as number) : null);
  return wait === null ? null : Math.max(wait * (0.8 + random() * 0.4), asked ?? 0);
}

/** Seconds for which an endpoint is left alone after so many failures in a row; 0: not at all. */
export function restAfter(failures: number, random: () => number): number {
  if (failures < restAfterFailures) return 0;
  return Math.min(2 ** (failures - restAfterFailures), longestRest) * (0.8 + random() * 0.4);
}
