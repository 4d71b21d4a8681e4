import { seal } from '@milepost/service-kit';
import pg from 'pg';
import type { BodyKeys } from './body-keys.ts';

export interface InboxMessage {
  provider: string;
  /** 32 bytes that identify this message for its provider. */
  dedupe: Buffer;
  /** Proof headers as JSON text. */
  headers: string;
  requestId: string;
  body: Buffer;
  lane: number;
}

interface Waiting {
  message: InboxMessage;
  resolve: () => void;
  reject: (error: unknown) => void;
}

const maxBatch = 256;
const maxInFlight = 2;

// One packed binary parameter for all bodies: node-postgres sends a Buffer as it is, postgres.js would send hex text (docs/adr/0003).
const statement = {
  name: 'inbox',
  text: `with given as (
      select provider, substr($2::bytea, (n::int - 1) * 32 + 1, 32) as dedupe, headers, request_id, substr($5::bytea, o, l) as body, lane
      from unnest($1::text[], $3::text[], $4::text[], $6::int[], $7::int[], $9::smallint[]) with ordinality u(provider, headers, request_id, o, l, lane, n)),
    kept as (insert into tracking.inbox (provider, dedupe, headers, request_id, key_id, body)
      select provider, dedupe, headers, request_id, $8::smallint, body from given on conflict do nothing returning id, provider, dedupe)
    insert into tracking.inbox_todo (lane, id) select g.lane, k.id from kept k join (select distinct on (provider, dedupe) provider, dedupe, lane from given) g using (provider, dedupe)`,
};

/**
 * Durable acceptance with group commit: concurrent requests share one statement and one flush. No timer: a batch leaves as soon as one of
 * two connections is free, so a single request never waits. `add` resolves after the commit and rejects when it failed; a message
 * whose provider and dedupe are already there is accepted again without effect.
 */
export function createInboxWriter({
  databaseUrl,
  keys,
  onCommitted,
}: {
  databaseUrl: string;
  keys: BodyKeys;
  /** Told the lanes of what was committed. */
  onCommitted: (lanes: ReadonlySet<number>) => void;
}) {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: maxInFlight,
    connectionTimeoutMillis: 3_000,
    statement_timeout: 10_000,
    application_name: 'milepost-inbox',
  });
  pool.on('error', () => {});
  const waiting: Waiting[] = [];
  let inFlight = 0;
  let closed = false;

  async function flush(): Promise<void> {
    const batch = waiting.splice(0, maxBatch);
    inFlight += 1;
    try {
      await insert(batch.map((entry) => entry.message));
      for (const entry of batch) entry.resolve();
      onCommitted(new Set(batch.map((entry) => entry.message.lane)));
    } catch (error) {
      for (const entry of batch) entry.reject(error);
    } finally {
      inFlight -= 1;
      next();
    }
  }

  function next(): void {
    while (inFlight < maxInFlight && waiting.length > 0) void flush();
  }

  async function insert(messages: readonly InboxMessage[]): Promise<void> {
    const { id: keyId, key } = keys.current();
    const offsets: number[] = [];
    const lengths: number[] = [];
    const bodies: Buffer[] = [];
    let offset = 1;
    for (const { body, provider, dedupe } of messages) {
      const sealed = seal(key, body, bodyContext(provider, dedupe));
      offsets.push(offset);
      lengths.push(sealed.length);
      bodies.push(sealed);
      offset += sealed.length;
    }
    await pool.query({
      ...statement,
      values: [
        messages.map((m) => m.provider),
        Buffer.concat(messages.map((m) => m.dedupe)),
        messages.map((m) => m.headers),
        messages.map((m) => m.requestId),
        Buffer.concat(bodies),
        offsets,
        lengths,
        keyId,
        messages.map((m) => m.lane),
      ],
    });
  }

  return {
    add(message: InboxMessage): Promise<void> {
      if (closed) return Promise.reject(new Error('the inbox is closed'));
      return new Promise((resolve, reject) => {
        waiting.push({ message, resolve, reject });
        next();
      });
    },
    async [Symbol.asyncDispose]() {
      closed = true;
      while (inFlight > 0 || waiting.length > 0) await new Promise((resolve) => setTimeout(resolve, 5));
      await pool.end();
    },
  };
}
export type InboxWriter = ReturnType<typeof createInboxWriter>;

/** What a sealed body is bound to: a copied cell does not open in another row. */
export function bodyContext(provider: string, dedupe: Uint8Array): string {
  return `inbox/${provider}/${Buffer.from(dedupe).toString('hex')}`;
}
