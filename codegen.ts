import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CodegenConfig } from '@graphql-codegen/cli';

/**
 * Resolver types from each subgraph's SDL. A service takes part once it has a codegen-mappers.json: GraphQL type -> "../file.ts#Type", the type
 * that its resolvers pass on; `{}` where there is none. Written by "npm run generate".
 */
const services = ['services/odoo-subgraph', 'services/tracking-subgraph'];

const generates: CodegenConfig['generates'] = {};
for (const folder of services) {
  const mappersFile = join(import.meta.dirname, folder, 'codegen-mappers.json');
  if (!existsSync(mappersFile)) continue;
  generates[`${folder}/src/generated/resolvers.ts`] = {
    schema: `${folder}/src/**/schema.graphql`,
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
        _FieldSet: 'string',
        _Any: 'unknown',
        link__Import: 'string',
      },
    },
  };
}

export default { overwrite: true, silent: true, importExtension: '.ts', generates } satisfies CodegenConfig;
