import { hash } from 'node:crypto';

/**
 * Chance that repeats: every decision is drawn from the seed and the name of what is decided, never from the order in which things happen. So two runs with one
 * seed drop, double and delay the same messages, however the machine was scheduled.
 */
export type Named = readonly (string | number)[];

const digest = (seed: string, names: Named) => hash('sha256', JSON.stringify([seed, ...names]), 'hex');

/** At least 0, less than 1. */
export function fraction(seed: string, ...names: Named): number {
  return Number.parseInt(digest(seed, names).slice(0, 12), 16) / 2 ** 48;
}

/** From 0 to `below` - 1. */
export function integer(below: number, seed: string, ...names: Named): number {
  return Math.floor(fraction(seed, ...names) * below);
}

/** Throws for an empty list. */
export function pick<T>(list: readonly T[], seed: string, ...names: Named): T {
  if (list.length === 0) throw new Error('there is nothing to pick from');
  return list[integer(list.length, seed, ...names)] as T;
}

/** One of the list, each as often as its weight says. */
export function pickWeighted<T extends { weight: number }>(list: readonly T[], seed: string, ...names: Named): T {
  let rest = fraction(seed, ...names) * list.reduce((sum, { weight }) => sum + weight, 0);
  for (const one of list) {
    rest -= one.weight;
    if (rest < 0) return one;
  }
  return list.at(-1) as T;
}

export function hexId(length: number, ...names: Named): string {
  return digest('id', names).slice(0, length);
}

/** In the form of a UUID version 4. */
export function uuid(...names: Named): string {
  const hex = digest('uuid', names);
  const variant = '89ab'[Number.parseInt(hex.charAt(16), 16) % 4];
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
