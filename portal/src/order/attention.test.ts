import { wordsOf } from '@milepost/wording/all';
import { expect, test } from 'vitest';
import { attention } from '../../../services/tracking-subgraph/src/order-progress/list-by-progress.ts';
import { now, parcel } from '../../tests/support/states.ts';
import type { ShipmentStatus } from '../generated/graphql.ts';
import { parcelAnswer } from './answer.ts';

const words = wordsOf('en');

/** What `ordersByProgress(progress: NEEDS_ATTENTION)` finds is what pages show so: a new status is decided in both, or fails here. */
const all: Record<ShipmentStatus, true> = {
  PENDING: true,
  LABEL_CREATED: true,
  PICKED_UP: true,
  IN_TRANSIT: true,
  OUT_FOR_DELIVERY: true,
  AVAILABLE_FOR_PICKUP: true,
  FAILED_ATTEMPT: true,
  EXCEPTION: true,
  DELIVERED: true,
  RETURNING: true,
  RETURNED: true,
  CANCELLED: true,
  EXPIRED: true,
};

test.each(Object.keys(all) as ShipmentStatus[])(
  '%s needs attention in lists exactly when its page says so',
  (status) => {
    for (const isDelayed of [false, true])
      expect(attention.statuses.includes(status) || (isDelayed && attention.statusesWhenDelayed.includes(status))).toBe(
        parcelAnswer(parcel({ status, isDelayed }), now, words).tone === 'attention',
      );
    for (const milestone of attention.milestones)
      expect(parcelAnswer(parcel({ status: 'PENDING', milestone }), now, words).tone).toBe('attention');
  },
);
