import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { computedOnRead } from './computed.ts';
import { compileDomain } from './domain.ts';
import { dumpJson, parseLiteral } from './python.ts';
import { emptyOf } from './reading.ts';
import { type FieldMeta, idsIn, type Row, refId, type Value } from './rows.ts';
import type { Change, Store } from './store.ts';
import type { Outgoing, Transaction } from './transaction.ts';

/**
 * Automation rules with "Send Webhook Notification" (CONTRACT section 13, recording 09). A rule fires on changed values of its trigger fields,
 * with the values of that moment; requests are sent before the commit, one after the other, at most once per attempt, while the writer waits.
 */
export class Automation {
  readonly #store: Store;
  readonly #timeoutMs: number;
  /** How every attempt ended, newest last; addresses are left out, they are the only secret. */
  readonly sent: { outcome: 'answered' | 'refused' | 'timeout' | `HTTP ${number}`; body: string }[] = [];

  constructor(store: Store, timeoutMs = 1000) {
    this.#store = store;
    this.#timeoutMs = timeoutMs;
    store.onChange = (change) => this.#consider(change);
    store.hasPreDomain = (model) => this.#rulesOf(model).some((rule) => typeof rule['filter_pre_domain'] === 'string');
  }

  #rulesOf(model: string): Row[] {
    return [...this.#store.table('base.automation').values()].filter(
      (rule) => rule['active'] !== false && rule['model_name'] === model,
    );
  }

  #consider({ tx, model, before, after, changed }: Change): void {
    for (const rule of this.#rulesOf(model)) {
      if (!this.#isTriggered(rule, changed)) continue;
      if (before && !this.#fits(model, rule['filter_pre_domain'], before)) continue;
      if (!this.#fits(model, rule['filter_domain'], after)) continue;
      for (const id of idsIn(rule['action_server_ids'])) {
        const action = this.#store.table('ir.actions.server').get(id);
        if (action?.['state'] === 'webhook') tx.outgoing.push(this.#notification(tx, model, action, after));
      }
    }
  }

  #isTriggered(rule: Row, changed: ReadonlySet<string> | 'all'): boolean {
    const fields = idsIn(rule['trigger_field_ids']);
    if (changed === 'all' || fields.length === 0) return true;
    return fields.some((id) => changed.has(String(this.#store.table('ir.model.fields').get(id)?.['name'])));
  }
  #fits(model: string, domain: Value | undefined, row: Row): boolean {
    return typeof domain !== 'string' || compileDomain(this.#store, model, parseLiteral(domain))(row);
  }

  /** Sorted keys, bare ids, false for empty, datetimes as finely as they are kept; `id` is there whether chosen or not. */
  #notification(tx: Transaction, model: string, action: Row, row: Row): Outgoing {
    const text: FieldMeta = { type: 'char' };
    const chosen = idsIn(action['webhook_field_ids'])
      .map((id) => String(this.#store.table('ir.model.fields').get(id)?.['name']))
      .filter((name) => name !== 'id');
    const fields = chosen.map((name) => {
      const meta = this.#store.field(model, name) ?? text;
      const compute = computedOnRead[model]?.[name];
      const value = (compute ? compute(row, tx.get.bind(tx), tx.now) : row[name]) ?? emptyOf(meta.type);
      return { name, meta, value: meta.type === 'many2one' ? (refId(value) ?? false) : value };
    });
    const integer: FieldMeta = { type: 'integer' };
    const body = dumpJson([
      { name: '_action', value: `${action['name']}(#${action.id})`, meta: text },
      { name: '_id', value: row.id, meta: integer },
      { name: '_model', value: model, meta: text },
      { name: 'id', value: row.id, meta: integer },
      ...fields,
    ]);
    return { url: String(action['webhook_url']), body };
  }

  /** Sends what rules want sent so far. A receiver that fails, refuses or sleeps loses the event; the writer goes on. */
  async deliver(tx: Transaction): Promise<void> {
    for (let next = tx.outgoing.shift(); next; next = tx.outgoing.shift())
      this.sent.push({ outcome: await post(next, this.#timeoutMs), body: next.body });
  }
}

function post({ url, body }: Outgoing, timeoutMs: number): Promise<Automation['sent'][number]['outcome']> {
  return new Promise((resolve) => {
    const send = url.startsWith('https:') ? httpsRequest : httpRequest;
    try {
      const request = send(url, {
        method: 'POST',
        agent: false,
        headers: {
          Host: new URL(url).host,
          'User-Agent': 'python-requests/2.28.1',
          'Accept-Encoding': 'gzip, deflate',
          Accept: '*/*',
          Connection: 'keep-alive',
          'Content-Type': 'application/json',
          'Content-Length': Buffer.byteLength(body),
        },
      });
      let isLate = false;
      const timer = setTimeout(() => {
        isLate = true;
        request.destroy();
      }, timeoutMs);
      const settle = (outcome: Automation['sent'][number]['outcome']) => {
        clearTimeout(timer);
        resolve(outcome);
      };
      request.on('response', (response) => {
        response.resume();
        const status = response.statusCode ?? 0;
        const outcome = status < 400 ? 'answered' : (`HTTP ${status}` as const);
        response.on('end', () => {
          // Python keeps the connection in a pool that dies with the call.
          request.destroy();
          settle(outcome);
        });
        response.on('error', () => settle(isLate ? 'timeout' : 'refused'));
      });
      request.on('error', () => settle(isLate ? 'timeout' : 'refused'));
      request.end(body);
    } catch {
      resolve('refused');
    }
  });
}
