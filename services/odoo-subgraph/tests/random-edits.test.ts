import { describe, expect, test } from 'vitest';
import { runRandomEdits } from './support/random-edits.ts';

/** Any; `RANDOM_EDIT_SEEDS=17,18` repeats a run, or makes many. */
const given = process.env['RANDOM_EDIT_SEEDS']?.split(',').map(Number);
const fresh = 1 + Math.floor(Math.random() * 1_000_000_000);

/** Its last two bits say in which way. */
const waysOf = (seed: number) => ({ seed, hints: seed % 2 === 0, reconciles: seed % 4 < 2 });

// Some thousand small steps, which take as long as the machine is busy.
describe('ten minutes of random work in Odoo, read while it happens: the mirror ends equal', {
  timeout: 120_000,
}, () => {
  test.each((given ?? [2, 4, fresh]).map(waysOf))(
    'seed $seed (hints: $hints, reconciliation: $reconciles)',
    async (ways) => {
      const tally = await runRandomEdits(ways);
      if (given) console.info(ways.seed, JSON.stringify(tally));
      // Enough was done, some of it late or never, with something wrong.
      expect(Object.values(tally.committed).reduce((sum, n) => sum + n, 0)).toBeGreaterThan(30);
      expect(Object.keys(tally.committed).length).toBeGreaterThan(12);
      expect(Math.min(tally.late, tally.rolledBack, Object.keys(tally.windows).length)).toBeGreaterThan(0);
    },
  );
});
