/** A word that can be a tracking number by itself: longer than the groups in which people write one number. */
const wholeNumber = /^(?=(?:.*\d){4})[A-Z0-9][A-Z0-9._-]{9,}$/;

/**
 * Odoo's one text field to tracking numbers, upper case, in the order written. Connectors join numbers with commas; people also use semicolons,
 * slashes, line breaks and blanks, and write one number in groups ("1Z 999 AA1 ..."). Blanks separate only where every word between
 * them is a whole number by itself; otherwise they are part of one number. Words without digits ("see e-mail") are no numbers.
 */
export function splitReferences(text: string | null): string[] {
  if (text === null) return [];
  const clean = text
    .normalize('NFKC')
    .replace(/[\p{Cf}]/gu, '')
    .toUpperCase();
  const numbers = clean.split(/[,;/|\n\r\t]+/).flatMap((part) => {
    const words = part.split(/[\s\p{Cc}]+/u).filter(Boolean);
    return words.length > 1 && words.every((word) => wholeNumber.test(word)) ? words : [words.join('')];
  });
  return [
    ...new Set(
      numbers.filter((number) => number.length >= 4 && number.length <= 100 && (number.match(/\d/g)?.length ?? 0) >= 3),
    ),
  ].slice(0, 100);
}
