import { expect, test } from 'vitest';
import { fieldsOfModel, loadDataset } from './metadata.ts';
import { moveDates } from './move-dates.ts';

const dataset = loadDataset();
const readAt = Date.parse(dataset.read_at);
const dayMs = 86_400_000;

test('a data set that is moved by no whole day is what it was', () => {
  expect(moveDates(dataset, new Date(readAt))).toEqual(dataset);
  expect(moveDates(dataset, new Date(readAt + dayMs - 1))).toEqual(dataset);
});

test('every date and time is later by the same days, and nothing else is another', () => {
  const moved = moveDates(dataset, new Date(readAt + 100 * dayMs));
  let count = 0;
  for (const [model, rows] of Object.entries(dataset.models))
    for (const [i, row] of rows.entries())
      for (const [name, value] of Object.entries(row)) {
        const now = moved.models[model]?.[i]?.[name];
        const type = fieldsOfModel(model)[name]?.type;
        if (typeof value !== 'string' || (type !== 'date' && type !== 'datetime')) expect(now).toEqual(value);
        else {
          count += 1;
          const ms = (text: unknown) => Date.parse(`${String(text).replace(' ', 'T').padEnd(19, 'T00:00:00')}Z`);
          expect([model, name, ms(now) - ms(value), String(now).length]).toEqual([
            model,
            name,
            100 * dayMs,
            value.length,
          ]);
        }
      }
  expect(count).toBeGreaterThan(1_000);
});
