import { BadUserInputError, splitReferences } from '@milepost/service-kit';
import { everyPhone, normaliseEmail, provesSomething } from '../mirror/personal-data.ts';
import { identifierKey, isUnspaced, referenceKeys, typedWords } from './keys.ts';

const longestText = 200;
const mostKeys = 10;
const mostWords = 6;
/** A phone number in its writings: digits, blanks, brackets, strokes, an extension. */
const phoneText = /^[+\d\s().\-–/]*\d(\s*(ext\.?|x|#)\s*\d{1,6})?$/i;

/** What a text may be. */
export interface SearchText {
  /** Keys of the numbers in it: of the whole, and of its parts where several are joined. */
  numbers: readonly string[];
  /** Words of a name. */
  words: readonly string[];
  /** Normalised; null when it is none. */
  email: string | null;
  /** In E.164; a national number in every country where it is one. [] when it is none. */
  phones: () => string[];
}

/** Throws BadUserInputError naming what is wrong with `text`. */
export function readSearchText(given: string): SearchText {
  const wrong = (problem: string) => new BadUserInputError('text', `text ${problem}`);
  if (given.length > 4 * longestText) throw wrong(`must not have more than ${longestText} characters`);
  const text = given
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .trim();
  if ([...text].length > longestText) throw wrong(`must not have more than ${longestText} characters`);
  if (/[^\P{Cc}\t\r\n]/u.test(text) || !given.isWellFormed()) throw wrong('must not hold control characters');
  const key = identifierKey(text);
  if ([...key].length < (isUnspaced(key) ? 2 : 3)) throw wrong('must have at least 3 letters or digits');
  if (text.includes('@')) {
    const address = normaliseEmail(text.replace(/^mailto:/i, '').replace(/\s+/g, ''));
    const isAddress = /^[^@]+@[^@]+$/.test(address) && provesSomething(address);
    return { numbers: [], words: [], email: isAddress ? address : null, phones: () => [] };
  }
  const parts = [...splitReferences(text).map(identifierKey), ...referenceKeys(text)];
  const numbers = [...new Set([key, ...parts])].filter((part) => part.length >= 3).slice(0, mostKeys);
  const words = /\p{L}/u.test(text) ? typedWords(text).slice(0, mostWords) : [];
  const digits = text.replace(/\D/g, '').length;
  const isPhone = digits >= 6 && digits <= 20 && phoneText.test(text);
  return { numbers, words, email: null, phones: () => (isPhone ? everyPhone(text) : []) };
}
