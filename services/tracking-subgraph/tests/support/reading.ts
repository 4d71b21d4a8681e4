import { hash } from 'node:crypto';
import { connectDatabase, createLogger } from '@milepost/service-kit';
import { z } from 'zod';
import { aftership } from '../../src/connectors/aftership/webhook.ts';
import type { Connector } from '../../src/connectors/connector.ts';
import { type Fact, factKey } from '../../src/fact/fact.ts';
import { loadBodyKeys } from '../../src/inbox/body-keys.ts';
import { createInboxWriter } from '../../src/inbox/inbox-writer.ts';
import { liveLane } from '../../src/inbox/lanes.ts';
import { createMetrics } from '../../src/metrics.ts';
import { processMessages } from '../../src/process/process-messages.ts';
import { milestoneCodes } from '../../src/taxonomy/codes.ts';
import { milestoneRule } from '../../src/taxonomy/taxonomy.ts';
import { builtInOnly, noDocuments, type World } from './world.ts';

const made = z.object({
  tracking_number: z.string(),
  scans: z.array(z.object({ at: z.string(), milestone: z.enum(milestoneCodes) })),
  /** Addresses of pictures. */
  pictures: z.array(z.string()).optional(),
});
/** A tracking of the made provider, as it pushes it and as its API gives it. */
export type MadeTracking = z.infer<typeof made>;

/** A provider that signs no body: whatever it pushes could be forged, what its API says counts. It knows one carrier only. */
export const madeConnector: Connector = {
  provider: 'made',
  variables: 'MADE',
  proofHeaders: [],
  needsPathToken: true,
  verify: ({ body }) => hash('sha256', body, 'buffer'),
  map(body, _mapping, route) {
    const { tracking_number: number, scans, pictures = [] } = made.parse(JSON.parse(body.toString()));
    const isUnconfirmed = route === 'webhook';
    const facts = scans.map(({ at, milestone }): Fact => {
      const scan = factKey('made', 'carrier-event', [at, milestone]);
      return {
        key: factKey('made', 'carrier-event', [at, milestone, isUnconfirmed]),
        source: 'made',
        data: {
          kind: 'carrier-event',
          scan,
          occurred: { precision: 'LOCAL', local: at, instant: null },
          milestone,
          status: milestoneRule(milestone).status,
          reason: null,
          isDelay: false,
          place: null,
          description: isUnconfirmed ? 'pushed' : 'read',
          rawCode: null,
          rawSubCode: null,
          ...(isUnconfirmed && { isUnconfirmed }),
        },
      };
    });
    return {
      outcome: 'facts',
      number,
      carriers: [],
      documents: pictures.map((url) => ({ kind: 'PHOTO' as const, url })),
      facts: (known = new Set()) => facts.filter(({ key }) => !known.has(key)),
    };
  },
};

/** What an instance of the worker works with, on the database of a world that runs none. */
export async function startInstance(world: World) {
  const logger = createLogger({ service: 'reading', level: 'silent' });
  const sql = connectDatabase(world.databaseUrl, { application: 'reading', searchPath: 'tracking', max: 4 });
  const keys = await loadBodyKeys({ sql, masterKey: world.config.secrets.masterKey, now: new Date() });
  const inbox = createInboxWriter({ databaseUrl: world.databaseUrl, keys, onCommitted: () => {} });
  const metrics = createMetrics({ defaults: false });
  const connectors = new Map([
    ['aftership', { connector: aftership }],
    ['made', { connector: madeConnector }],
  ]);
  return {
    sql,
    inbox,
    metrics,
    logger,
    /** What the made provider pushes, or whoever says that he is it; committed, not processed. */
    push: (tracking: MadeTracking) => {
      const body = Buffer.from(JSON.stringify(tracking));
      const dedupe = hash('sha256', body, 'buffer');
      return inbox.add({ provider: 'made', dedupe, headers: '{}', requestId: 'pushed-request', body, lane: liveLane });
    },
    /** Everything that waits in the inbox, or so many messages of it. */
    process: (options?: { limit: number }) =>
      processMessages(
        { sql, keys, connectors, mapping: builtInOnly, metrics, logger, documentSeal: noDocuments },
        options,
      ),
    async [Symbol.asyncDispose]() {
      await inbox[Symbol.asyncDispose]();
      await sql.end({ timeout: 5 });
    },
  };
}
export type Instance = Awaited<ReturnType<typeof startInstance>>;
