import { describe, expect, test } from 'vitest';
import { stepsBeforeDelivery, stepsOfDelivery, type Transfer } from './delivery-steps.ts';

const transfer = (id: number, type: string, state: Transfer['state'], follows: number[] = []): Transfer => ({
  id,
  name: `T${id}`,
  type,
  state,
  createdAt: `2026-11-21 0${id}:00:00`,
  doneAt: state === 'done' ? `2026-11-21 1${id}:00:00` : null,
  follows,
});
const pick = (id: number, state: Transfer['state']) => transfer(id, 'internal', state);
const next = (id: number, state: Transfer['state'], ...follows: number[]) => transfer(id, 'internal', state, follows);
const out = (id: number, state: Transfer['state'], ...follows: number[]) => transfer(id, 'outgoing', state, follows);
/** `PICKING DONE T1+T2` */
const shown = (steps: ReturnType<typeof stepsOfDelivery>) =>
  steps.map(({ kind, state, transferNames: names }) => [kind, state, names.join('+')].filter(Boolean).join(' '));

describe('the way of goods through a warehouse', () => {
  test.each<[string, Transfer[], string[], string[]]>([
    ['one step, to be sent', [out(1, 'assigned')], ['RELEASED DONE', 'LEFT READY T1'], []],
    ['one step, no stock', [out(1, 'confirmed')], ['RELEASED DONE', 'LEFT WAITING T1'], []],
    ['one step, gone', [out(1, 'done')], ['RELEASED DONE', 'LEFT DONE T1'], []],
    ['being written', [out(1, 'draft')], ['RELEASED WAITING', 'LEFT WAITING T1'], []],
    ['two steps, being picked', [pick(1, 'assigned')], [], ['RELEASED DONE', 'PICKING READY T1']],
    [
      'two steps, picked',
      [pick(1, 'done'), out(2, 'assigned', 1)],
      ['RELEASED DONE', 'PICKING DONE T1', 'LEFT READY T2'],
      [],
    ],
    [
      'three steps, being packed',
      [pick(1, 'done'), next(2, 'assigned', 1)],
      [],
      ['RELEASED DONE', 'PICKING DONE T1', 'PACKED READY T2'],
    ],
    [
      'three steps, gone',
      [pick(1, 'done'), next(2, 'done', 1), out(3, 'done', 2)],
      ['RELEASED DONE', 'PICKING DONE T1', 'PACKED DONE T2', 'LEFT DONE T3'],
      [],
    ],
    [
      'two of three picked, the rest waits: the rest has no delivery yet',
      [pick(1, 'done'), pick(2, 'confirmed'), out(3, 'assigned', 1)],
      ['RELEASED DONE', 'PICKING DONE T1', 'LEFT READY T3'],
      ['RELEASED DONE', 'PICKING WAITING T2'],
    ],
    [
      'picked in two goes, sent together',
      [pick(1, 'done'), pick(2, 'done'), out(3, 'done', 1, 2)],
      ['RELEASED DONE', 'PICKING DONE T1+T2', 'LEFT DONE T3'],
      [],
    ],
    ['one of two cancelled', [pick(1, 'cancel'), pick(2, 'assigned')], [], ['RELEASED DONE', 'PICKING READY T2']],
    ['cancelled', [pick(1, 'cancel')], [], ['RELEASED DONE', 'PICKING CANCELLED T1']],
    [
      'what comes back and is put on the shelf is none',
      [out(1, 'done'), transfer(2, 'incoming', 'done', [1]), next(3, 'assigned', 2), next(4, 'waiting', 3)],
      ['RELEASED DONE', 'LEFT DONE T1'],
      [],
    ],
    [
      'a circle ends',
      [next(1, 'done', 2), next(2, 'done', 1), out(3, 'done', 2)],
      ['RELEASED DONE', 'PACKED DONE T1+T2', 'LEFT DONE T3'],
      [],
    ],
  ])('%s', (_name, transfers, ofDelivery, before) => {
    const [delivery] = transfers.filter(({ type }) => type === 'outgoing');
    expect(delivery ? shown(stepsOfDelivery(transfers, delivery.id)) : []).toEqual(ofDelivery);
    expect(shown(stepsBeforeDelivery(transfers))).toEqual(before);
  });

  test('a step was done when its last transfer was, an order released when its first one was made', () => {
    const steps = stepsOfDelivery([pick(1, 'done'), pick(2, 'done'), out(3, 'done', 2, 1)], 3);
    expect(steps.map(({ doneAt }) => doneAt)).toEqual([
      '2026-11-21 01:00:00',
      '2026-11-21 12:00:00',
      '2026-11-21 13:00:00',
    ]);
  });

  test('a return has none', () => {
    expect(stepsOfDelivery([out(1, 'done'), transfer(2, 'incoming', 'assigned', [1])], 2)).toEqual([]);
  });
});
