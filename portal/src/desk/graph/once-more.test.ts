import { expect, test } from 'vitest';
import { onceMore } from './once-more.ts';

test('whoever asks while it runs gets one run more, however many they are', async () => {
  const ends: (() => void)[] = [];
  const read = onceMore(() => new Promise<void>((resolve) => ends.push(resolve)));
  const end = async () => {
    ends.at(-1)?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  read();
  read();
  read();
  expect(ends).toHaveLength(1);
  await end();
  expect(ends).toHaveLength(2);
  await end();
  expect(ends).toHaveLength(2);
  read();
  expect(ends).toHaveLength(3);
});
