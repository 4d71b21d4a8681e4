import type { PageWords } from '../words.ts';

/** What the page's script says, sent with the page (`data-words`): no catalogue in the browser. */
export const islandWords = ({ t }: PageWords) => ({
  live: t('live.live'),
  lost: t('live.lost'),
  polling: t('live.polling'),
  quiet: t('live.quiet'),
  ended: t('live.ended'),
  offline: t('live.offline'),
  copy: t('page.copy'),
  copied: t('page.copied'),
  notCopied: t('page.notCopied'),
  yourTime: t('page.yourTime'),
  news: t('page.news'),
});
export type IslandWords = ReturnType<typeof islandWords>;
