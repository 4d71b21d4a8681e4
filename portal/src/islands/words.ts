import type { IslandWords } from '../components/island-words.ts';

/** What the script says, in the page's language, as the page brought it. */
export const wordsOf = (main: HTMLElement): IslandWords => JSON.parse(main.dataset['words'] ?? '{}') as IslandWords;
