import { expect, test } from 'vitest';
import { startMirror } from './support/mirror.ts';

test('is kept when the date is moved, taken back, and read anew', async () => {
  await using mirror = await startMirror();
  const { world } = mirror.odoo;
  const promised = async (id: number) => {
    await mirror.sync.runOnce();
    const [row] = await mirror.sql<{ now: string | null; first: string | null }[]>`
      select commitment_date::text as now, first_commitment_date::text as first from odoo.sale_order where id = ${id}`;
    return row;
  };
  const [early, later] = ['2026-12-05 09:00:00', '2026-12-12 09:00:00'];
  expect(await promised(37)).toEqual({ now: null, first: null });
  world.writeRecords('sale.order', [37], { commitment_date: early });
  expect(await promised(37)).toEqual({ now: early, first: early });
  world.writeRecords('sale.order', [37], { commitment_date: later });
  expect(await promised(37)).toEqual({ now: later, first: early });
  world.writeRecords('sale.order', [37], { commitment_date: false });
  expect(await promised(37)).toEqual({ now: null, first: early });
  // Every row once more, as after an update of ours.
  await mirror.sql`delete from odoo.sync_cursor where model = 'sale.order'`;
  expect(await promised(37)).toEqual({ now: null, first: early });
});

test('a date in a draft was promised to nobody', async () => {
  await using mirror = await startMirror();
  const { world } = mirror.odoo;
  const [draft] = [...world.table('sale.order').values()].filter((row) => row['state'] === 'draft');
  const id = draft?.id as number;
  const first = async () => {
    await mirror.sync.runOnce();
    return (await mirror.sql`select first_commitment_date::text as at from odoo.sale_order where id = ${id}`)[0]?.[
      'at'
    ];
  };
  world.writeRecords('sale.order', [id], { commitment_date: '2026-12-05 09:00:00' });
  expect(await first()).toBeNull();
  world.writeRecords('sale.order', [id], { commitment_date: '2026-12-08 09:00:00', state: 'sent' });
  expect(await first()).toBe('2026-12-08 09:00:00');
});
