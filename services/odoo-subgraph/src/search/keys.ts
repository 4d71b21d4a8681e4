/** Longer texts are no identifiers that somebody types; what is longer is compared by its beginning. */
const longestKey = 100;

/** So many characters, none of them cut in two. */
const beginning = (text: string, length: number) =>
  text.length <= length ? text : [...text].slice(0, length).join('');

/**
 * What identifiers are compared by (names of orders, references, invoice and tracking numbers): letters and digits alone, in capitals and in one width. Of "inv/2026/00005", "INV 2026-00005" and
 * the full-width form nothing but INV202600005 is left. Empty when there is neither letter nor digit. The same when it is done twice.
 */
export function identifierKey(text: string): string {
  const key = text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}\p{M}\p{N}]/gu, '')
    // Marks that a separator kept apart find their order, or their letter, only now.
    .normalize('NFKC');
  return beginning(key, longestKey);
}

/** Keys of a customer's own reference: of the whole text, and of its parts where several were joined ("PO-1, PO-2", "PO-1 / PO-2"). */
export function referenceKeys(text: string | null): string[] {
  if (text === null) return [];
  const parts = text.split(/[,;|\n\r\t]+|\s[/+&]\s/).filter((part) => /\p{N}/u.test(part));
  return [...new Set([text, ...(parts.length > 1 ? parts.slice(0, 20) : [])].map(identifierKey))].filter(
    (key) => key.length >= 3,
  );
}

/** Letters that decompose into no letter and a mark. */
const plainLetters: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
};
/** How people write these letters on a keyboard that lacks them. */
const spelledOut: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ø: 'oe', å: 'aa' };
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}ー]/u;
const segmenter = new Intl.Segmenter('ja', { granularity: 'word' });
const longestWord = 50;
const mostWords = 40;

const replaceLetters = (text: string, by: Readonly<Record<string, string>>) =>
  text.replace(/./gsu, (letter) => by[letter] ?? letter);
/** Accents of the Latin, Greek and Cyrillic scripts go; marks of other scripts make another letter and stay. */
const withoutAccents = (text: string) =>
  replaceLetters(text, plainLetters)
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC');
const inOneForm = (text: string) => text.normalize('NFKC').toLowerCase().normalize('NFKC');
const splitWords = (text: string) => text.split(/[^\p{L}\p{M}\p{N}]+/u).filter(Boolean);

/** True for a word of a script that puts no blanks between words: one sign says as much as a syllable. */
export const isUnspaced = (word: string): boolean => unspaced.test(word);

/** The words of a name as somebody types them: lower case, without accents. Runs of scripts without blanks are cut by a dictionary. */
export function typedWords(name: string): string[] {
  const words = splitWords(withoutAccents(inOneForm(name))).flatMap((word) =>
    isUnspaced(word)
      ? [...segmenter.segment(word)].flatMap(({ segment, isWordLike }) => (isWordLike ? segment : []))
      : word,
  );
  return [...new Set(words.map((word) => beginning(word, longestWord)))].slice(0, mostWords);
}

/**
 * Every word by which a name is found: its words (also joined where an apostrophe, a hyphen or a dot stands between them: "O'Neil" is "oneil", too), once with ä, ö, ü, å and ø spelled out,
 * and runs without blanks also uncut.
 */
export function nameWords(name: string): string[] {
  const plain = inOneForm(name);
  const joined = plain.replace(/(?<=\p{L})['’ʼ`´.‐-](?=\p{L})/gu, '');
  const words = [plain, joined, replaceLetters(plain.normalize('NFC'), spelledOut)].flatMap((form) => [
    ...typedWords(form),
    ...splitWords(withoutAccents(form)).filter(isUnspaced),
  ]);
  return [...new Set(words.map((word) => beginning(word, longestWord)))].slice(0, mostWords);
}
