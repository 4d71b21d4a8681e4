const hourMs = 3_600_000;
/** A promise that comes within so long is near. */
export const nearMs = 48 * hourMs;
/** A parcel that was heard of and of which nobody has said anything for so long is silent: a weekend and a day. */
export const silentMs = 96 * hourMs;

/** What is known of a parcel that is on its way. */
export interface OnTheWay {
  /** The earliest date that a customer was promised, of its deliveries; null: none. */
  promisedAt: Date | null;
  /** Its newest event; null: none, or one without an instant. */
  lastEventAt: Date | null;
}

/**
 * Whether a parcel comes before other old ones: its promise has passed or is near, or it was heard of and is silent. One that was never heard of is not silent: that is what it is registered for. Pure.
 */
export function isAtRisk({ promisedAt, lastEventAt }: OnTheWay, now: Date): boolean {
  const isDue = promisedAt !== null && promisedAt.getTime() - now.getTime() <= nearMs;
  const isSilent = lastEventAt !== null && now.getTime() - lastEventAt.getTime() > silentMs;
  return isDue || isSilent;
}
