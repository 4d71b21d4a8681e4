import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { auditActions } from './audit-actions.ts';

test('docs/audit.md lists every action with its meaning, and no other', () => {
  const docs = readFileSync(new URL('../../../../docs/audit.md', import.meta.url), 'utf8');
  const listed = docs
    .split('\n')
    .filter((line) => /^\| `[a-z_]+\.[a-z_]+` \|/.test(line))
    .map((line) => line.trim());
  const known = Object.entries(auditActions).flatMap(([schema, actions]) =>
    Object.entries(actions).map(([action, meaning]) => `| \`${action}\` | ${schema} | ${meaning} |`),
  );
  expect(listed).toEqual(known);
});
