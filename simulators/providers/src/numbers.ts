import {
  dhlPieceId,
  dpdNumber,
  fedexNumber,
  mod10Check,
  s10Number,
  ups1z,
  upsCheckDigit,
  uspsNumber,
} from '@milepost/odoo-simulator/tracking-numbers';
import { integer } from './random.ts';

/** Valid-looking numbers of each carrier: with the right check digit where the carrier publishes a rule, else of the right form. */

const digits = (count: number, ...names: [string, ...(string | number)[]]) =>
  Array.from({ length: count }, (_, i) => integer(10, names[0], ...names.slice(1), i)).join('');

const withMod10 = (body: string) => `${body}${mod10Check(body)}`;

/** Services that posts write before a number of the UPU, by what they are for. */
const s10Of: Readonly<Record<string, readonly [service: string, country: string]>> = {
  'austrian-post': ['CD', 'AT'],
  'australia-post': ['CP', 'AU'],
  bpost: ['CD', 'BE'],
  'correios-br': ['NX', 'BR'],
  'correos-es': ['CD', 'ES'],
  'canada-post': ['CX', 'CA'],
  'china-ems': ['EA', 'CN'],
  'china-post': ['LX', 'CN'],
  ctt: ['DA', 'PT'],
  'deutsche-post': ['RR', 'DE'],
  'hongkong-post': ['RT', 'HK'],
  'india-post': ['EW', 'IN'],
  'japan-post': ['EM', 'JP'],
  'korea-post': ['ES', 'KR'],
  'nz-post': ['CP', 'NZ'],
  'poczta-polska': ['CP', 'PL'],
  'poste-italiane': ['CX', 'IT'],
  postnl: ['CE', 'NL'],
  'postnord-se': ['UM', 'SE'],
  'royal-mail': ['RF', 'GB'],
  'singapore-post': ['RQ', 'SG'],
  'swiss-post': ['CE', 'CH'],
};
const forms: Readonly<Record<string, (seed: string, name: string) => string>> = {
  ups: (seed, name) => ups1z('E89039', '03', integer(10_000_000, seed, name)),
  usps: (seed, name) => uspsNumber('9400111899', integer(1_000_000_000, seed, name)),
  fedex: (seed, name) => fedexNumber(integer(100_000_000, seed, name)),
  'dhl-express': (seed, name) => dhlPieceId(integer(1_000_000_000, seed, name)),
  'dhl-paket-de': (seed, name) => withMod10(`00340434${digits(11, seed, name)}`),
  'dpd-de': (seed, name) => dpdNumber(integer(1_000_000_000, seed, name)),
  gls: (seed, name) => digits(11, seed, name),
  'hermes-de': (seed, name) => withMod10(`7${digits(12, seed, name)}`),
  evri: (seed, name) => `H${digits(15, seed, name)}`,
  ontrac: (seed, name) => {
    const body = `D1${digits(12, seed, name)}`;
    return `${body}${upsCheckDigit(body)}`;
  },
  colissimo: (seed, name) => `6A${withMod10(digits(10, seed, name))}`,
  'la-poste': (seed, name) => `8V${withMod10(digits(10, seed, name))}`,
  'inpost-pl': (seed, name) => `6${digits(23, seed, name)}`,
  yunexpress: (seed, name) => `YT${digits(16, seed, name)}`,
  delhivery: (seed, name) => `2${digits(12, seed, name)}`,
};

/** A number of that carrier, the same for the same seed and name. */
export function numberFor(courierId: string, seed: string, name: string): string {
  const s10 = s10Of[courierId];
  if (s10) return s10Number(s10[0], integer(100_000_000, seed, name), s10[1]);
  return (
    forms[courierId]?.(seed, name) ??
    `${courierId
      .replace(/[^a-z0-9]/g, '')
      .slice(0, 3)
      .toUpperCase()}${digits(12, seed, name)}`
  );
}
