import { createHash } from 'node:crypto';
import { auditActor, open, type Sql, type Viewer } from '@milepost/service-kit';
import DataLoader from 'dataloader';
import type { ProviderConfig } from '../config/config.ts';
import type { Connector } from '../connectors/connector.ts';
import type { BodyKeys } from './body-keys.ts';
import { bodyContext } from './inbox-writer.ts';
import { fromInboxName } from './route.ts';

export interface RawSources {
  keys: BodyKeys;
  connectors: ReadonlyMap<string, { connector: Connector; config: Pick<ProviderConfig, 'webhookSecrets' | 'verify'> }>;
}

export interface RawMessageRow {
  provider: string;
  receivedAt: string;
  requestId: string;
  headers: string;
  bodyBase64: string;
  bodySha256: string;
  signature: 'VALID' | 'NOT_VALID_NOW' | 'NOT_SIGNED';
}

interface StoredMessage {
  shipment_id: string;
  key: string;
  provider: string;
  dedupe: Buffer;
  headers: string;
  request_id: string;
  key_id: number;
  body: Buffer;
  received_at: Date;
}

interface EventKey {
  shipmentId: string;
  /** 32 hex digits. */
  key: string;
}

/**
 * The messages that events came with, opened. One statement a batch, which also records who looked at what: the look and its record commit together.
 * The oldest one where several told of the same scan; one that proves it before all that do not. Null for events that no message brought (our own channel's are kept apart). Only for callers that have checked the role.
 */
export function createRawMessageLoader({
  sql,
  viewer,
  requestId,
  keys,
  connectors,
}: RawSources & { sql: Sql; viewer: Viewer; requestId: string }) {
  const { actor, role, sid } = auditActor(viewer);
  return new DataLoader<EventKey, RawMessageRow | null, string>(
    async (asked) => {
      const rows = await sql.unsafe<StoredMessage[]>(
        `with found as materialized (
           select g.shipment_id, g.key, i.* from json_to_recordset($1::text::json) as g(shipment_id uuid, key text)
           cross join lateral (
             select inbox_id from tracking.known_fact f where f.shipment_id = g.shipment_id and (f.key = decode(g.key, 'hex') or f.data->>'scan' = g.key)
             order by f.data ? 'isUnconfirmed', f.inbox_id limit 1) f
           join tracking.inbox i on i.id = f.inbox_id),
         seen as (
           insert into tracking.audit (actor, role, sid, action, subject, request_id)
           select $2, $5, $4, 'raw.read', 'inbox ' || id, $3 from (select distinct id from found) d)
         select shipment_id, key, provider, dedupe, headers, request_id, key_id, body, received_at from found`,
        [
          JSON.stringify(asked.map(({ shipmentId, key }) => ({ shipment_id: shipmentId, key }))),
          actor,
          requestId,
          sid,
          role,
        ],
        { prepare: true },
      );
      const opened = new Map<string, RawMessageRow>();
      for (const row of rows) opened.set(`${row.shipment_id}|${row.key}`, await openMessage(row));
      return asked.map((event) => opened.get(cacheKey(event)) ?? null);
    },
    { cacheKeyFn: cacheKey },
  );

  async function openMessage(row: StoredMessage): Promise<RawMessageRow> {
    const body = open(await keys.find(row.key_id), row.body, bodyContext(row.provider, row.dedupe));
    return {
      provider: row.provider,
      receivedAt: row.received_at.toISOString(),
      requestId: row.request_id,
      headers: row.headers,
      bodyBase64: body.toString('base64'),
      bodySha256: createHash('sha256').update(body).digest('hex'),
      signature: checked(row, body),
    };
  }

  function checked(row: StoredMessage, body: Buffer): RawMessageRow['signature'] {
    const { provider, route } = fromInboxName(row.provider);
    if (route === 'read') return 'NOT_SIGNED';
    const config = connectors.get(provider)?.config;
    const headers = JSON.parse(row.headers) as Record<string, string>;
    // As of when it came: later than that, every message is too old.
    const fits = config?.verify({ headers, body, secrets: config.webhookSecrets(), at: row.received_at });
    return fits ? 'VALID' : 'NOT_VALID_NOW';
  }
}
export type RawMessageLoader = ReturnType<typeof createRawMessageLoader>;

function cacheKey({ shipmentId, key }: EventKey): string {
  return `${shipmentId}|${key}`;
}
