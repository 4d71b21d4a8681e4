import { cleanNumber } from '@milepost/service-kit';
import { z } from 'zod';

/** Fields as every provider's wire schema has them: what is missing, or null, is null. */

export const text = z
  .string()
  .nullish()
  .transform((value) => value ?? null);

export const number = z
  .number()
  .finite()
  .nullish()
  .transform((value) => value ?? null);

/** What a message is about. Without it, it is no message. */
export const trackingNumber = z
  .string()
  .max(100)
  .refine((value) => cleanNumber(value) !== '', 'is empty');
