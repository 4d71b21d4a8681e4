import { ForbiddenError, type Reader, type Viewer } from '@milepost/service-kit';
import DataLoader from 'dataloader';
import { accessOf } from '../report/report-access.ts';
import { scopeCondition } from '../scope.ts';
import type { Answer } from './give-feedback.ts';

/** What the viewer's own access answered about shipments in scope, in one statement. */
export function createFeedbackLoader({ reader, viewer }: { reader: Reader; viewer: Viewer }) {
  return new DataLoader<string, Answer | null>(async (ids) => {
    const access = ownAccess(viewer);
    if (access === null) return ids.map(() => null);
    const scope = scopeCondition(viewer, 'l', 3);
    const rows = await reader.unsafe<{ id: string; answer: Answer }[]>(
      `select f.shipment_id as id, f.answer from tracking.shipment_feedback f where f.shipment_id = any($1::uuid[]) and f.access = $2
         and exists (select 1 from tracking.link l where l.shipment_id = f.shipment_id and ${scope.text})`,
      [[...ids], access, ...scope.values] as never,
    );
    const found = new Map(rows.map(({ id, answer }) => [id, answer]));
    return ids.map((id) => found.get(id) ?? null);
  });
}
export type FeedbackLoader = ReturnType<typeof createFeedbackLoader>;

/** A colleague who looks as the customer does has none. */
function ownAccess(viewer: Viewer): string | null {
  try {
    return accessOf(viewer);
  } catch (error) {
    if (error instanceof ForbiddenError) return null;
    throw error;
  }
}
