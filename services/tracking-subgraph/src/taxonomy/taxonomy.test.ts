import { readFileSync } from 'node:fs';
import { buildASTSchema, type GraphQLEnumType, parse } from 'graphql';
import { expect, test } from 'vitest';
import { builtInMapping } from '../mapping/mapping.ts';
import { milestoneCodes, reasonCodes, shipmentStatuses } from './codes.ts';
import taxonomy from './taxonomy.json' with { type: 'json' };

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

test('every AfterShip code maps to codes that exist', () => {
  for (const table of [taxonomy.mappings.aftership.tag, taxonomy.mappings.aftership.subtag]) {
    for (const entry of Object.values(table) as { milestone: string; status: string; reason?: string }[]) {
      expect(milestoneCodes).toContain(entry.milestone);
      expect(shipmentStatuses).toContain(entry.status);
      if (entry.reason) expect(reasonCodes).toContain(entry.reason);
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
