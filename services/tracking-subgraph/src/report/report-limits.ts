import { type Limiters, limitKey, placeOf } from '@milepost/service-kit';

/** Of one address (IPv6: /64), staff aside: enough for a household or an office, too few to fill a desk. */
const rules = {
  reports: { points: 20, seconds: 3_600 },
  photos: { points: 60, seconds: 3_600 },
  feedback: { points: 60, seconds: 3_600 },
} as const;
/** Within a day. */
export const perShipment = { reports: 5, photos: 20 } as const;

export interface ReportLimits {
  /** Counts; answers whether it is within the limit. */
  take(what: keyof typeof rules, address: string, points: number): Promise<boolean>;
}

export function createReportLimits({ limiters, secret }: { limiters: Limiters; secret: Buffer }): ReportLimits {
  const counters = {
    reports: limiters.create('reports', rules.reports),
    photos: limiters.create('report-photos', rules.photos),
    feedback: limiters.create('feedback', rules.feedback),
  };
  return {
    async take(what, address, points) {
      // Nobody said where they are: they count together.
      const key = limitKey(secret, 'address', placeOf(address));
      return counters[what].consume(key, points).then(
        () => true,
        (refused: unknown) => {
          if (refused instanceof Error) throw refused;
          return false;
        },
      );
    },
  };
}
