import assert from 'node:assert/strict';
import fc from 'fast-check';
import { forEachText } from './mapping-checks.ts';
import type { ToldScan } from './profile.ts';
import type { Subject } from './samples.ts';
import { journey, mainCodeFor, scanAt, tablesOf, tell, tellAll, usable } from './told.ts';

/** All messages about one number, in any order and more than once: one state and one timeline. */
export function checkAnyOrder(subject: Subject): void {
  for (const [number, found] of Map.groupBy(usable(subject), (each) => each.number)) {
    const bodies = found.map(({ sample }) => sample.body);
    const inOrder = tellAll(subject.connector, bodies);
    fc.assert(
      fc.property(
        fc.shuffledSubarray([...bodies, ...bodies], { minLength: bodies.length * 2, maxLength: bodies.length * 2 }),
        (shuffled) => assert.deepEqual(tellAll(subject.connector, shuffled), inOrder, number),
      ),
      { numRuns: bodies.length > 1 ? 40 : 1 },
    );
  }
}

/** A journey told at once, and told in pieces that overlap, doubled and shuffled, each with its scans in any order: one state and one timeline. */
export function checkPieces(subject: Subject): void {
  const { fine, main } = tablesOf(subject);
  const codes = fc.oneof(
    fc.constantFrom(
      ...Object.keys(main).map((code) => [code, null] as const),
      ...Object.keys(fine).map((subCode) => [mainCodeFor(subCode, main), subCode] as const),
    ),
    fc.constant(['Teleported', 'Teleported_001'] as const),
  );
  const scan: fc.Arbitrary<ToldScan> = fc
    .record({
      minute: fc.oneof(fc.nat({ max: 5 }), fc.nat({ max: 5_000 })),
      codes,
      city: fc.constantFrom('Hamburg', 'Osaka'),
    })
    .map(({ minute, codes: [code, subCode], city }) => ({ ...scanAt(minute, code, subCode), city }));
  const told = fc.array(scan, { minLength: 1, maxLength: 8 }).chain((scans) => {
    const piece = fc.shuffledSubarray(scans, { minLength: 1 });
    return fc.tuple(
      fc.constant(scans),
      // What no piece happens to hold comes with the first and the last, which hold everything between them.
      fc
        .tuple(fc.array(piece, { maxLength: 4 }), fc.nat({ max: scans.length }))
        .map(([pieces, cut]) => [
          ...pieces,
          ...[scans.slice(0, cut), scans.slice(cut)].filter(({ length }) => length > 0),
        ])
        .chain((pieces) => fc.shuffledSubarray([...pieces, ...pieces], { minLength: pieces.length * 2 })),
    );
  });
  fc.assert(
    fc.property(told, ([scans, pieces]) => {
      const atOnce = tellAll(subject.connector, [journey(subject, ...scans)]);
      assert.deepEqual(
        tellAll(
          subject.connector,
          pieces.map((piece) => journey(subject, ...piece)),
        ),
        atOnce,
      );
    }),
    { numRuns: 200 },
  );
}

/** The same words have the same keys, and what is known is not told again. */
export function checkKnown(subject: Subject): void {
  for (const { sample } of usable(subject)) {
    const keys = () => tell(subject.connector, sample.body).flatMap(({ facts }) => facts.map(({ key }) => key));
    const first = keys();
    for (const key of first) assert.match(key, /^[0-9a-f]{32}$/, `${sample.file}: 32 hexadecimal digits`);
    assert.deepEqual(keys(), first, `${sample.file}: other keys the second time`);
    for (const known of [new Set(first), new Set(first.filter((_, i) => i % 2 === 0))])
      assert.deepEqual(
        tell(subject.connector, sample.body, { known }).flatMap(({ facts }) => facts.map(({ key }) => key)),
        first.filter((key) => !known.has(key)),
        `${sample.file}: beyond what is known`,
      );
  }
}

/**
 * A key stands for everything that the fact says: of two facts with one key the first that comes is kept, so if they said different things, arrival would
 * decide. Looks at all samples, and at variants of the largest with one text changed.
 */
export function checkKeysCoverAll(subject: Subject): void {
  const said = new Map<string, string>();
  const look = (facts: ReturnType<typeof tell>[0]['facts']) => {
    for (const { key, ...rest } of facts) {
      const words = JSON.stringify(rest);
      assert.equal(words, said.get(key) ?? words, `two facts with the key ${key}`);
      said.set(key, words);
    }
  };
  for (const { sample } of usable(subject)) for (const { facts } of tell(subject.connector, sample.body)) look(facts);
  forEachText(subject, (text) => [`${text}2`, 'other', '2026-10-30', '2026-10-30T10:11:12Z'], look);
}
