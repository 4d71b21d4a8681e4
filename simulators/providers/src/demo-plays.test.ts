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

  test('was over when its orders were recorded, so that no scan lies in the future', () => {
    const readAt = Date.parse(`${dataset.read_at.replace(' ', 'T').slice(0, 19)}Z`);
    for (const { journey, startedAt, name } of plays) {
      const hours = Math.max(...(journeys.get(journey)?.parcels ?? []).map(lastHour));
      expect([name, (startedAt as number) + hours * 3_600_000 < readAt]).toEqual([name, true]);
    }
  });

  test('moves within a minute, but for three that go on for hours', () => {
    const slow = plays.filter(({ pace }) => !('stepMs' in pace) || pace.stepMs > 60_000);
    expect(slow).toHaveLength(3);
  });

  test('has the stamps of its journeys: told again it is the same', () => {
    expect(plays.every(({ stamps }) => stamps === 'journey')).toBe(true);
    expect(new Set(plays.map(({ name }) => name)).size).toBe(plays.length);
  });
});

test('goes on where it would be when it is started again, and faster when wanted', () => {
  const [first] = readDemoPlays(file, { begunAt, speed: 4 });
  expect(first?.origin).toEqual({ simulated: first?.startedAt, wall: begunAt });
  expect(first?.pace).toEqual({ stepMs: 10_000 });
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
    ['no start', { plays: [{ journey: 'smooth' }] }, /"at" is missing/],
    ['a word nobody knows', { plays: [play, { ...play, sped: 3 }] }, /play 2 of .*sped/],
  ])('%s', (_name, content, expected) => {
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
    expect(() => readDemoPlays(path, { begunAt, speed: 1 })).toThrow(expected);
  });
});

test('the file says what it leaves out', () => {
  const { about } = JSON.parse(readFileSync(file, 'utf8')) as { about: string };
  for (const order of ['S00041', 'S00052', 'S00073', 'S00055', 'S00066']) expect(about).toContain(order);
});
