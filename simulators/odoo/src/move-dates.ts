import { fieldsOfModel } from './metadata.ts';
import type { Dataset, Row, Value } from './rows.ts';

const dayMs = 86_400_000;
const stamp = /^\d{4}-\d{2}-\d{2}( \d{2}:\d{2}:\d{2})?$/;

/**
 * The data set as if it had been read at `at`, or less than a day before: every date and time is later (or earlier) by the same whole days. What the records say of each other stays true; pure.
 */
export function moveDates(dataset: Dataset & { read_at: string }, at: Date): Dataset {
  const movedMs = Math.floor((at.getTime() - Date.parse(dataset.read_at)) / dayMs) * dayMs;
  const move = (text: string) =>
    new Date(Date.parse(`${text.replace(' ', 'T')}${text.length > 10 ? 'Z' : ''}`) + movedMs)
      .toISOString()
      .slice(0, text.length)
      .replace('T', ' ');
  const models = Object.entries(dataset.models).map(([model, rows]) => {
    const fields = fieldsOfModel(model);
    const isMoved = (name: string, value: Value): value is string =>
      typeof value === 'string' && stamp.test(value) && ['date', 'datetime'].includes(fields[name]?.type ?? 'datetime');
    return [
      model,
      rows.map(
        (row) =>
          Object.fromEntries(
            Object.entries(row).map(([name, value]) => [name, isMoved(name, value) ? move(value) : value]),
          ) as Row,
      ),
    ];
  });
  return { ...dataset, models: Object.fromEntries(models) as Dataset['models'] };
}
