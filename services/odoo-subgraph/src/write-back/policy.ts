import { json } from '@milepost/service-kit';
import { z } from 'zod';

/**
 * What may be written to Odoo. `off`: nothing is even noted. `shadow`: what would be done stands in the graph (Order.writeBacks) and nowhere else. `live`: it is done. Of what holds for an effect and what holds for the
 * source of the news, the more careful one counts.
 */
const modes = ['off', 'shadow', 'live'] as const;
export type Mode = (typeof modes)[number];

export type EffectName = 'chatter' | 'activity' | 'promise' | 'invoice';

const mode = z.enum(modes);
const perEffect = z.strictObject({
  chatter: mode.optional(),
  activity: mode.optional(),
  promise: mode.optional(),
  invoice: mode.optional(),
});
/** An external id of Odoo, `module.name`. */
const xmlid = z
  .string()
  .regex(/^[a-z0-9_]+\.[a-z0-9_]+$/i, 'must be an external id such as mail.mail_activity_data_todo');

export const writeBackPolicy = z.strictObject({
  /** Of what is not named below. */
  mode: mode.default('shadow'),
  effects: perEffect.default({}),
  /** By where the news come from: a provider's code, `partner`, `agent`, or `cases` for what our rules found. */
  sources: z.record(z.string().min(1).max(50), z.union([mode, perEffect])).default({}),
  language: z.enum(['en', 'de']).default('en'),
  /** Days of due dates are counted here. */
  timeZone: z
    .string()
    .refine((zone) => isZone(zone), 'must be a time zone such as Europe/Berlin')
    .default('Europe/Berlin'),
  /** News of something older are history: they make no line, and nothing ready to be invoiced. So nothing is flooded when old parcels are first heard of. */
  maxAgeDays: z.number().min(0.1).max(3_650).default(7),
  /** Seconds that news of one record are gathered before they are written together. */
  gatherSeconds: z.number().min(0).max(3_600).default(15),
  chatter: z
    .strictObject({ linesPerShipment: z.number().int().min(2).max(20).default(6) })
    .default({ linesPerShipment: 6 }),
  activity: z
    .strictObject({
      type: xmlid.default('mail.mail_activity_data_todo'),
      /** By type of case; null: no activity for these. */
      types: z.record(z.string().regex(/^[A-Z_]{1,60}$/), xmlid.nullable()).default({}),
      /** Who it is given to: the order's salesperson, or a user's id in Odoo. Without a salesperson it is our own user's. */
      user: z.union([z.literal('salesperson'), z.number().int().positive()]).default('salesperson'),
    })
    .default({ type: 'mail.mail_activity_data_todo', types: {}, user: 'salesperson' }),
  promise: z
    .strictObject({
      /** Days that the expected day may lie after the promised one before it is moved. */
      graceDays: z.number().int().min(0).max(30).default(0),
      /** Whose belief moves it: the carrier's, or the provider's own forecast too. */
      estimates: z
        .array(z.enum(['CARRIER', 'PROVIDER']))
        .min(1)
        .max(2)
        .default(['CARRIER']),
    })
    .default({ graceDays: 0, estimates: ['CARRIER'] }),
  invoice: z
    .strictObject({
      /** `activity`: a person is told that it may go out. `draft`: a draft invoice where nothing undelivered would be on it, else the activity. */
      as: z.enum(['activity', 'draft']).default('activity'),
      /** `delivered`: the carrier says so of every parcel. `proof`: with a signature, a picture or the like for each. */
      needs: z.enum(['delivered', 'proof']).default('delivered'),
    })
    .default({ as: 'activity', needs: 'delivered' }),
});
export type WriteBackPolicy = z.output<typeof writeBackPolicy>;

/** WRITE_BACK_POLICY: the policy as JSON. */
export const writeBackVariable = json(writeBackPolicy).default(writeBackPolicy.parse({}));

const rank = (one: Mode) => modes.indexOf(one);

/** What may be done about news of a source. */
export function modeOf(policy: WriteBackPolicy, effect: EffectName, source: string): Mode {
  const ofSource = Object.hasOwn(policy.sources, source) ? policy.sources[source] : undefined;
  const said = [
    policy.effects[effect] ?? policy.mode,
    typeof ofSource === 'object' ? ofSource[effect] : ofSource,
  ].filter((one) => one !== undefined);
  return said.reduce((most, one) => (rank(one) < rank(most) ? one : most));
}

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
