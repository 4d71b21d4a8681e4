import type { ReasonCode } from '../taxonomy/codes.ts';

/**
 * What carriers write of one reason in one language, a phrase a line: words one after the other, whatever their case and accents, in which
 * `a|b` is either, `word*` and `*word` a beginning and an end, `word?` may be there, `..` stands for up to three words of the same clause, none
 * of which takes back what is said, and `{name}` for words that the language gives a name. In both patterns the umlaut of ä may be spelled "ae".
 */
interface Phrases {
  says: string;
  /** Where any of these is in the text, too, it says something else, or nothing any more. */
  unless?: string;
}

/** The words of a language, as data. */
export interface CarrierWords {
  /** ISO 639-1. */
  language: string;
  /** Alternatives that phrases name. */
  names: Readonly<Record<string, string>>;
  /** Words that turn what follows into its opposite: no, not, without. */
  negations: string;
  /** Beginnings of words that a negation before them speaks of, and not of what comes later: not delivered, address wrong. */
  negated: string;
  /** What makes of all that follows in the sentence a condition or a question: if, in case. */
  conditions: string;
  /** Words before a word that make it a mere guess: possible. */
  guesses: string;
  phrases: Readonly<Partial<Record<ReasonCode, Phrases>>>;
}

export interface Word {
  /** Folded: lower case, without accents. */
  text: string;
  start: number;
  end: number;
  /** Which sentence, and which part of it between commas and the like. */
  sentence: number;
  clause: number;
}

/** Longer is nobody's scan. */
const mostLetters = 600;
const abbreviations = new Set(
  'empf dest adr addr nr no num str hnr tel rec cust exc ul st c o p apt bzw ca'.split(' '),
);
const unfolded: Readonly<Record<string, string>> = { ß: 'ss', ø: 'o', ł: 'l', æ: 'ae', œ: 'oe', đ: 'd', ı: 'i' };

/** Folds case and accents. */
const foldText = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[ßøłæœđı]/gu, (letter) => unfolded[letter] as string)
    .normalize('NFD')
    .replace(/\p{M}/gu, '');

/** The text as words are quoted from it; null where it is too long to be a carrier's word of one scan. */
export function readable(text: string): string | null {
  if (text.length > mostLetters) return null;
  const clean = text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/\p{Cc}/gu, '\n');
  return clean.length > mostLetters ? null : clean;
}

/** Words of a readable text. Linear in its length. */
export function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  let [sentence, clause, end] = [0, 0, 0];
  for (const { 0: raw, index } of text.matchAll(/[\p{L}\p{N}\p{M}]+/gu)) {
    const between = text.slice(end, index);
    const isStop = /\.\s/.test(between) && !abbreviations.has(words.at(-1)?.text ?? '');
    if (isStop || /[;!?\n|•]/.test(between)) sentence += 1;
    if (isStop || /[;!?\n|•,:()–—=/]|\s-+\s/.test(between)) clause += 1;
    end = index + raw.length;
    words.push({ text: foldText(raw), start: index, end, sentence, clause });
  }
  return words;
}

/** One place of a phrase. */
type Part = { gap: true } | { gap?: undefined; words: readonly Matcher[]; isOptional: boolean };
type Matcher = { exact: string } | { begins: string } | { ends: string };
export type Phrase = readonly Part[];

/** An umlaut stands for itself without dots, and for its two letters. */
function spellings(word: string): string[] {
  const two: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ø: 'oe', å: 'aa' };
  return [...new Set([foldText(word), foldText(word.replace(/[äöüøå]/gu, (letter) => two[letter] as string))])];
}

function toMatchers(word: string): Matcher[] {
  if (word.startsWith('*')) return spellings(word.slice(1)).map((ends) => ({ ends }));
  if (word.endsWith('*')) return spellings(word.slice(0, -1)).map((begins) => ({ begins }));
  return spellings(word).map((exact) => ({ exact }));
}

/** Throws an Error where a phrase names what its language does not have, or has more than two gaps. */
export function compilePhrases(lines: string, names: CarrierWords['names']): Phrase[] {
  const phrases = lines.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]));
  return phrases.map((line) => {
    const named = line.replace(/\{(\w+)\}/g, (_, name: string) => {
      if (names[name] === undefined) throw new Error(`"${line}" names {${name}}, which the language does not have`);
      return names[name];
    });
    if (named.split('..').length > 3) throw new Error(`"${line}" has more than two gaps`);
    return named.split(/\s+/).map((part): Part => {
      if (part === '..') return { gap: true };
      const isOptional = part.endsWith('?');
      const text = isOptional ? part.slice(0, -1) : part;
      return { words: text.split('|').flatMap(toMatchers), isOptional };
    });
  });
}

const fits = (matchers: readonly Matcher[], { text }: Word): boolean =>
  matchers.some((one) =>
    'exact' in one ? text === one.exact : 'begins' in one ? text.startsWith(one.begins) : text.endsWith(one.ends),
  );

const widestGap = 3;

/**
 * Positions of the words that the phrase consists of, from this word on; null: it is not there. `stops` says which words no gap may hold.
 * Bounded by gaps and optional words of the phrase, not by the text.
 */
export function matchAt(
  phrase: Phrase,
  words: readonly Word[],
  at: number,
  stops: (word: Word) => boolean,
): number[] | null {
  const go = (part: number, position: number, before: number): number[] | null => {
    const wanted = phrase[part];
    if (!wanted) return [];
    if (wanted.gap) {
      for (let skipped = 0; skipped <= widestGap; skipped += 1) {
        const found = go(part + 1, position + skipped, before);
        if (found) return found;
        const next = words[position + skipped];
        if (!next || stops(next) || next.clause !== words[before]?.clause) return null;
      }
      return null;
    }
    const word = words[position];
    const isHere =
      word && (before < 0 || word.sentence === words[before]?.sentence) && fits(wanted.words, word)
        ? go(part + 1, position + 1, position)
        : null;
    if (isHere) return [position, ...isHere];
    return wanted.isOptional ? go(part + 1, position, before) : null;
  };
  return go(0, at, -1);
}

export const isIn = (phrases: readonly Phrase[], words: readonly Word[]): boolean =>
  words.some((_, at) => phrases.some((phrase) => matchAt(phrase, words, at, () => false) !== null));
