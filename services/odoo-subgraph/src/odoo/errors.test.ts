import { afterEach, describe, expect, test } from 'vitest';
import { isRefusalOfOne, OdooCallError, type OdooErrorKind, reactions } from './errors.ts';
import { openDoor, recorded, startOdooWire, usualAnswer, type WireAnswer } from './odoo-wire.test-support.ts';

let open = new AsyncDisposableStack();
afterEach(async () => {
  await open.disposeAsync();
  open = new AsyncDisposableStack();
});

const said = 'Ann Rivera, 12 Alpine Road, may not be told';
const raised = (name: string): WireAnswer => ({
  error: {
    name,
    message: said,
    debug: `Traceback (most recent call last):\n  File "/opt/odoo/http.py"\n${name}: ${said}`,
  },
});
const page = (status: number): WireAnswer => ({ status, type: 'text/html', body: `<h1>${said}</h1>` });
const asText = (status: number, body: string): WireAnswer => ({ status, type: 'text/html', body });
const refusal = JSON.stringify({ error: { data: { name: 'odoo.exceptions.AccessDenied' } } });
const query = { domain: [], fields: ['name'], limit: 10, order: 'id' };

/** One line for each kind and API: what Odoo does, and what follows. `sent`: how often the read goes out. */
const table: Record<OdooErrorKind, { answer: WireAnswer; api: 'jsonrpc' | 'json2'; sent: number; goesOn: boolean }[]> =
  {
    authentication: [
      { api: 'jsonrpc', answer: raised('odoo.exceptions.AccessDenied'), sent: 1, goesOn: false },
      { api: 'json2', answer: raised('odoo.exceptions.AccessDenied'), sent: 1, goesOn: false },
      { api: 'json2', answer: page(401), sent: 1, goesOn: false },
    ],
    access: [
      { api: 'jsonrpc', answer: raised('odoo.exceptions.AccessError'), sent: 1, goesOn: true },
      { api: 'json2', answer: raised('odoo.exceptions.AccessError'), sent: 1, goesOn: true },
    ],
    missing: [
      { api: 'jsonrpc', answer: raised('odoo.exceptions.MissingError'), sent: 1, goesOn: true },
      { api: 'json2', answer: raised('odoo.exceptions.MissingError'), sent: 1, goesOn: true },
    ],
    validation: [
      { api: 'jsonrpc', answer: raised('odoo.exceptions.UserError'), sent: 1, goesOn: true },
      { api: 'jsonrpc', answer: raised('odoo.exceptions.ValidationError'), sent: 1, goesOn: true },
      { api: 'json2', answer: raised('odoo.exceptions.ValidationError'), sent: 1, goesOn: true },
      { api: 'json2', answer: page(404), sent: 1, goesOn: true },
    ],
    serialization: [
      { api: 'jsonrpc', answer: raised('psycopg2.errors.SerializationFailure'), sent: 3, goesOn: true },
      { api: 'json2', answer: raised('psycopg2.errors.SerializationFailure'), sent: 3, goesOn: true },
      { api: 'json2', answer: { status: 409, type: 'application/json', body: '"locked"' }, sent: 3, goesOn: true },
    ],
    unavailable: [
      { api: 'jsonrpc', answer: raised('psycopg2.OperationalError'), sent: 3, goesOn: true },
      { api: 'jsonrpc', answer: page(502), sent: 3, goesOn: true },
      { api: 'jsonrpc', answer: page(200), sent: 3, goesOn: true },
      // No answer of Odoo's, whatever stands in it.
      { api: 'jsonrpc', answer: asText(200, refusal), sent: 3, goesOn: true },
      { api: 'jsonrpc', answer: 'drop', sent: 3, goesOn: true },
      { api: 'jsonrpc', answer: 'hang', sent: 3, goesOn: true },
      { api: 'json2', answer: page(503), sent: 3, goesOn: true },
      { api: 'json2', answer: 'drop', sent: 3, goesOn: true },
    ],
    bug: [
      { api: 'jsonrpc', answer: raised('builtins.ValueError'), sent: 1, goesOn: true },
      {
        api: 'jsonrpc',
        answer: { status: 400, type: 'text/plain', body: 'Invalid JSON-RPC data' },
        sent: 1,
        goesOn: true,
      },
      { api: 'jsonrpc', answer: raised(`${said}.Error`), sent: 1, goesOn: true },
      { api: 'jsonrpc', answer: { result: 'no records' }, sent: 1, goesOn: true },
      { api: 'json2', answer: raised('builtins.TypeError'), sent: 1, goesOn: true },
      { api: 'json2', answer: { status: 400, type: 'application/json', body: '{}' }, sent: 1, goesOn: true },
    ],
  };
const lines = Object.entries(table).flatMap(([kind, cases]) =>
  cases.map((line) => ({ kind: kind as OdooErrorKind, ...line, told: JSON.stringify(line.answer).slice(0, 60) })),
);

describe('each kind of error has its reaction', () => {
  test.each(lines)('$kind over $api: $told', async ({ kind, api, answer, sent, goesOn }) => {
    let isOver = false;
    const wire = open.use(
      await startOdooWire((call) => {
        // What stands before Odoo does not know what is asked.
        if (call.method === 'search_read' && !isOver) return answer;
        return call.method === 'has_access' ? { result: false } : usualAnswer(call);
      }),
    );
    const { client, lines: logged, measured } = openDoor(wire, { api, timeoutMs: answer === 'hang' ? 50 : 5_000 });
    const error = await client.searchRead('sale.order', query).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(OdooCallError);
    expect(error).toMatchObject({ kind, retryable: reactions[kind].mayPass });
    expect(wire.names().filter((name) => name === 'sale.order.search_read')).toHaveLength(sent);
    expect(sent > 1).toBe(reactions[kind].triesReadAgain);
    expect(isRefusalOfOne(error)).toBe(reactions[kind].concerns === 'this call' && !reactions[kind].mayPass);
    expect(measured.filter(({ method }) => method === 'search_read').map(({ outcome }) => outcome)).toEqual(
      Array.from({ length: sent }, () => (told(answer) ? 'ok' : kind)),
    );

    isOver = true;
    const before = wire.calls.length;
    const next = await client.searchRead('stock.picking', query).catch(() => null);
    expect(next !== null).toBe(goesOn);
    expect(wire.calls.length > before).toBe(goesOn);
    expect(goesOn).toBe(!reactions[kind].stopsEverything);

    const everything = [...logged, String(error), (error as Error).stack, JSON.stringify(error)].join('\n');
    expect(everything).not.toContain('Ann Rivera');
    expect(everything).not.toContain('Traceback');
  });
});
/** An answer that came, of the wrong shape. */
const told = (answer: WireAnswer) => typeof answer === 'object' && 'result' in answer;

const recordings = [
  '02-errors',
  '03-session-and-api-keys',
  '04-order-lifecycle',
  '05-multistep-packages-cancel',
  '07-writeback-and-permissions',
  '08-access-errors',
  '14-multi-company',
  '15-limits',
];
const failures = recordings.flatMap((file) =>
  recorded(file).flatMap(({ name, response }) => {
    const data = response?.body?.error?.data;
    return data && data.name !== 'odoo.http.SessionExpiredException' ? [{ file, name, data }] : [];
  }),
);
const kinds: Record<string, OdooErrorKind> = {
  'odoo.exceptions.AccessDenied': 'authentication',
  'odoo.exceptions.AccessError': 'access',
  'odoo.exceptions.MissingError': 'missing',
  'odoo.exceptions.UserError': 'validation',
  'odoo.exceptions.ValidationError': 'validation',
  'builtins.AttributeError': 'bug',
  'builtins.ValueError': 'bug',
  'builtins.TypeError': 'bug',
};

describe('every error that a real Odoo was recorded with', () => {
  test('is there', () => {
    expect(failures.length).toBeGreaterThan(30);
    expect(new Set(failures.map(({ data }) => data.name))).toEqual(new Set(Object.keys(kinds)));
  });
  test.each(failures)('$file: $name', async ({ data }) => {
    const wire = open.use(
      await startOdooWire((call) =>
        call.method === 'search_read'
          ? { error: data }
          : call.method === 'has_access'
            ? { result: false }
            : usualAnswer(call),
      ),
    );
    const { client, lines: logged } = openDoor(wire);
    const error = await client.searchRead('sale.order', query).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ kind: kinds[data.name], reason: data.name });
    for (const secret of [data.message, ...data.message.split('\n').filter((line) => line.length > 20), 'Traceback'])
      expect([...logged, (error as Error).stack].join('\n')).not.toContain(secret);
  });
});
