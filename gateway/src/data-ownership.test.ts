import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildASTSchema, isObjectType, type ObjectTypeDefinitionNode, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { dataOwnership, ownsNothing, type Subgraph } from './data-ownership.ts';

const root = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const schema = buildASTSchema(parse(read('gateway/public.graphql')));

const apart = (type: string) =>
  ownsNothing.some(({ types }) => types.some((name) => (name instanceof RegExp ? name.test(type) : name === type)));
/** Every field of an order or a shipment, and of what hangs on them. */
const fields = Object.values(schema.getTypeMap())
  .filter(isObjectType)
  .filter(({ name }) => !name.startsWith('__') && !apart(name))
  .flatMap((type) => Object.keys(type.getFields()).map((field) => `${type.name}.${field}`))
  .filter((field) => !field.endsWith('.id'));
const covers = (pattern: string, field: string) =>
  pattern === field || (pattern.endsWith('.*') && field.startsWith(pattern.slice(0, -1)));
const rowsOf = (field: string) =>
  dataOwnership.filter(({ fields: patterns }) => patterns.some((pattern) => covers(pattern, field)));

/** Who answers a field, as the gateway plans it. */
function subgraphsOf(): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const graphs = (node: { directives?: ObjectTypeDefinitionNode['directives'] }, name: string) =>
    (node.directives ?? [])
      .filter((directive) => directive.name.value === name)
      .flatMap(({ arguments: given }) => given ?? [])
      .flatMap(({ name: argument, value }) =>
        argument.value === 'graph' && value.kind === 'EnumValue' ? value.value.toLowerCase() : [],
      );
  for (const type of parse(read('gateway/supergraph.graphql')).definitions) {
    if (type.kind !== 'ObjectTypeDefinition') continue;
    for (const field of type.fields ?? []) {
      const named = graphs(field, 'join__field');
      found.set(`${type.name.value}.${field.name.value}`, named.length > 0 ? named : graphs(type, 'join__type'));
    }
  }
  return found;
}

describe('who owns what', () => {
  test('each field of orders and shipments has one row', () => {
    expect(fields.length).toBeGreaterThan(100);
    expect(fields.filter((field) => rowsOf(field).length === 0)).toEqual([]);
    expect(fields.filter((field) => rowsOf(field).length > 1)).toEqual([]);
  });

  test('nothing is named that the graph does not have', () => {
    const patterns = dataOwnership.flatMap((row) => row.fields);
    expect(patterns.filter((pattern) => !fields.some((field) => covers(pattern, field)))).toEqual([]);
    const types = Object.keys(schema.getTypeMap());
    const named = ownsNothing.flatMap((group) => group.types);
    expect(named.filter((name) => typeof name === 'string' && !types.includes(name))).toEqual([]);
  });

  test('is answered by the subgraph of its row, and by no other', () => {
    const answered = subgraphsOf();
    const expected = new Map<string, [Subgraph]>(
      fields.flatMap((field) => rowsOf(field).map(({ answeredBy }) => [field, [answeredBy]] as const)),
    );
    expect(Object.fromEntries(fields.map((field) => [field, answered.get(field)]))).toEqual(
      Object.fromEntries(expected),
    );
  });

  test('what is Odoo’s is answered from the mirror, but for the links that its references make; what is the carriers’ never is', () => {
    const elsewhere = dataOwnership.filter(({ owner, answeredBy }) => owner === 'Odoo' && answeredBy !== 'odoo');
    expect(elsewhere.map(({ what }) => what)).toEqual(['which tracking numbers a delivery has']);
    expect(
      dataOwnership.filter(({ owner, answeredBy }) => owner.startsWith('carriers') && answeredBy !== 'tracking'),
    ).toEqual([]);
  });

  test('what keeps a rule, and what tries to break it, is there', () => {
    for (const { what, enforcedBy, testedBy } of dataOwnership) {
      expect(enforcedBy.length, what).toBeGreaterThan(0);
      for (const { file, symbol } of enforcedBy)
        expect(existsSync(join(root, file)) && read(file), `${what}: ${file}`).toMatch(
          new RegExp(`^(export (async )?(function|const|interface|class) |create function \\w+\\.)${symbol}\\b`, 'm'),
        );
      expect(testedBy.length, what).toBeGreaterThan(0);
      for (const { file, test: name } of testedBy)
        expect(existsSync(join(root, file)) && read(file), `${what}: ${file}`).toContain(`test('${name}'`);
    }
  });
});

test('no service names a table of another one, so none can overwrite what it does not own', () => {
  const homes = { odoo: 'services/odoo-subgraph', tracking: 'services/tracking-subgraph', auth: 'gateway' };
  const filesIn = (path: string, ending: string) =>
    readdirSync(join(root, path), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith(ending))
      .map((name) => `${path}/${name}`);
  const tables = Object.entries(homes).flatMap(([schemaName, home]) => {
    const made = filesIn(`${home}/drizzle`, '.sql').flatMap((file) => [
      ...read(file).matchAll(new RegExp(`create table (?:if not exists )?${schemaName}\\.(\\w+)`, 'g')),
    ]);
    expect(made.length, home).toBeGreaterThan(5);
    return made.map(([, name]) => ({ home, name: `${schemaName}.${name}` }));
  });
  const trespasses = Object.values(homes).flatMap((home) =>
    [...filesIn(`${home}/src`, '.ts'), ...filesIn(`${home}/drizzle`, '.sql')]
      .filter((file) => !file.endsWith('.test.ts'))
      .flatMap((file) => {
        const text = read(file);
        return tables
          .filter(
            (table) => table.home !== home && new RegExp(`(?<![.\\w])${table.name.replace('.', '\\.')}\\b`).test(text),
          )
          .map(({ name }) => `${file}: ${name}`);
      }),
  );
  expect(trespasses).toEqual([]);
});
