/** "Ana Costa is on it", "Ana Costa and Ben Ode are on it". */
export const lookingText = (names: readonly string[]): string =>
  `${new Intl.ListFormat('en').format(names)} ${names.length === 1 ? 'is' : 'are'} on it`;

/** "AC" of Ana Costa; of an address its first letters. */
export const initialsOf = (name: string): string => {
  const words = name.split(/[\s.@_-]+/).filter(Boolean);
  const letters = words.length > 1 ? words.slice(0, 2).map((word) => [...word][0]) : [...(words[0] ?? '?')].slice(0, 2);
  return letters.join('').toUpperCase();
};
