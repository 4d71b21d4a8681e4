import type { Reader, Viewer } from '@milepost/service-kit';
import { caseChanges } from '../case/tell-cases.ts';
import { type LiveCase, readCaseChanges } from '../live/case-stream.ts';
import { type LiveMilestone, readMilestones } from '../live/milestone-stream.ts';
import type { MilestoneCode } from '../taxonomy/codes.ts';
import { typeOfChange } from './event-types.ts';

export interface Subscribed {
  eventTypes: readonly string[];
  /** Null: all. */
  milestones: readonly MilestoneCode[] | null;
}

/**
 * What an endpoint wants of the stream after a number, in order, at most `limit`, in the viewer's scope: milestones and cases are read apart, and only what lies before the place up to which both were looked at counts.
 * `isForHouse`: the endpoint is nobody else's, so that it may be told of cases.
 */
export async function readStream(
  reader: Reader,
  {
    viewer,
    wants: { eventTypes, milestones },
    isForHouse,
    ...range
  }: { viewer: Viewer; wants: Subscribed; isForHouse: boolean; after: number; until: number; limit: number },
): Promise<{ changes: (LiveMilestone | LiveCase)[]; position: number }> {
  const changes = isForHouse ? caseChanges.filter((change) => eventTypes.includes(typeOfChange[change])) : [];
  const [told, cases] = await Promise.all([
    eventTypes.includes('milestone.added')
      ? readMilestones(reader, { viewer, filter: { orderId: null, shipmentId: null, milestones }, ...range })
      : null,
    changes.length > 0 ? readCaseChanges(reader, { viewer, changes, ...range }) : null,
  ]);
  // Wants nothing that there is (any more): looked at.
  const reached = Math.min(told?.position ?? range.until, cases?.position ?? range.until);
  const all = [...(told?.milestones ?? []), ...(cases?.cases ?? [])]
    .filter(({ seq }) => seq <= reached)
    .sort((a, b) => a.seq - b.seq);
  const some = all.slice(0, range.limit);
  return { changes: some, position: some.length < all.length ? (some.at(-1) as LiveMilestone).seq : reached };
}
