import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { generate } from '@graphql-codegen/cli';
import { dataOwnership, ownsNothing } from '@milepost/gateway/data-ownership';
import { allowedCalls } from '@milepost/odoo-subgraph/allowed-calls';
import { allowedWrites, readBeforeWriting } from '@milepost/odoo-subgraph/allowed-writes';
import { describeErrors } from '@milepost/tracking-subgraph/error-tables';
import { composeServices, transformSupergraphToPublicSchema } from '@theguild/federation-composition';
import { buildASTSchema, lexicographicSortSchema, parse, printSchema, validate, visit } from 'graphql';
import codegen from '../codegen.ts';
import { compileCatalogues } from './compile-catalogues.ts';

/**
 * Composes the subgraphs' SDL into gateway/supergraph.graphql (what the gateway plans by) and gateway/public.graphql (what clients see), writes
 * the types of codegen.ts, the tables of what we read in docs/odoo.md, of who owns what in docs/ownership.md and of providers' errors in docs/providers.md, compiles the catalogues of words (compile-catalogues.ts), and checks the operations that outside clients rely on. With --check nothing is written: a file that differs is an error.
 */
const root = join(import.meta.dirname, '..');
const subgraphs = [
  { name: 'identity', source: 'gateway/src/identity-graph', url: 'http://127.0.0.1:4100/graphql' },
  { name: 'odoo', source: 'services/odoo-subgraph/src', url: 'http://127.0.0.1:4102/graphql' },
  { name: 'tracking', source: 'services/tracking-subgraph/src', url: 'http://127.0.0.1:4101/graphql' },
];

function readSdl(path: string): string {
  const source = join(root, path);
  return readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('schema.graphql'))
    .sort((a, b) => Number(b.startsWith('base')) - Number(a.startsWith('base')) || (a < b ? -1 : 1))
    .map((path) => readFileSync(join(source, path), 'utf8'))
    .join('\n');
}

/** Everything clients can see says what it means. */
function undescribed(sdl: string): string[] {
  const missing: string[] = [];
  visit(parse(sdl), {
    ObjectTypeDefinition(node) {
      if (!['Query', 'Mutation', 'Subscription'].includes(node.name.value) && !node.description)
        missing.push(node.name.value);
      for (const field of node.fields ?? [])
        if (!field.description && field.name.value !== 'id') missing.push(`${node.name.value}.${field.name.value}`);
    },
    EnumTypeDefinition(node) {
      if (!node.description) missing.push(node.name.value);
      for (const value of node.values ?? [])
        if (!value.description) missing.push(`${node.name.value}.${value.name.value}`);
    },
    InputObjectTypeDefinition(node) {
      for (const field of node.fields ?? [])
        if (!field.description) missing.push(`${node.name.value}.${field.name.value}`);
    },
  });
  return missing;
}

const composed = composeServices(
  subgraphs.map(({ name, source, url }) => ({ name, url, typeDefs: parse(readSdl(source)) })),
);
const problems: string[] = (composed.errors ?? []).map((error) => error.message);
if (!composed.supergraphSdl) {
  process.stderr.write(`The subgraphs do not compose:\n${problems.join('\n')}\n`);
  process.exit(1);
}
const publicSchema = lexicographicSortSchema(
  buildASTSchema(transformSupergraphToPublicSchema(parse(composed.supergraphSdl))),
);
const publicSdl = `${printSchema(publicSchema)}\n`;
problems.push(...undescribed(publicSdl).map((name) => `${name} has no description`));

const contract = join(root, 'tests/contract');
const supported = JSON.parse(readFileSync(join(contract, 'supported.json'), 'utf8')) as string[];
const operations: Record<string, string> = {};
for (const name of supported) {
  const text = readFileSync(join(contract, `${name}.graphql`), 'utf8').trim();
  operations[`sha256:${createHash('sha256').update(text).digest('hex')}`] = text;
  for (const error of validate(publicSchema, parse(text)))
    problems.push(`tests/contract/${name}.graphql: ${error.message}`);
}

const generated: { filename: string; content: string }[] = await generate(
  { ...codegen, cwd: root, generates: withSchema(codegen.generates) },
  false,
);

/** The pages are typed by the schema composed just now, which is not written yet. */
function withSchema(generates: typeof codegen.generates): typeof codegen.generates {
  return Object.fromEntries(
    Object.entries(generates).map(([path, config]) => [
      path,
      'preset' in config ? { ...config, schema: publicSdl } : config,
    ]),
  );
}

/** A part of a document that follows from code, between two comments that name it. */
function withPart(path: string, name: string, part: string): { path: string; content: string } {
  return withParts(path, { [name]: part });
}
function withParts(path: string, parts: Readonly<Record<string, string>>): { path: string; content: string } {
  const text = readFileSync(join(root, path), 'utf8');
  return {
    path,
    content: Object.entries(parts).reduce((all, [name, part]) => replacePart(path, all, name, part), text),
  };
}
function replacePart(path: string, text: string, name: string, part: string): string {
  const [before, after] = [`<!-- ${name}: written by npm run generate -->`, `<!-- end of ${name} -->`];
  if (!text.includes(before) || !text.includes(after)) throw new Error(`${path} has no place for "${name}"`);
  const end = text.slice(text.indexOf(after));
  return `${text.slice(0, text.indexOf(before))}${before}\n${part}\n${end}`;
}
const readOfOdoo = [
  '| model | what for | fields |',
  '|---|---|---|',
  ...Object.entries(allowedCalls).map(([model, { why, fields }]) => `| \`${model}\` | ${why} | ${fields.join(', ')} |`),
].join('\n');

const writtenToOdoo = [
  '| model | call | with | what for | right |',
  '|---|---|---|---|---|',
  ...allowedWrites.map(
    ({ model, method, names, why, needs }) =>
      `| \`${model}\` | \`${method}\` | ${names.join(', ')} | ${why} | ${needs} |`,
  ),
].join('\n');
const readBefore = [
  '| model | what for | fields, conditions |',
  '|---|---|---|',
  ...Object.entries(readBeforeWriting).map(
    ([model, { why, fields, filters = [] }]) =>
      `| \`${model}\` | ${why} | ${[...fields, ...filters].join(', ') || 'those above'} |`,
  ),
].join('\n');

const listed = (names: readonly string[]) => names.map((name) => `\`${name}\``).join(', ');
const owned = [
  '| what | whose word counts | who else says something | when they disagree | kept by |',
  '|---|---|---|---|---|',
  ...dataOwnership.map(
    ({ what, fields, owner, answeredBy, alsoSaid, contradiction, enforcedBy, testedBy }) =>
      `| **${what}**: ${listed(fields)} | ${owner} (answered by ${answeredBy}) | ${alsoSaid} | ${contradiction} | ${enforcedBy
        .map(({ file, symbol }) => `\`${symbol}\` in \`${file}\``)
        .join(', ')}; tested in ${listed([...new Set(testedBy.map(({ file }) => file))])} |`,
  ),
].join('\n');
const apart = ownsNothing
  .map(
    ({ why, types }) =>
      `- ${why}: ${listed(types.map((type) => (type instanceof RegExp ? `*${type.source.replace('$', '')}` : type)))}`,
  )
  .join('\n');

const hashed = generated.find(({ filename }) => filename.endsWith('persisted-documents.json'));
if (!hashed) throw new Error('the code generator wrote no persisted-documents.json');
const catalogues = await compileCatalogues(root);
problems.push(...catalogues.problems);
const outputs = [
  withParts('docs/odoo.md', {
    'what we read': readOfOdoo,
    'what we write': `${writtenToOdoo}\n\nRead just before:\n\n${readBefore}`,
  }),
  withPart(
    'docs/ownership.md',
    'who owns what',
    `${owned}\n\nNot in the table, because they own nothing of an order or a shipment:\n\n${apart}`,
  ),
  withPart('docs/providers.md', 'errors', describeErrors()),
  // What may run from the portal's origin: its pages' documents, and the operations that clients with a person's cookie send whole.
  {
    path: 'gateway/persisted-documents.json',
    content: `${JSON.stringify({ ...JSON.parse(hashed.content), ...operations }, null, 2)}\n`,
  },
  { path: 'gateway/supergraph.graphql', content: `${composed.supergraphSdl.trim()}\n` },
  { path: 'gateway/public.graphql', content: publicSdl },
  ...catalogues.files.map(({ filename, content }) => ({ path: filename, content })),
  ...generated.map(({ filename, content }) => ({ path: relative(root, resolve(root, filename)), content })),
];
const check = process.argv.includes('--check');
for (const { path, content } of outputs) {
  const file = join(root, path);
  if (!check) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  } else if (!existsSync(file) || readFileSync(file, 'utf8') !== content)
    problems.push(
      `${path} does not follow from the subgraphs' SDL, or from the code it tells of; run "npm run generate" and review the difference`,
    );
}
if (problems.length > 0) {
  process.stderr.write(`${problems.join('\n')}\n`);
  process.exit(1);
}
process.stdout.write(
  `${check ? 'checked' : 'wrote'} ${outputs.map(({ path }) => path).join(', ')}; ${supported.length} contract operations are valid\n`,
);
