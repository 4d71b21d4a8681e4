import { lengthOf, moment } from './dates.ts';
import type { Words } from './words.ts';

/** How fresh what is known is, in words: when somebody looked, when again, and what is usual. Instants; null: nobody did, nobody will, nobody knows. */
export function freshnessSentence(
  {
    checkedAt,
    nextCheckAt,
    usualGapSeconds,
  }: { checkedAt: string | null; nextCheckAt: string | null; usualGapSeconds: number | null },
  words: Words,
): string {
  const { t } = words;
  return [
    checkedAt ? t('fresh.checkedAt', { at: moment(checkedAt, words) }) : t('fresh.neverHeard'),
    nextCheckAt && t('fresh.nextAt', { at: moment(nextCheckAt, words) }),
    usualGapSeconds !== null && t('detail.usualGap', { gap: lengthOf(usualGapSeconds, words) }),
  ]
    .filter(Boolean)
    .join(' ');
}
