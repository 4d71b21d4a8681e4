import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import dataset from '../../odoo/data/dataset.json' with { type: 'json' };
import { readDemoPlays } from './demo-plays.ts';
import { journeys } from './journey.ts';
import { lastHour } from './parcel.ts';

const file = new URL('../data/demo-plays.json', import.meta.url);
const begunAt = Date.parse('2026-11-21T12:00:00Z');
const plays = readDemoPlays(file, { begunAt, speed: 1 });
const numbers = plays.flatMap((play) => play.numbers ?? []);

const references = dataset.models['stock.picking']
  .filter(({ state }) => state !== 'cancel')
  .flatMap(({ carrier_tracking_ref: ref }) => (typeof ref === 'string' ? ref.split(/[,/]/) : []))
  .map((text) => text.trim().toUpperCase());
/** Numbers that no carrier could know: too short, a letter for a digit, no number; and a delivery that has not left beside one that has. */
const untrackable = ['748000554', '940011189900000182', 'O9980000277165', 'SEE E-MAIL', 'JD010000000000134623'];

describe('what the demo plays', () => {
  test('is every number of the demo orders that a carrier could know, each once, and nothing else', () => {
    expect([...numbers].sort()).toEqual([...new Set(references)].filter((ref) => !untrackable.includes(ref)).sort());
  });

  test('is every journey there is', () => {
    expect([...new Set(plays.map(({ journey }) => journey))].sort()).toEqual([...journeys.keys()].sort());
  });

  test('was over when its orders were recorded, or is as old as the demo: no scan lies in the future', () => {
    const readAt = Date.parse(`${dataset.read_at.replace(' ', 'T').slice(0, 19)}Z`);
    const { plays: given } = JSON.parse(readFileSync(file, 'utf8')) as { plays: { hoursAgo?: number }[] };
    for (const [i, { journey, startedAt, name, pace }] of plays.entries()) {
      const ends =
        (startedAt as number) + Math.max(...(journeys.get(journey)?.parcels ?? []).map(lastHour)) * 3_600_000;
      const until = given[i]?.hoursAgo === undefined ? readAt : 'speed' in pace ? Number.POSITIVE_INFINITY : begunAt;
      expect([name, ends <= until]).toEqual([name, true]);
    }
  });

  test('is over, moves within a minute, or goes on as in life', () => {
    const kindOf = ({ pace, origin, journey }: (typeof plays)[number]) => {
      if ('speed' in pace) return pace.speed === 1 ? 'life' : 'too fast';
      const steps = Math.max(...(journeys.get(journey)?.parcels ?? []).map((parcel) => parcel.steps.length));
      if ((origin?.wall ?? begunAt) + steps * pace.stepMs <= begunAt) return 'over';
      return pace.stepMs <= 60_000 ? 'quick' : 'too slow';
    };
    expect([...new Set(plays.map(kindOf))].sort()).toEqual(['life', 'over', 'quick']);
  });

  test('belongs to the data set of the Odoo simulator', () => {
    const { readAt } = JSON.parse(readFileSync(file, 'utf8')) as { readAt: string };
    expect(readAt.slice(0, 19)).toBe(dataset.read_at.slice(0, 19));
  });

  test('has the stamps of its journeys: told again it is the same', () => {
    expect(plays.every(({ stamps }) => stamps === 'journey')).toBe(true);
    expect(new Set(plays.map(({ name }) => name)).size).toBe(plays.length);
  });
});

describe('when', () => {
  const folder = mkdtempSync(join(tmpdir(), 'milepost-plays-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'plays.json');
  const read = (entry: object, given: { begunAt?: number; speed?: number } = {}) => {
    writeFileSync(path, JSON.stringify({ readAt: '2026-11-21T00:42:06Z', plays: [{ journey: 'smooth', ...entry }] }));
    const [play] = readDemoPlays(path, { begunAt, speed: 1, ...given });
    return { startedAt: play?.startedAt, pace: play?.pace, origin: play?.origin };
  };

  test('a moment of the data set moves by whole days, with the day on which the demo began', () => {
    const at = '2026-11-01T07:30:00Z';
    expect(read({ at, stepMs: 0 }).startedAt).toBe(Date.parse(at));
    const later = Date.parse('2027-02-03T23:59:00Z');
    expect(read({ at, stepMs: 0 }, { begunAt: later })).toEqual({
      startedAt: Date.parse('2027-01-14T07:30:00Z'),
      pace: { stepMs: 0 },
      origin: { simulated: Date.parse('2027-01-14T07:30:00Z'), wall: later },
    });
  });

  test('what began some hours before the demo stands where its hour says, or has told some steps', () => {
    const startedAt = begunAt - 42 * 3_600_000;
    expect(read({ hoursAgo: 42, speed: 1 })).toEqual({
      startedAt,
      pace: { speed: 1 },
      origin: { simulated: begunAt, wall: begunAt },
    });
    expect(read({ hoursAgo: 42, stepMs: 40_000, toldBefore: 3 }, { speed: 4 })).toEqual({
      startedAt,
      pace: { stepMs: 10_000 },
      origin: { simulated: startedAt, wall: begunAt - 30_000 },
    });
  });
});

describe('a file that cannot be played', () => {
  const folder = mkdtempSync(join(tmpdir(), 'milepost-plays-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'plays.json');
  const play = { journey: 'smooth', at: '2026-11-01T00:00:00Z', stepMs: 1 };
  test.each([
    ['no JSON', '{', /cannot be read/],
    ['no list', '{}', /plays/],
    ['an unknown journey’s way', { plays: [{ ...play, way: 'home' }] }, /play 1 of .*there is no way "home"/],
    ['no start', { plays: [{ journey: 'smooth' }] }, /give "at" or "hoursAgo"/],
    ['two starts', { plays: [{ ...play, hoursAgo: 1 }] }, /give "at" or "hoursAgo"/],
    ['a word nobody knows', { plays: [play, { ...play, sped: 3 }] }, /play 2 of .*sped/],
  ])('%s', (_name, content, expected) => {
    writeFileSync(
      path,
      typeof content === 'string' ? content : JSON.stringify({ readAt: '2026-11-21T00:42:06Z', ...content }),
    );
    expect(() => readDemoPlays(path, { begunAt, speed: 1 })).toThrow(expected);
  });
});

test('the file says what it leaves out', () => {
  const { about } = JSON.parse(readFileSync(file, 'utf8')) as { about: string };
  for (const order of ['S00041', 'S00052', 'S00073', 'S00055', 'S00066']) expect(about).toContain(order);
});
