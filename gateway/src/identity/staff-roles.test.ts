import { expect, test } from 'vitest';
import { grantOfGroups, staffRoles } from './staff-roles.ts';

const roles = staffRoles.parse({
  'Ops EU': { role: 'operator', companies: [2], regions: ['eu'] },
  Ops: { role: 'operator' },
  Support: { role: 'agent', companies: [1, 2] },
});

test.each<[unknown, unknown]>([
  [['Support'], { role: 'agent', companies: [1, 2], regions: null }],
  [['Ops'], { role: 'operator', companies: null, regions: null }],
  // The first of OIDC_ROLES, whatever the issuer's order; nothing is added up.
  [['Support', 'Ops', 'Ops EU'], { role: 'operator', companies: [2], regions: ['eu'] }],
  [['Support', 'Ops'], { role: 'operator', companies: null, regions: null }],
  ['Support', { role: 'agent', companies: [1, 2], regions: null }],
  [['support'], null],
  [['Support '], null],
  ['Support,Ops', null],
  [[], null],
  [undefined, null],
  [{ Support: true }, null],
  [[['Support']], null],
  [['toString'], null],
])('groups %j give %j', (groups, expected) => {
  expect(grantOfGroups(groups, roles)).toEqual(expected);
});

test.each([
  {},
  { Support: { role: 'admin' } },
  { Support: { role: 'agent', company: [1] } },
  { Support: { role: 'agent', companies: [] } },
  { Support: { role: 'agent', companies: ['1'] } },
  { Support: { role: 'agent', regions: [''] } },
  { '': { role: 'agent' } },
  { Support: { role: 'agent' }, 7: { role: 'operator' } },
])('%j is refused', (text) => {
  expect(staffRoles.safeParse(text).success).toBe(false);
});
