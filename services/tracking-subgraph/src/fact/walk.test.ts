import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { transitions } from './walk.ts';

test('the table in docs/fold.md is the one in the code', () => {
  const statuses = Object.keys(transitions.UNDER_WAY) as (keyof typeof transitions.UNDER_WAY)[];
  const positions = Object.keys(transitions) as (keyof typeof transitions)[];
  const table = [
    `| a fact says | ${positions.join(' | ')} |`,
    `|---|${positions.map(() => '---|').join('')}`,
    ...statuses.map((said) => `| ${said} | ${positions.map((position) => transitions[position][said]).join(' | ')} |`),
  ].join('\n');
  const docs = readFileSync(new URL('../../../../docs/fold.md', import.meta.url), 'utf8');
  expect(docs).toContain(table);
});
