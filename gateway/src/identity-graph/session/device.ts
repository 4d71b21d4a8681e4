/** The first that fits wins: most browsers name others beside themselves. */
const browsers: readonly (readonly [RegExp, string])[] = [
  [/\bEdgA?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(Firefox|FxiOS)\//, 'Firefox'],
  [/\b(Chrome|CriOS|Chromium)\//, 'Chrome'],
  [/\bVersion\/[\d.]+.*\bSafari\//, 'Safari'],
];
const systems: readonly (readonly [RegExp, string])[] = [
  [/\b(iPhone|iPad|iPod)\b/, 'iOS'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\b(Macintosh|Mac OS X)\b/, 'macOS'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
];

/**
 * A User-Agent header as a person reads it: `Firefox on Windows`. It is what the client says of itself, so it is a hint, never proof. Of what we do not know the first
 * word, printable and at most 60 characters; null for nothing.
 */
export function describeDevice(userAgent: string | null): string | null {
  const text = userAgent?.slice(0, 500) ?? '';
  const named = (list: typeof browsers) => list.find(([pattern]) => pattern.test(text))?.[1];
  const [browser, system] = [named(browsers), named(systems)];
  if (browser && system) return `${browser} on ${system}`;
  const word = text
    .replaceAll(/[^\x20-\x7e]/g, '')
    .trim()
    .split(' ', 1)[0]
    ?.slice(0, 60);
  return browser ?? system ?? (word || null);
}
