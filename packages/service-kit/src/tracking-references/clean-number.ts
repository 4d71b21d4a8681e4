/** The form in which numbers are kept and compared: upper case, without spaces and invisible characters. */
export function cleanNumber(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\s\p{Cf}\p{Cc}]+/gu, '')
    .toUpperCase()
    .slice(0, 100)
    .toWellFormed();
}
