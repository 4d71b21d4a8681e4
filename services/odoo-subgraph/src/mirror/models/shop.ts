import { z } from 'zod';
import { optionalText, text } from '../../odoo/values.ts';
import { define, id } from '../mirror-model.ts';

export const currency = define(
  'res.currency',
  'currency',
  z.object({ id, name: text, decimal_places: z.number().int() }),
  { name: 'text', decimal_places: 'int' },
  (r) => ({ ...r, write_date: null }),
);

/** One that our user may not see any more keeps its orders, and they keep the age of the last round that saw it. */
export const company = define(
  'res.company',
  'company',
  z.object({ id, name: text }),
  { name: 'text', lost_at: 'timestamptz' },
  (r) => ({ ...r, lost_at: null, write_date: null }),
  {
    whenGone: {
      set: 'lost_at = coalesce((select as_of from odoo.sync_round), to_timestamp(0))',
      isMarked: 't.lost_at is not null',
    },
  },
);

export const carrier = define(
  'delivery.carrier',
  'delivery_carrier',
  z.object({ id, name: text, tracking_url: optionalText }),
  { name: 'text', tracking_url: 'text' },
  (r) => ({ ...r, write_date: null }),
  { whenGone: 'delete' },
);
