import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CodegenConfig } from '@graphql-codegen/cli';

/**
 * Resolver types from each subgraph's SDL, written by "npm run generate". codegen-mappers.json of a service says which of our types stands behind
 * a GraphQL type: "../file.ts#Type", what its resolvers pass on.
 */
const subgraphs = [
  { folder: 'services/odoo-subgraph', source: 'services/odoo-subgraph/src' },
  { folder: 'services/tracking-subgraph', source: 'services/tracking-subgraph/src' },
  { folder: 'gateway', source: 'gateway/src/identity-graph' },
];

const generates: CodegenConfig['generates'] = {};
for (const { folder, source } of subgraphs) {
  const mappersFile = join(import.meta.dirname, folder, 'codegen-mappers.json');
  generates[`${source}/generated/resolvers.ts`] = {
    schema: `${source}/**/schema.graphql`,
    plugins: ['typescript', 'typescript-resolvers'],
    config: {
      federation: true,
      contextType: '../context.ts#RequestContext',
      mappers: JSON.parse(readFileSync(mappersFile, 'utf8')),
      useTypeImports: true,
      enumsAsTypes: true,
      strictScalars: true,
      scalars: {
        ID: 'string',
        DateTime: 'string',
        Date: 'string',
        Decimal: 'string',
        _FieldSet: 'string',
        _Any: 'unknown',
        link__Import: 'string',
      },
    },
  };
}

/** The pages' documents with their types. The gateway knows each by its hash; the pages send nothing else. */
generates['portal/src/generated/'] = {
  documents: ['portal/src/**/*.graphql'],
  preset: 'client',
  presetConfig: {
    persistedDocuments: { mode: 'replaceDocumentWithHash', hashAlgorithm: 'sha256' },
    fragmentMasking: false,
  },
  config: {
    documentMode: 'string',
    useTypeImports: true,
    enumsAsTypes: true,
    strictScalars: true,
    scalars: { DateTime: 'string', Date: 'string', Decimal: 'string' },
  },
};

export default { overwrite: true, silent: true, importExtension: '.ts', generates } satisfies CodegenConfig;
