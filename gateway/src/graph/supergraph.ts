import { readFileSync } from 'node:fs';
import type { Config } from '../config.ts';

const file = new URL('../../supergraph.graphql', import.meta.url);

/** The committed, composed schema with the addresses of this installation. */
export function readSupergraph(subgraphs: Config['subgraphs']): string {
  const named = new Set<string>();
  const text = readFileSync(file, 'utf8').replace(
    /@join__graph\(name: "(odoo|tracking)", url: "[^"]*"\)/g,
    (_match, name: 'odoo' | 'tracking') => {
      named.add(name);
      return `@join__graph(name: "${name}", url: ${JSON.stringify(subgraphs[name])})`;
    },
  );
  if (named.size !== 2) throw new Error('supergraph.graphql does not name the subgraphs odoo and tracking');
  return text;
}
