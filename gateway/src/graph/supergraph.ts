import { readFileSync } from 'node:fs';
import type { Config } from '../config.ts';

const file = new URL('../../supergraph.graphql', import.meta.url);

export type SubgraphUrls = Config['subgraphs'] & { identity: string };

/** The committed, composed schema with the addresses of this installation. */
export function readSupergraph(urls: SubgraphUrls): string {
  const named = new Set<string>();
  const text = readFileSync(file, 'utf8').replace(/@join__graph\(name: "(\w+)", url: "[^"]*"\)/g, (_match, name) => {
    named.add(name);
    const url = (urls as Record<string, string | undefined>)[name];
    if (!url) throw new Error(`supergraph.graphql names a subgraph ${name}, whose address is not known`);
    return `@join__graph(name: "${name}", url: ${JSON.stringify(url)})`;
  });
  for (const name of Object.keys(urls))
    if (!named.has(name)) throw new Error(`supergraph.graphql does not name the subgraph ${name}`);
  return text;
}
