import { BadUserInputError, type Viewer } from '@milepost/service-kit';
import { isStaff } from './order-access.ts';

export type LinkLevel = 'L0' | 'L1' | 'L2';
/** How the maker of a link holds the order. */
export type LinkMaker = 'TEAM' | 'LINK' | 'CODE' | 'ACCOUNT';

export interface LinkTerms {
  purpose: string;
  level: LinkLevel;
  expiresAt: Date;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** What links may be like, by who makes them. */
const team = {
  levels: ['L2', 'L1', 'L0'],
  purpose: [1, 200],
  defaultMs: 30 * dayMs,
  // More than nothing: a link of the team may be for a minute.
  leastMs: 1,
  mostMs: 366 * dayMs,
  ends: 'an instant within the next year',
} as const;
const customer = {
  levels: ['L1', 'L0'],
  purpose: [0, 80],
  defaultMs: 7 * dayMs,
  // Less a moment, in which the request was on its way.
  leastMs: hourMs - 60_000,
  mostMs: 30 * dayMs + 60_000,
  ends: 'an instant from one hour to 30 days from now',
} as const;

/** What is wanted of a link, checked and with what was left out. The first level listed is the one when none is given. Throws BAD_USER_INPUT naming the field. */
export function readLinkTerms(
  viewer: Viewer,
  given: { purpose: string | null; level: string | null; expiresAt: string | null },
  now: Date,
): LinkTerms {
  const allowed = isStaff(viewer) ? team : customer;
  const purpose = given.purpose?.trim() ?? '';
  const [least, most] = allowed.purpose;
  if (purpose.length < least || purpose.length > most || /\p{Cc}/u.test(purpose))
    throw new BadUserInputError(
      'input.purpose',
      `purpose must have ${least} to ${most} characters, without line breaks`,
    );
  const level = given.level === null ? allowed.levels[0] : allowed.levels.find((one) => one === given.level);
  if (!level) throw new BadUserInputError('input.level', `level must be ${[...allowed.levels].reverse().join(' or ')}`);
  const expiresAt = new Date(given.expiresAt ?? now.getTime() + allowed.defaultMs);
  const lifeMs = expiresAt.getTime() - now.getTime();
  // NaN, the past and what is too far away alike.
  if (!(lifeMs >= allowed.leastMs && lifeMs <= allowed.mostMs))
    throw new BadUserInputError('input.expiresAt', `expiresAt must be ${allowed.ends}`);
  return { purpose, level, expiresAt };
}
