import assert from 'node:assert/strict';
import fc from 'fast-check';
import { vi } from 'vitest';
import { fold } from '../../fact/fold.ts';
import type { CrosswalkEntry } from '../../taxonomy/taxonomy.ts';
import type { Route } from '../connector.ts';
import { digestOf, type Sample, type Subject } from './samples.ts';
import {
  bytesOf,
  isUnusable,
  journey,
  mainCodeFor,
  movingCode,
  pathsIn,
  scanAt,
  scansOf,
  tablesOf,
  tell,
  tellIfUsable,
  usable,
  valueAt,
  withValue,
} from './told.ts';

/** Each code of both tables, alone in a message, means what the table says. */
export function checkTables(subject: Subject): void {
  const { fine, main } = tablesOf(subject);
  const check = (code: string, subCode: string | null, { milestone, status, reason, delayed }: CrosswalkEntry) => {
    const [scan, ...more] = scansOf(
      tell(subject.connector, journey(subject, scanAt(1, code, subCode)))[0]?.facts ?? [],
    );
    assert.ok(scan && more.length === 0, `${code}/${subCode} makes one scan`);
    const { isDelay, isUnknownCode } = scan;
    assert.deepEqual(
      { milestone: scan.milestone, status: scan.status, reason: scan.reason, isDelay, isUnknownCode },
      { milestone, status, reason: reason ?? null, isDelay: delayed === true, isUnknownCode: undefined },
      `${code}/${subCode}`,
    );
  };
  for (const [code, entry] of Object.entries(main)) check(code, null, entry);
  for (const [subCode, entry] of Object.entries(fine)) check(mainCodeFor(subCode, main), subCode, entry);
}

/** A code of the future is kept with its own words, counted, and changes nothing; a finer one says what its main code says. */
export function checkUnknownCodes(subject: Subject): void {
  const { fine, main } = tablesOf(subject);
  const hasFiner = Object.keys(fine).length > 0;
  const moving = movingCode(subject.connector.provider);
  const told = (code: string, subCode: string | null) => {
    const facts =
      tell(subject.connector, journey(subject, scanAt(1, moving), scanAt(2, code, subCode)))[0]?.facts ?? [];
    const unknown = scansOf(facts).filter(({ isUnknownCode }) => isUnknownCode === true);
    assert.equal(unknown.length, 1, `${code}/${subCode} is counted, and nothing beside it`);
    assert.equal(fold(facts).events.length, 2, `${code}/${subCode} shows in the timeline`);
    assert.equal(fold(facts).state.status, 'IN_TRANSIT', `after ${code}/${subCode} the status is what it was`);
    return unknown[0] as (typeof unknown)[0];
  };
  for (const subCode of hasFiner ? [null, 'Teleported_001'] : [null]) {
    const { milestone, status, reason, isDelay, rawCode, rawSubCode } = told('Teleported', subCode);
    assert.deepEqual(
      { milestone, status, reason, isDelay },
      { milestone: 'UNKNOWN', status: null, reason: null, isDelay: false },
    );
    assert.ok([rawCode, rawSubCode].includes(subCode ?? 'Teleported'), 'its own words are kept');
  }
  if (!hasFiner) return;
  const finer = told(moving, `${moving}_999`);
  assert.equal(finer.milestone, main[moving]?.milestone, 'a finer code nobody knows means what its main code means');
  assert.equal(finer.rawSubCode, `${moving}_999`, 'its own word is kept');
}

const routes: readonly Route[] = ['webhook', 'read'];

/** Nothing but a SyntaxError or ZodError, and a fold that does not stumble, whatever comes: bytes, or any JSON in any place of a message. */
export function checkAnyInput(subject: Subject): void {
  const { connector } = subject;
  const check = (body: Buffer) => {
    for (const route of routes) {
      try {
        for (const { number, facts } of tell(connector, body, { route })) {
          assert.ok(number.length > 0 && number.length <= 100, `a number of ${number.length} letters`);
          assertStorable({ number, facts });
          fold(facts);
        }
      } catch (error) {
        if (!isUnusable(error)) throw error;
      }
    }
  };
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => check(Buffer.from(bytes))),
    { numRuns: 100 },
  );
  const body = parsed(largest(subject));
  fc.assert(
    fc.property(fc.constantFrom(...pathsIn(body)), fc.jsonValue({ stringUnit: 'binary' }), (path, value) =>
      check(bytesOf(withValue(body, path, value))),
    ),
    { numRuns: 300 },
  );
  // Each value once by what stands for nothing or looks like something else.
  for (const path of pathsIn(body))
    for (const value of [null, '', ' ', 'x', [], {}, [{}], -1e308]) check(bytesOf(withValue(body, path, value)));
}

/** NUL and half characters, which PostgreSQL refuses and JSON may escape, anywhere in a message. */
export function checkStorableText(subject: Subject): void {
  forEachText(
    subject,
    (text) => [`${text}\0\ud83d`, `\udc00\0${text}`],
    (facts, number) => assertStorable({ facts, number }),
  );
}

/** Limits on all input: an index row, a page and a log line have limits too. Characters of two units are not cut in the middle. */
export function checkClipped(subject: Subject): void {
  const truck = '\u{1f69a}';
  forEachText(
    subject,
    (text) => [text + truck.repeat(2_000), `${text}x${truck.repeat(2_000)}`, 'x'.repeat(5_000)],
    (facts, number) => {
      assertStorable({ facts, number });
      assert.ok(number.length <= 100, `a number of ${number.length} letters`);
      for (const fact of facts) {
        eachText(fact, (text) => assert.ok(text.length <= 1_000, `a text of ${text.length} letters`));
        if (fact.data.kind !== 'carrier-event') continue;
        const { rawCode, rawSubCode } = fact.data;
        for (const code of [rawCode, rawSubCode])
          assert.ok((code?.length ?? 0) <= 100, `a code of ${code?.length} letters`);
      }
    },
  );
}

/** The same answer at any time, and the bytes stay as they are: they are sealed and kept. */
export function checkPure(subject: Subject): void {
  for (const { sample } of usable(subject)) {
    const answers = ['2001-02-03T04:05:06Z', '2042-02-03T04:05:06Z'].map((now) => {
      vi.useFakeTimers({ now: new Date(now), toFake: ['Date'] });
      try {
        return tell(subject.connector, sample.body);
      } finally {
        vi.useRealTimers();
      }
    });
    assert.deepEqual(answers[1], answers[0], `${sample.file}: another answer at another time`);
    assert.equal(digestOf(sample.body), sample.digest, `${sample.file}: the body was changed`);
  }
}

/** The message that says most. */
function largest(subject: Subject): Sample {
  const [first] = usable(subject).sort((a, b) => b.sample.body.length - a.sample.body.length);
  return (first as { sample: Sample }).sample;
}

const parsed = ({ body }: Sample): unknown => JSON.parse(body.toString());

/** Each text of the message that says most replaced, one at a time; what cannot be used any more is left out. */
export function forEachText(
  subject: Subject,
  others: (text: string) => readonly string[],
  look: (facts: ReturnType<typeof tell>[0]['facts'], number: string) => void,
): void {
  const body = parsed(largest(subject));
  for (const path of pathsIn(body)) {
    const text = valueAt(body, path);
    if (text !== null && typeof text !== 'string') continue;
    for (const other of others(text ?? ''))
      for (const told of tellIfUsable(subject.connector, bytesOf(withValue(body, path, other))))
        look(told.facts, told.number);
  }
}

function assertStorable(value: unknown): void {
  eachText(value, (text) =>
    assert.ok(text.isWellFormed() && !text.includes('\0'), `cannot be stored: ${JSON.stringify(text)}`),
  );
}

function eachText(value: unknown, look: (text: string) => void): void {
  if (typeof value === 'string') look(value);
  else if (value !== null && typeof value === 'object')
    for (const member of Object.values(value)) eachText(member, look);
}
