import { z } from 'zod';
import { caseTypes } from './case-type.ts';

const hours = z.number().min(0).max(10_000);
const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be HH:MM');

const quiet = z.strictObject({
  /** From the hand-over to the first scan. */
  firstScanHours: hours.default(72),
  /** Between two scans on the way: a weekend and a day. */
  onTheWayHours: hours.default(96),
  /** From out for delivery to the next word. */
  outForDeliveryHours: hours.default(24),
});

const tier = z.strictObject({
  /** Odoo ids of commercial partners. */
  customers: z.array(z.number().int().positive()).max(10_000),
  /** Multiplies the time in which somebody should have looked. */
  dueFactor: z.number().min(0.05).max(5).default(1),
  /** Multiplies the priority. */
  priorityFactor: z.number().min(0.1).max(10).default(1),
});

const calendar = z.strictObject({
  timeZone: z
    .string()
    .default('Europe/Berlin')
    .refine((zone) => {
      try {
        return new Intl.DateTimeFormat('en', { timeZone: zone }) !== null;
      } catch {
        return false;
      }
    }, 'must be an IANA time zone'),
  /** Monday is 1. */
  days: z.array(z.number().int().min(1).max(7)).min(1).max(7).default([1, 2, 3, 4, 5]),
  from: clock.default('08:00'),
  until: clock.default('18:00'),
  /** Calendar dates on which nobody works. */
  holidays: z.array(z.iso.date()).max(2_000).default([]),
});
export type BusinessCalendar = z.infer<typeof calendar>;

/** Thresholds of the rules; each has a default. */
export const casePolicy = z.strictObject({
  calendar: calendar.prefault({}).refine(({ from, until }) => from < until, 'calendar.from must be before until'),
  /** What left, or should have left, longer ago opens no case of its own: history that is taken in. */
  lookBackDays: z.number().int().min(1).max(365).default(30),
  noNumberHours: hours.default(2),
  /** Delivery methods, by their names in Odoo, whose goods have no tracking number. */
  methodsWithoutNumber: z.array(z.string().max(200)).max(500).default([]),
  lateDispatchHours: hours.default(4),
  quiet: z.strictObject({ ...quiet.shape, carriers: z.record(z.string(), quiet.partial()).default({}) }).prefault({}),
  pickupDaysBefore: z.number().min(0).max(30).default(2),
  /** Where nobody says until when it waits. */
  pickupDaysWaiting: z.number().min(0).max(30).default(5),
  /** Orders worth so much, in their own currency, need a proof of delivery. */
  proofAbove: z.number().min(0).default(250),
  proofHours: hours.default(48),
  registrationHours: hours.default(24),
  /** As many cases with one cause within a day are an incident. */
  incidentSize: z.number().int().min(2).max(10_000).default(20),
  tiers: z.record(z.string().min(1).max(40), tier).default({}),
  /** Business hours within which somebody should have looked, where it is not the rule's. */
  dueHours: z.partialRecord(z.enum(caseTypes), z.number().min(0.1).max(1_000)).default({}),
});
export type CasePolicy = z.infer<typeof casePolicy>;

/** A customer's tier; null: none. */
export function tierOf({ tiers }: Pick<CasePolicy, 'tiers'>, customerIds: readonly number[]) {
  const found = Object.entries(tiers).find(([, { customers }]) => customers.some((id) => customerIds.includes(id)));
  return found ? { name: found[0], ...found[1] } : null;
}
