import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { messages as own } from '../../../portal/src/generated/wording/en.ts';
import { catalogues } from './all-words.ts';

const root = join(import.meta.dirname, '../../..');
const sources = ['packages/wording/src', 'portal/src', 'portal/server', 'services/tracking-subgraph/src'].flatMap(
  (folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file) && !/generated|\.test\./.test(file))
      .map((file) => readFileSync(join(root, folder, file), 'utf8')),
);
const code = sources.join('\n');

test('every message is named by some code, by itself or as one of its family', () => {
  const isNamed = (id: string) =>
    code.includes(`'${id}'`) || code.includes(`\`${id.slice(0, id.lastIndexOf('.') + 1)}\${`);
  expect([...Object.keys(catalogues.en), ...Object.keys(own)].filter((id) => !isNamed(id))).toEqual([]);
});
