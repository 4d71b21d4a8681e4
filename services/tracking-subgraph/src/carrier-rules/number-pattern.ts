/**
 * A small language for the shape of tracking numbers, read from end to end: letters A to Z and digits stand for themselves (as do - . _ / written plainly or as `\.`), `\d` is a digit, `[A-F0-9]` one of
 * these, `.` anything; each may be followed by `{9}`, `{2,4}`, `{2,}`, `?`, `+` or `*`; `|` separates whole patterns. Nothing nests, so matching takes time proportional to the number (no backtracking), and it can
 * be said of several patterns whether one number fits some of them and not others.
 */
export interface NumberPattern {
  text: string;
  /** Each alternative as states in a row: a state reads one character and stays or goes on. */
  alternatives: readonly (readonly State[])[];
}

interface State {
  accepts: ReadonlySet<string>;
  /** May be left out. */
  isOptional: boolean;
  /** May read further characters. */
  repeats: boolean;
}

/** Numbers are kept in upper case without blanks; whatever else stands in one counts as `other`. */
const other = '\u0000';
const digits = [...'0123456789'];
const plain = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ', ...digits, ...'-._/'];
const anything = new Set([...plain, other]);
const maxLength = 100;
const maxStates = 200;
const minNumber = 4;

/** The pattern, or in words what is wrong with it. */
export function parsePattern(text: string): NumberPattern | { problem: string } {
  if (text.length === 0 || text.length > maxLength) return { problem: `a pattern has 1 to ${maxLength} characters` };
  const alternatives: State[][] = [];
  for (const part of text.split('|')) {
    const states = parseAlternative(part);
    if ('problem' in states) return states;
    alternatives.push(states);
  }
  if (alternatives.reduce((sum, states) => sum + states.length, 0) > maxStates)
    return { problem: `a pattern describes at most ${maxStates} characters` };
  return { text, alternatives };
}

const atom =
  /^(?:\\d|\\[-._/]|\[(?:[A-Za-z0-9](?:-[A-Za-z0-9])?|\\d)+\]|[A-Za-z0-9.\-_/])(?:\{\d{1,3}\}|\{\d{1,3},\d{0,3}\}|[?+*])?/;

function parseAlternative(text: string): State[] | { problem: string } {
  const states: State[] = [];
  for (let rest = text; rest !== ''; ) {
    const [found] = atom.exec(rest) ?? [];
    if (found === undefined)
      return {
        problem: `"${rest.slice(0, 10)}" is not understood: write letters, digits, \\d, [A-F0-9] or ., each with {9}, {2,4}, ?, + or * where it repeats`,
      };
    rest = rest.slice(found.length);
    const quantifier = /(?:\{.*\}|(?<!^)[?+*])$/.exec(found)?.[0] ?? '';
    const accepts = characters(found.slice(0, found.length - quantifier.length));
    if (accepts === null) return { problem: `in "${found}" a range goes backwards or from letters to digits` };
    const [least, most] = bounds(quantifier);
    if (most !== null && (most < least || most > maxLength))
      return { problem: `"${quantifier}" is no number of times` };
    for (let i = 0; i < (most ?? Math.max(least, 1)); i += 1)
      states.push({ accepts, isOptional: i >= least, repeats: most === null && i === Math.max(least, 1) - 1 });
    if (states.length > maxStates) return { problem: `a pattern describes at most ${maxStates} characters` };
  }
  return states;
}

function characters(atomText: string): ReadonlySet<string> | null {
  if (atomText === '.') return anything;
  if (atomText === '\\d') return new Set(digits);
  if (atomText.startsWith('\\')) return new Set([atomText.slice(1)]);
  if (!atomText.startsWith('[')) return new Set([atomText.toUpperCase()]);
  const chosen = new Set<string>();
  for (const [, digit, from, to] of atomText.slice(1, -1).matchAll(/(\\d)|([A-Za-z0-9])(?:-([A-Za-z0-9]))?/g)) {
    const range = digit
      ? digits
      : plain.slice(
          plain.indexOf((from as string).toUpperCase()),
          plain.indexOf((to ?? (from as string)).toUpperCase()) + 1,
        );
    if (range.length === 0 || (to !== undefined && /\d/.test(to) !== /\d/.test(from as string))) return null;
    for (const character of range) chosen.add(character);
  }
  return chosen;
}

function bounds(quantifier: string): [least: number, most: number | null] {
  if (quantifier === '') return [1, 1];
  if (quantifier === '?') return [0, 1];
  if (quantifier === '*') return [0, null];
  if (quantifier === '+') return [1, null];
  const [least, most] = quantifier.slice(1, -1).split(',');
  return [Number(least), most === undefined ? Number(least) : most === '' ? null : Number(most)];
}

/** Whether the whole number has this shape. */
export function fitsPattern(pattern: NumberPattern, number: string): boolean {
  let reached = begin(pattern);
  for (const character of number) {
    reached = step(pattern, reached, anything.has(character) ? character : other);
    if (reached.size === 0) return false;
  }
  return isEnd(pattern, reached);
}

/**
 * A shortest number that fits all of `fitting` and none of `missing`; null: there is none. `undefined` where that takes too long to say. Of each pattern only what it can still become is followed, all at once.
 */
export function findNumber(
  fitting: readonly NumberPattern[],
  missing: readonly NumberPattern[] = [],
  budget = 2_000,
): string | null | undefined {
  const all = [...fitting, ...missing];
  const start = all.map(begin);
  const seen = new Set([nameOf(start)]);
  let layer: [text: string, reached: Reached[]][] = [['', start]];
  // Characters that no pattern tells apart are tried once.
  const alphabet = distinct(all);
  for (let length = 0; length <= maxLength && layer.length > 0; length += 1) {
    const next: typeof layer = [];
    for (const [text, reached] of layer) {
      const fits = reached.map((states, i) => isEnd(all[i] as NumberPattern, states));
      if (length >= minNumber && fits.every((isFit, i) => isFit === i < fitting.length)) return text;
      for (const character of alphabet) {
        const then = reached.map((states, i) => step(all[i] as NumberPattern, states, character));
        if (then.some((states, i) => i < fitting.length && states.size === 0)) continue;
        // Below the least length a number counts for nothing, so how long it is belongs to the state.
        const name = `${Math.min(length + 1, minNumber)}|${nameOf(then)}`;
        if (seen.has(name)) continue;
        if (seen.size >= budget) return undefined;
        seen.add(name);
        next.push([`${text}${character === other ? '~' : character}`, then]);
      }
    }
    layer = next;
  }
  return null;
}

/** Positions before the states of the alternatives, as `alternative * 1000 + position`. */
type Reached = ReadonlySet<number>;

const nameOf = (all: readonly Reached[]) => all.map((states) => [...states].sort((a, b) => a - b).join(',')).join(';');

function begin({ alternatives }: NumberPattern): Reached {
  const reached = new Set<number>();
  for (const [i, states] of alternatives.entries()) enter(reached, states, i * 1_000, 0);
  return reached;
}

/** A position, and those behind it that can be reached by leaving out what is optional. */
function enter(reached: Set<number>, states: readonly State[], base: number, position: number): void {
  for (let at = position; at <= states.length; at += 1) {
    reached.add(base + at);
    if (!states[at]?.isOptional) return;
  }
}

function step({ alternatives }: NumberPattern, reached: Reached, character: string): Reached {
  const then = new Set<number>();
  for (const at of reached) {
    const base = at - (at % 1_000);
    const states = alternatives[base / 1_000] as readonly State[];
    const state = states[at - base];
    if (!state?.accepts.has(character)) continue;
    if (state.repeats) enter(then, states, base, at - base);
    enter(then, states, base, at - base + 1);
  }
  return then;
}

const isEnd = ({ alternatives }: NumberPattern, reached: Reached) =>
  alternatives.some((states, i) => reached.has(i * 1_000 + states.length));

function distinct(patterns: readonly NumberPattern[]): string[] {
  const sets = [...new Set(patterns.flatMap(({ alternatives }) => alternatives.flat().map(({ accepts }) => accepts)))];
  const kinds = new Map<string, string>();
  for (const character of anything) {
    const kind = sets.map((set) => (set.has(character) ? 1 : 0)).join('');
    if (!kinds.has(kind)) kinds.set(kind, character);
  }
  return [...kinds.values()];
}
