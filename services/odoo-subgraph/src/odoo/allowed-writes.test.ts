import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { CallNotAllowedError } from './allowed-calls.ts';
import { allowedWrites, assertWriteAllowed, readBeforeWriting, serviceCalls } from './allowed-writes.ts';
import { recorded } from './odoo-wire.test-support.ts';

const data = new URL('../../../../simulators/odoo/data/', import.meta.url);
const metadata = (model: string) => {
  const file = new URL(`fields/${model}.json`, data);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>) : {};
};

interface Call {
  model: string;
  method: string;
  args: unknown[];
  names: Record<string, unknown>;
  isAnswered: boolean;
}
/** What a real Odoo 18 was asked and answered. */
const calls: Call[] = ['07-writeback-and-permissions', '13-reads', '20-invoice'].flatMap((file) =>
  recorded(file).flatMap(({ request, response }) => {
    const [, , , model, method, args, names] = (request?.body?.params?.args ?? []) as [
      0,
      0,
      0,
      string,
      string,
      unknown[],
      Record<string, unknown>,
    ];
    const body = response?.body as { error?: unknown } | undefined;
    return typeof model === 'string'
      ? [{ model, method, args: args ?? [], names: names ?? {}, isAnswered: body !== undefined && !body.error }]
      : [];
  }),
);
/** The methods of `mail.thread` and `mail.activity.mixin` are the same at every model that has them. */
const mixin = ['message_post', 'activity_schedule'];

describe('every write stands in the recordings of a real Odoo 18, with its answer', () => {
  test.each(allowedWrites.map((write) => [`${write.model}.${write.method}`, write] as const))(
    '%s',
    (_name, { model, method, names, why, needs }) => {
      const answered = calls.filter(
        (call) => call.isAnswered && call.method === method && (call.model === model || mixin.includes(method)),
      );
      expect(answered).not.toEqual([]);
      const said = answered.flatMap(({ args, names: given }) => [
        ...Object.keys(given),
        ...Object.keys((args[method === 'create' ? 0 : 1] as object | undefined) ?? {}),
      ]);
      expect(said).toEqual(expect.arrayContaining([...names]));
      expect([why, needs]).not.toContain('');
    },
  );
});

test('what is read before has fields that a real Odoo 18 has', () => {
  const list = (value: unknown) => (Array.isArray(value) ? (value as unknown[]) : []);
  for (const [model, { fields, filters = [] }] of Object.entries(readBeforeWriting)) {
    const asked = calls
      .filter((call) => call.model === model && call.isAnswered)
      .flatMap(({ args: [domain, names], names: given }) => [
        ...list(names),
        ...list(given['fields']),
        ...list(domain).flatMap((leaf) => list(leaf).slice(0, 1)),
      ]);
    expect([...Object.keys(metadata(model)), ...asked], model).toEqual(expect.arrayContaining([...fields, ...filters]));
  }
});

test('the service may ask for the parts of both tables', () => {
  expect(serviceCalls['sale.order']?.fields).toEqual(expect.arrayContaining(['commitment_date', 'user_id']));
  expect(serviceCalls['mail.message']?.fields).toEqual(['date']);
});

test.each([
  ['another model', { model: 'res.partner', method: 'write', names: ['name'] }],
  ['a state', { model: 'stock.picking', method: 'write', names: ['state'] }],
  ['a price', { model: 'sale.order', method: 'write', names: ['commitment_date', 'amount_total'] }],
  ['posting an invoice', { model: 'account.move', method: 'action_post', names: [] }],
  ['validating a delivery', { model: 'stock.picking', method: 'button_validate', names: [] }],
  ['mail to a customer', { model: 'sale.order', method: 'message_post', names: ['body', 'partner_ids'] }],
  ['a method of JavaScript', { model: 'sale.order', method: 'constructor', names: [] }],
])('%s is refused before it is sent', (_name, write) => {
  expect(() => assertWriteAllowed(write)).toThrow(CallNotAllowedError);
});
