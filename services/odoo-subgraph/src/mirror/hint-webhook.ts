import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { equalBytes } from '@milepost/service-kit';
import { z } from 'zod';
import { type Hint, isHinted } from './hints.ts';

/** Odoo sends the chosen fields of one record; we ask for none. */
const maxBytes = 64 * 1024;
const prefix = '/webhooks/odoo/';

/** All that is read of it. What else stands there is Odoo's word of a moment before its commit, unsigned: never a fact. */
const body = z.object({ _model: z.string(), _id: z.number().int().positive().max(2_147_483_647) });

export type HintOutcome = 'taken' | 'unknown_model' | 'unusable' | 'too_large' | 'refused' | 'dropped';

/**
 * `POST /webhooks/odoo/:secret`. Odoo sends without signature, waits a second at most while somebody saves, and never tries again: whoever knows the secret is answered with 200 as soon as the body is
 * there, also when it is of no use. Without the secret there is no such address. Answers whether the request was for it.
 */
export function createHintWebhook({
  secrets,
  accept,
  count,
}: {
  /** Several may be valid at once. */
  secrets: () => readonly string[];
  accept: (hint: Hint) => void;
  count: (outcome: HintOutcome) => void;
}) {
  const digest = (text: string) => createHash('sha256').update(text).digest();

  /** Every secret is compared, whole, whatever the first one says. */
  function isSecret(given: string): boolean {
    const offered = digest(given);
    return secrets().reduce((isKnown, secret) => equalBytes(digest(secret), offered) || isKnown, false);
  }

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const answer = (status: number, outcome: HintOutcome) => {
      count(outcome);
      response.writeHead(status, { 'content-type': 'application/json' }).end('{}\n');
    };
    const chunks: Buffer[] = [];
    let size = 0;
    // What is too much is read to its end, so that the sender hears our answer.
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.byteLength;
      if (size <= maxBytes) chunks.push(chunk);
    }
    if (size > maxBytes) return answer(413, 'too_large');
    let given: unknown;
    try {
      given = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    } catch {
      return answer(200, 'unusable');
    }
    const parsed = body.safeParse(given);
    if (!parsed.success) return answer(200, 'unusable');
    const { _model: model, _id: id } = parsed.data;
    if (!isHinted(model)) return answer(200, 'unknown_model');
    answer(200, 'taken');
    accept({ model, id });
  }

  return function handle(request: IncomingMessage, response: ServerResponse): boolean {
    const path = (request.url ?? '').split('?', 1)[0] ?? '';
    if (request.method !== 'POST' || !path.startsWith(prefix)) return false;
    if (!isSecret(path.slice(prefix.length))) {
      count('refused');
      return false;
    }
    // A sender who goes away in the middle.
    take(request, response).catch(() => response.destroy());
    return true;
  };
}
