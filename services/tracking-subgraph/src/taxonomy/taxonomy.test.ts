import { readFileSync } from 'node:fs';
import { buildASTSchema, type GraphQLEnumType, parse } from 'graphql';
import { expect, test } from 'vitest';
import { builtInMapping } from '../mapping/mapping.ts';
import { milestoneCodes, reasonCodes, shipmentStatuses } from './codes.ts';
import taxonomy from './taxonomy.json' with { type: 'json' };
import { crosswalkOf, mappedProviders } from './taxonomy.ts';

test('the codes in TypeScript, in the data and in the SDL are the same', () => {
  const schema = buildASTSchema(
    parse(`${readFileSync(new URL('./schema.graphql', import.meta.url), 'utf8')} type Query { a: Int }`),
  );
  const sdl = (name: string) => (schema.getType(name) as GraphQLEnumType).getValues().map((value) => value.name);
  const data = (list: { code: string }[]) => list.map((entry) => entry.code);
  expect(sdl('ShipmentStatus')).toEqual(data(taxonomy.statuses));
  expect(sdl('MilestoneCode')).toEqual(data(taxonomy.milestones));
  expect(sdl('ReasonCode')).toEqual(data(taxonomy.reasons));
  expect([...shipmentStatuses]).toEqual(data(taxonomy.statuses));
  expect([...milestoneCodes]).toEqual(data(taxonomy.milestones));
  expect([...reasonCodes]).toEqual(data(taxonomy.reasons));
});

test.each(mappedProviders)('every code of %s maps to codes that exist', (provider) => {
  for (const table of crosswalkOf(provider)) {
    for (const { milestone, status, reason } of Object.values(table)) {
      expect(milestoneCodes).toContain(milestone);
      if (status !== null) expect(shipmentStatuses).toContain(status);
      if (reason) expect(reasonCodes).toContain(reason);
    }
  }
});

test('an unknown subtag falls back to its tag and is not known; an unknown tag is UNKNOWN', () => {
  expect(builtInMapping.find('aftership', 'InTransit', 'InTransit_099')).toMatchObject({
    milestone: 'IN_TRANSIT',
    known: false,
  });
  expect(builtInMapping.find('aftership', 'Consolidated', 'Consolidated_001')).toMatchObject({
    milestone: 'UNKNOWN',
    status: null,
    known: false,
  });
  expect(builtInMapping.find('aftership', 'constructor', '__proto__')).toMatchObject({ milestone: 'UNKNOWN' });
});
