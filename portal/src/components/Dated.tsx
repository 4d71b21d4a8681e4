import { moment } from '@milepost/wording';
import { type PageWords, useWords } from '../words.ts';

/** Messages that take nothing but `when`. */
type DatedMessage = Extract<
  Parameters<PageWords['t']>[0],
  'share.byACCOUNT' | 'share.byCODE' | 'share.byLINK' | 'share.ended' | 'share.ends' | 'share.opened'
>;

/** A sentence around a moment that belongs to no place; a script may put the reader's own clock in its place. */
export function Dated({ message, at }: { message: DatedMessage; at: string }) {
  const words = useWords();
  const [before = '', after = ''] = words.t(message, { when: '\u0000' }).split('\u0000');
  return (
    <>
      {before}
      <time dateTime={at} data-own-zone="">
        {moment(at, words)}
      </time>
      {after}
    </>
  );
}
