import { readdirSync, readFileSync } from 'node:fs';
import { type ObjectTypeDefinitionNode, parse } from 'graphql';
import { expect, test } from 'vitest';
import { auditActions, auditedMutations } from './audit-actions.ts';

const root = new URL('../../../../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');
const docs = read('docs/audit.md').split('\n');
const known = Object.values(auditActions).flatMap((actions) => Object.keys(actions));

test('docs/audit.md lists every action with its meaning, and no other', () => {
  const listed = docs.filter((line) => /^\| `[a-z_]+\.[a-z_]+` \|/.test(line)).map((line) => line.trim());
  expect(listed).toEqual(
    Object.entries(auditActions).flatMap(([schema, actions]) =>
      Object.entries(actions).map(([action, meaning]) => `| \`${action}\` | ${schema} | ${meaning} |`),
    ),
  );
});

test('every mutation of the composed graph leaves a documented action; a new one without fails here', () => {
  const mutation = parse(read('gateway/public.graphql')).definitions.find(
    (definition): definition is ObjectTypeDefinitionNode =>
      definition.kind === 'ObjectTypeDefinition' && definition.name.value === 'Mutation',
  );
  const fields = mutation?.fields?.map(({ name }) => name.value) ?? [];
  expect(fields.length).toBeGreaterThan(10);
  expect(Object.keys(auditedMutations).sort()).toEqual([...fields].sort());
  for (const actions of Object.values(auditedMutations)) {
    expect(actions.length).toBeGreaterThan(0);
    for (const action of actions) expect(known).toContain(action);
  }
  const listed = docs.filter((line) => /^\| `[a-zA-Z]+` \| `/.test(line));
  expect(listed).toEqual(
    Object.entries(auditedMutations).map(
      ([name, actions]) => `| \`${name}\` | ${actions.map((action) => `\`${action}\``).join(', ')} |`,
    ),
  );
});

test('every action is written somewhere: none is only a promise', () => {
  const folders = ['gateway/src', 'gateway/drizzle', 'services/odoo-subgraph/src', 'services/tracking-subgraph/src'];
  const sources = [...folders, 'packages/service-kit/src/audit'].flatMap((folder) =>
    readdirSync(new URL(folder, root), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(ts|sql)$/.test(entry.name) && !/^audit-actions\./.test(entry.name))
      .map((entry) => readFileSync(`${entry.parentPath}/${entry.name}`, 'utf8')),
  );
  const text = sources.join('\n');
  expect(known.filter((action) => !text.includes(`'${action}'`))).toEqual([]);
});
