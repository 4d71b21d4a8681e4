import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { mirrorModels } from '../mirror/models.ts';
import { allowedCalls, assertAllowed, CallNotAllowedError } from './allowed-calls.ts';
import { recorded } from './odoo-wire.test-support.ts';

const data = new URL('../../../../simulators/odoo/data/', import.meta.url);
const metadata = (model: string) => {
  const file = new URL(`fields/${model}.json`, data);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>) : {};
};
/** Methods that a real Odoo 18 was recorded with, and what they were asked on. */
const methods = new Set(
  [
    '02-errors',
    '06-write-date',
    '13-reads',
    '15-limits',
    '18-ignored-domain-leaves',
    '19-key-revocation-and-has-access',
  ].flatMap((file) =>
    recorded(file).flatMap(({ request }) => {
      const params = request?.body?.params;
      return [params?.args?.[4], params?.method].filter((name) => typeof name === 'string');
    }),
  ),
);

describe('what stands in the table of allowed calls', () => {
  test.each(Object.entries(allowedCalls))('%s: methods and fields that a real Odoo 18 has', (model, allowed) => {
    expect([...methods]).toEqual(expect.arrayContaining([...allowed.methods]));
    expect(Object.keys(metadata(model))).toEqual(expect.arrayContaining([...allowed.fields]));
    expect(allowed.why).not.toBe('');
  });
  test('no condition that Odoo ignores without a word', () => {
    const [first] = recorded('18-ignored-domain-leaves') as unknown as [
      { results: Record<string, { verdict?: string }> },
    ];
    const ignored = Object.entries(first.results).filter(([, { verdict }]) => verdict !== 'filters');
    expect(ignored.length).toBeGreaterThan(8);
    for (const [path] of ignored) {
      const [model, field] = [path.slice(0, path.lastIndexOf('.')), path.slice(path.lastIndexOf('.') + 1)];
      const { fields = [], filters = [] } = allowedCalls[model] ?? {};
      expect([...fields, ...filters]).not.toContain(field);
    }
  });
  test('is what the mirror reads, and nothing besides', () => {
    const read: Record<string, string[]> = {};
    for (const { model, fields, optionalFields } of mirrorModels)
      read[model] = [...new Set([...(read[model] ?? []), ...fields, ...optionalFields])].sort();
    const listed = Object.entries(allowedCalls).map(([model, { fields }]) => [model, [...fields].sort()]);
    expect(Object.fromEntries(listed)).toEqual(read);
  });
});

describe('what does not stand there is refused before it is sent', () => {
  const reading = {
    model: 'sale.order',
    method: 'search_read',
    fields: ['name'],
    domain: [['id', '>', 1]],
    order: 'id',
  };
  test('the rest goes', () => {
    expect(() => assertAllowed(allowedCalls, reading)).not.toThrow();
    expect(() =>
      assertAllowed(allowedCalls, {
        ...reading,
        domain: ['|', ['write_date', '>', 'x'], '!', ['id', 'in', [1]]],
        order: 'write_date asc, id asc',
      }),
    ).not.toThrow();
  });
  test.each([
    ['a model', { model: 'ir.config_parameter' }],
    ['a model of JavaScript', { model: 'constructor' }],
    ['a method', { method: 'write' }],
    ['a field', { fields: ['access_token'] }],
    ['every field', { fields: [] }],
    ['a condition', { domain: [['expected_date', '=', false]] }],
    ['a condition on a path', { domain: [['partner_id.email', '=', 'x']] }],
    ['what is no condition', { domain: [['id', '>', 1], 'name'] }],
    ['an order', { order: 'access_token' }],
    ['SQL as an order', { order: 'id; drop table sale_order' }],
  ])('%s', (_name, change) => {
    expect(() => assertAllowed(allowedCalls, { ...reading, ...change })).toThrow(CallNotAllowedError);
  });
});
