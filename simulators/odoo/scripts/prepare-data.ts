import { readFileSync, writeFileSync } from 'node:fs';
import { dhlPieceId, dpdNumber, fedexNumber, s10Number, ups1z, uspsNumber } from '../src/tracking-numbers.ts';

/**
 * Makes data/dataset.json from a raw export: `node scripts/prepare-data.ts <export.json>`. Tracking references become valid numbers of the same
 * carriers (many of the export fail their check digit), except five that stay bad on purpose and are listed by name. Run once; the result is
 * committed.
 */
interface Picking {
  name: string;
  carrier_id: [number, string] | false;
  carrier_tracking_ref: string | false;
  carrier_tracking_url: string | false;
}
const input = process.argv[2];
if (!input) throw new Error('usage: prepare-data.ts <export.json>');
const dataset = JSON.parse(readFileSync(input, 'utf8')) as { models: Record<string, unknown[]> };
const pickings = dataset.models['stock.picking'] as Picking[];

const bad: Record<string, { make: (valid: string) => string; why: string }> = {
  'WH/OUT/00021': {
    make: (valid) => valid.slice(0, -1) + ((Number(valid.at(-1)) + 1) % 10),
    why: 'UPS number with a wrong check digit',
  },
  'WH/OUT/00027': { make: (valid) => valid.slice(0, 9), why: 'FedEx number cut off after nine digits' },
  'WH/OUT/00043': { make: (valid) => valid.slice(0, 18), why: 'USPS number cut off after eighteen digits' },
  'HAM/OUT/00002': { make: (valid) => valid.replace('0', 'O'), why: 'DPD number with the letter O for the first zero' },
  'WH/OUT/00052': { make: () => 'see e-mail', why: 'words instead of a number' },
};

function rewrite(old: string, carrier: string): string {
  const serial = Number(old.replace(/\D/g, '').slice(-8));
  if (carrier.startsWith('UPS')) return ups1z('999AA1', '03', serial);
  if (carrier.startsWith('USPS'))
    return /^[A-Z]{2}/.test(old) ? s10Number('CX', serial, 'US') : uspsNumber('9400111899', serial);
  if (carrier.startsWith('FedEx')) return fedexNumber(serial);
  if (carrier.startsWith('DHL')) return dhlPieceId(serial);
  if (carrier.startsWith('DPD')) return dpdNumber(serial);
  return old;
}

for (const picking of pickings) {
  const ref = picking.carrier_tracking_ref;
  if (!ref || !/\d{5}/.test(ref) || ref.toLowerCase().includes('cc-')) continue;
  // A return label has no delivery method here: its number is of the carrier that its form names.
  const carrier = picking.carrier_id ? picking.carrier_id[1] : 'USPS Priority Mail';
  const valid = ref.split(',').map((number) => rewrite(number, carrier));
  const next = (bad[picking.name] ? valid.map((number) => bad[picking.name]?.make(number)) : valid).join(',');
  if (picking.carrier_tracking_url) picking.carrier_tracking_url = picking.carrier_tracking_url.replaceAll(ref, next);
  picking.carrier_tracking_ref = next;
}
const data = new URL('../data/', import.meta.url);
writeFileSync(new URL('dataset.json', data), `${JSON.stringify(dataset, null, 1)}\n`);
writeFileSync(
  new URL('bad-references.json', data),
  `${JSON.stringify(Object.fromEntries(Object.entries(bad).map(([name, { why }]) => [name, { reference: pickings.find((p) => p.name === name)?.carrier_tracking_ref, why }])), null, 2)}\n`,
);
