import { expect, test } from 'vitest';
import { RateLimitedError } from '../graph/client.ts';
import { type ListExport, type Progress, readList } from './read-list.ts';

/** A list of numbers in pages of three. */
function listOf(count: number, { rowCount = count, isCut = false, overlaps = false } = {}) {
  const asked: (string | null | 'begin')[] = [];
  const list: ListExport<number> = {
    name: 'numbers',
    async begin() {
      asked.push('begin');
      return { rowCount, isCut };
    },
    async read(after) {
      asked.push(after);
      const from = Math.max(0, Number(after ?? 0) - (overlaps && after ? 1 : 0));
      const to = Math.min(count, Number(after ?? 0) + 3);
      return {
        rows: Array.from({ length: to - from }, (_, i) => from + i),
        next: to < count ? String(to) : null,
      };
    },
    idOf: String,
    columns: [{ name: 'n', value: String }],
  };
  return { list, asked };
}
const read = (list: ListExport<number>, signal = new AbortController().signal) => {
  const waits: number[] = [];
  const told: Progress[] = [];
  const delay = async (ms: number) => void waits.push(ms);
  const done = readList(list, { signal, onProgress: (progress) => told.push(progress), delay });
  return { done, waits, told };
};
const numbersIn = (parts: string[]) => parts.slice(1).join('').split('\r\n').slice(0, -1).map(Number);

test('is on record first, then read to its end, each row once, also one that moved', async () => {
  for (const overlaps of [false, true]) {
    const { list, asked } = listOf(8, { overlaps });
    const { parts, rows, isCut } = await read(list).done;
    expect(asked).toEqual(['begin', null, '3', '6']);
    expect([rows, isCut, numbersIn(parts)]).toEqual([8, false, [0, 1, 2, 3, 4, 5, 6, 7]]);
  }
});

test('a list that is not on record is not read', async () => {
  const { list, asked } = listOf(8);
  const refused = { ...list, begin: () => Promise.reject(new Error('the audit cannot be written')) };
  await expect(read(refused).done).rejects.toThrow('the audit cannot be written');
  expect(asked).toEqual([]);
});

test('a list with more rows than a file takes is cut there', async () => {
  const { list, asked } = listOf(100, { rowCount: 5, isCut: true });
  const { parts, rows, isCut } = await read(list).done;
  expect([rows, isCut, numbersIn(parts)]).toEqual([5, true, [0, 1, 2, 3, 4]]);
  expect(asked).toEqual(['begin', null, '3']);
});

test('rows that came since it was counted are in it', async () => {
  const { list } = listOf(8, { rowCount: 6 });
  const { done, told } = read(list);
  expect((await done).rows).toBe(8);
  expect(told.every(({ rows, of }) => rows <= of)).toBe(true);
});

test('waits where it is asked to, tries a page once more, and gives up after that', async () => {
  const { list } = listOf(8);
  const failing = (failures: unknown[]): ListExport<number> => ({
    ...list,
    async read(after) {
      const failure = after === '3' ? failures.shift() : undefined;
      if (failure) throw failure;
      return list.read(after);
    },
  });
  const limited = read(failing([new RateLimitedError('too much', 7_000), new RateLimitedError('too much', 9_000)]));
  expect((await limited.done).rows).toBe(8);
  expect(limited.waits).toEqual([7_000, 9_000]);
  expect(limited.told.filter(({ isWaiting }) => isWaiting)).toHaveLength(2);
  expect((await read(failing([new Error('lost')])).done).rows).toBe(8);
  await expect(read(failing([new Error('lost'), new Error('still lost')])).done).rejects.toThrow('still lost');
});

test('ends when somebody says so, and asks for nothing more', async () => {
  const { list, asked } = listOf(90);
  const abort = new AbortController();
  const ending: ListExport<number> = {
    ...list,
    async read(after) {
      if (after === '6') abort.abort();
      return list.read(after);
    },
  };
  await expect(read(ending, abort.signal).done).rejects.toThrow(/abort/i);
  expect(asked).toEqual(['begin', null, '3', '6']);
});
