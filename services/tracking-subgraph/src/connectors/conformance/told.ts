import assert from 'node:assert/strict';
import type { CarrierEvent, Fact } from '../../fact/fact.ts';
import { type Folded, fold } from '../../fact/fold.ts';
import { builtInMapping } from '../../mapping/mapping.ts';
import { type CrosswalkEntry, crosswalkOf } from '../../taxonomy/taxonomy.ts';
import { type Connector, type Route, trackingsOf } from '../connector.ts';
import type { ToldScan } from './profile.ts';
import type { Sample, Subject } from './samples.ts';

// What messages say, for the checks.

export const bytesOf = (value: unknown) => Buffer.from(JSON.stringify(value));

/** Every tracking that a message tells of, with all facts. Throws as the connector does; nothing for what is ignored. */
export function tell(
  connector: Connector,
  body: Buffer,
  { route = 'webhook', known }: { route?: Route; known?: ReadonlySet<string> } = {},
): { number: string; carriers: readonly string[]; facts: Fact[] }[] {
  return trackingsOf(connector.map(body, builtInMapping, route)).map(({ number, carriers, facts }) => ({
    number,
    carriers,
    facts: facts(known),
  }));
}

/** The same, and nothing where the body cannot be used. */
export function tellIfUsable(connector: Connector, body: Buffer) {
  try {
    return tell(connector, body);
  } catch (error) {
    if (isUnusable(error)) return [];
    throw error;
  }
}

/** What a connector may throw: the message becomes a dead letter that names the place, and replays when the software knows better. */
export function isUnusable(error: unknown): boolean {
  return error instanceof SyntaxError || (error instanceof Error && /^\$?ZodError$/.test(error.name));
}

/** One message after the other as the inbox works them off: what is known is not asked for again, and the first word of a key stays. */
export function tellAll(connector: Connector, bodies: readonly Buffer[]): Folded {
  const known = new Map<string, Fact>();
  for (const body of bodies)
    for (const { facts } of tell(connector, body, { known: new Set(known.keys()) }))
      for (const fact of facts) if (!known.has(fact.key)) known.set(fact.key, fact);
  return fold([...known.values()]);
}

export const scansOf = (facts: readonly Fact[]): CarrierEvent[] =>
  facts.flatMap(({ data }) => (data.kind === 'carrier-event' ? data : []));

/** A journey of the profile's, as one message. */
export function journey({ profile }: Subject, ...scans: readonly ToldScan[]): Buffer {
  return bytesOf(profile.message('1ZKIT00000000001', scans));
}

/** The tables of a provider; that of finer codes is empty where it has none. */
export function tablesOf({ connector }: Pick<Subject, 'connector'>): { fine: Table; main: Table } {
  const tables = crosswalkOf(connector.provider);
  return { fine: tables.length > 1 ? (tables[0] as Table) : {}, main: tables.at(-1) ?? {} };
}

type Table = Readonly<Record<string, CrosswalkEntry>>;

/** A main code that a message may have beside this finer one. */
export function mainCodeFor(subCode: string, main: Table): string {
  const mains = Object.keys(main);
  return mains.find((code) => subCode.toLowerCase().startsWith(code.toLowerCase())) ?? (mains[0] as string);
}

/** A main code of the provider's that says: on the way. */
export function movingCode(provider: string): string {
  const main = crosswalkOf(provider).at(-1) ?? {};
  return Object.keys(main).find((code) => main[code]?.status === 'IN_TRANSIT') as string;
}

export const scanAt = (minute: number, code: string, subCode: string | null = null): ToldScan => ({
  at: `${new Date(Date.UTC(2026, 9, 5, 6) + minute * 60_000).toISOString().slice(0, 19)}Z`,
  code,
  subCode,
  text: `${subCode ?? code} ${minute}`,
  city: 'Hamburg',
});

/** Samples that can be used, with the number they are about. */
export function usable({ connector, samples }: Subject): { sample: Sample; number: string }[] {
  const found = samples.flatMap((sample) =>
    sample.isAccepted ? tellIfUsable(connector, sample.body).map(({ number }) => ({ sample, number })) : [],
  );
  assert.ok(found.length > 0, 'no sample can be used');
  return found;
}

/** Paths of all values in a parsed body; of a list the first two members, the others are like them. */
export function pathsIn(value: unknown, path: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (value === null || typeof value !== 'object') return [path];
  const entries = Array.isArray(value)
    ? value.slice(0, 2).map((member, i) => [i, member] as const)
    : Object.entries(value);
  return [path, ...entries.flatMap(([key, member]) => pathsIn(member, [...path, key]))];
}

export const valueAt = (value: unknown, path: readonly (string | number)[]): unknown =>
  path.reduce<unknown>((at, key) => (at as Record<string | number, unknown>)[key], value);

/** A copy with another value at that path. */
export function withValue(value: unknown, [key, ...rest]: readonly (string | number)[], other: unknown): unknown {
  if (key === undefined) return other;
  const changed = withValue((value as Record<string | number, unknown>)[key], rest, other);
  if (Array.isArray(value)) return value.with(key as number, changed);
  return { ...(value as object), [key]: changed };
}
