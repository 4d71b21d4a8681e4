import { z } from 'zod';

/** Countries of lanes and couriers: what AfterShip writes (alpha-3 and a name) for what TrackingMore writes (alpha-2). */
const countries: Readonly<Record<string, readonly [alpha3: string, name: string]>> = {
  AE: ['ARE', 'United Arab Emirates'],
  AT: ['AUT', 'Austria'],
  AU: ['AUS', 'Australia'],
  BE: ['BEL', 'Belgium'],
  BR: ['BRA', 'Brazil'],
  CA: ['CAN', 'Canada'],
  CH: ['CHE', 'Switzerland'],
  CN: ['CHN', 'China'],
  CZ: ['CZE', 'Czech Republic'],
  DE: ['DEU', 'Germany'],
  DK: ['DNK', 'Denmark'],
  EE: ['EST', 'Estonia'],
  ES: ['ESP', 'Spain'],
  FI: ['FIN', 'Finland'],
  FR: ['FRA', 'France'],
  GB: ['GBR', 'United Kingdom'],
  HK: ['HKG', 'Hong Kong'],
  IE: ['IRL', 'Ireland'],
  IN: ['IND', 'India'],
  IT: ['ITA', 'Italy'],
  JP: ['JPN', 'Japan'],
  KR: ['KOR', 'South Korea'],
  LT: ['LTU', 'Lithuania'],
  MX: ['MEX', 'Mexico'],
  NL: ['NLD', 'Netherlands'],
  NO: ['NOR', 'Norway'],
  NZ: ['NZL', 'New Zealand'],
  PH: ['PHL', 'Philippines'],
  PL: ['POL', 'Poland'],
  PT: ['PRT', 'Portugal'],
  SA: ['SAU', 'Saudi Arabia'],
  SE: ['SWE', 'Sweden'],
  SG: ['SGP', 'Singapore'],
  UA: ['UKR', 'Ukraine'],
  US: ['USA', 'United States'],
};

const isZone = (name: string) => {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name });
    return true;
  } catch {
    return false;
  }
};

const placeSchema = z.strictObject({
  city: z.string().min(1),
  state: z.string().min(1).optional(),
  postalCode: z.string().min(1).optional(),
  /** ISO 3166-1 alpha-2. */
  country: z.string().refine((code) => Object.hasOwn(countries, code), 'is not in the list of countries'),
  /** IANA name. */
  timeZone: z.string().refine(isZone, 'is no time zone'),
});
export type Place = z.infer<typeof placeSchema>;

/** Stations of a way, in its order. Steps of journeys name them; a lane says where they are. */
export const stations = [
  'shipper',
  'originHub',
  'exportGate',
  'importGate',
  'destinationHub',
  'depot',
  'pickupPoint',
  'recipient',
] as const;
export const placesSchema = z.record(z.enum(stations), placeSchema);
export type Places = z.infer<typeof placesSchema>;

export const alpha3 = (country: string) => countries[country]?.[0] ?? country;
export const countryName = (country: string) => countries[country]?.[1] ?? country;

const formats = new Map<string, Intl.DateTimeFormat>();
function partsAt(timeZone: string, at: number): Record<string, string> {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      timeZoneName: 'longOffset',
    });
    formats.set(timeZone, format);
  }
  return Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
}

/** The clock at a place: `2026-10-05T10:12:00`. */
export function localTime(timeZone: string, at: number): string {
  const { year, month, day, hour, minute, second } = partsAt(timeZone, at);
  return `${year}-${month}-${day}T${hour}:${minute}:${second}`;
}

/** `+02:00` */
export function offsetAt(timeZone: string, at: number): string {
  const name = partsAt(timeZone, at)['timeZoneName'] ?? 'GMT';
  return name === 'GMT' ? '+00:00' : name.replace('GMT', '');
}

/** The instant (ms) at which clocks at a place show this local time; the first of two where clocks are put back. */
export function instantOf(timeZone: string, local: string): number {
  const asUtc = Date.parse(`${local}Z`);
  const offsetMs = (at: number) => Date.parse(`${localTime(timeZone, at)}Z`) - Math.floor(at / 1000) * 1000;
  const first = asUtc - offsetMs(asUtc);
  return asUtc - offsetMs(first);
}
