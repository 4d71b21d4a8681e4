const digits = '0123456789';
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
/** Beyond this the spellings get many, and a text is no number any more. */
const longestTyped = 40;
/** Of shorter texts every other one is a spelling. */
const shortestTyped = 5;

/**
 * Every text from which one typing error leads to this one: a sign too many, too few, another sign, or two neighbours in the wrong order. The text itself is not among them. For a text of n signs
 * about 2n times the alphabet: few enough to be looked up one by one, which no index can give wrongly.
 */
function spellings(text: string, alphabet: string): Set<string> {
  const signs = [...text];
  const all = [...new Set([...alphabet, ...signs])];
  const found = new Set<string>();
  const before = (i: number) => signs.slice(0, i).join('');
  const after = (i: number) => signs.slice(i).join('');
  for (let i = 0; i <= signs.length; i += 1) {
    for (const sign of all) {
      found.add(before(i) + sign + after(i));
      if (i < signs.length) found.add(before(i) + sign + after(i + 1));
    }
    if (i < signs.length) found.add(before(i) + after(i + 1));
    if (i + 1 < signs.length) found.add(before(i) + signs[i + 1] + signs[i] + after(i + 2));
  }
  found.delete(text);
  return found;
}

/** Signs that are read for each other, however many of them. */
const misread: readonly ((key: string) => string)[] = [
  (key) => key.replaceAll('O', '0'),
  (key) => key.replaceAll('0', 'O'),
  (key) => key.replaceAll('I', '1'),
  (key) => key.replaceAll('O', '0').replaceAll('I', '1'),
  // The first letters of a number are letters.
  (key) => key.slice(0, 2) + key.slice(2).replaceAll('O', '0').replaceAll('I', '1'),
];

/** What somebody may have meant who typed this key of a number (keys.ts); [] for what is too short or too long to say. */
export function meantNumbers(key: string): string[] {
  const length = [...key].length;
  if (length < shortestTyped || length > longestTyped) return [];
  const found = spellings(key, digits + letters);
  for (const read of misread) found.add(read(key));
  found.delete(key);
  return [...found];
}

/** The same for a word of a name. */
export function meantWords(word: string): string[] {
  const length = [...word].length;
  if (length < shortestTyped || length > longestTyped) return [];
  return [...spellings(word, letters.toLowerCase())];
}
