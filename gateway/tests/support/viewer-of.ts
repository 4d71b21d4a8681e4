import type { Viewer } from '@milepost/service-kit';
import documents from '../../persisted-documents.json' with { type: 'json' };
import { origin, type World } from './world.ts';

const [parcelPage] = Object.entries(documents).find(([, text]) => /query ParcelPage\b/.test(text)) as [string, string];

/** As whom the subgraphs meet somebody with this cookie: by a page's own document, the only kind that runs from our origin outside the demo. */
export async function viewerOf(
  world: Pick<World, 'send' | 'tracking'>,
  cookie: string | null,
): Promise<Viewer | undefined> {
  const seen = world.tracking.seen.length;
  await world.send({ documentId: parcelPage, variables: { trackingNumber: 'NOW' } }, { cookie: cookie ?? '', origin });
  return world.tracking.seen.slice(seen).at(-1)?.viewer;
}
