/** Sites of carriers and trackers on whose pages an address holds the number: in a parameter of any name, in the path, behind the "#". By the end of the host's name. */
const trackingSites = [
  '17track.net',
  'aftership.com',
  'auspost.com.au',
  'bpost.be',
  'bpost.cloud',
  'bring.com',
  'bring.no',
  'brt.it',
  'canadapost-postescanada.ca',
  'canadapost.ca',
  'chronopost.fr',
  'colisprive.com',
  'colisprive.fr',
  'colissimo.fr',
  'correos.es',
  'correosexpress.com',
  'ctt.pt',
  'deutschepost.de',
  'dhl.com',
  'dhl.de',
  'dhlparcel.nl',
  'dpd.co.uk',
  'dpd.com',
  'dpd.de',
  'dpdgroup.com',
  'evri.com',
  'fedex.com',
  'gls-france.com',
  'gls-group.com',
  'gls-group.eu',
  'gls-italy.com',
  'gls-pakete.de',
  'inpost.pl',
  'laposte.fr',
  'mondialrelay.fr',
  'mondialrelay.com',
  'myhermes.de',
  'ninjavan.co',
  'novaposhta.ua',
  'ontrac.com',
  'packeta.com',
  'parcelforce.com',
  'parcelsapp.com',
  'poczta-polska.pl',
  'post.at',
  'post.ch',
  'poste.it',
  'posten.no',
  'posti.fi',
  'postnl.nl',
  'postnl.post',
  'postnord.com',
  'postnord.dk',
  'postnord.se',
  'purolator.com',
  'royalmail.com',
  'swisspost.ch',
  'tnt.com',
  'track-trace.com',
  'trackingmore.com',
  'ups.com',
  'usps.com',
  'yodel.co.uk',
  'zasilkovna.cz',
] as const;

/** Names of parameters that hold tracking numbers on any site, shops' own pages too: lower case, letters alone. */
const numberParameters = new Set([
  'awb',
  'barcode',
  'barcodes',
  'brtcode',
  'idc',
  'itemcode',
  'listenumeros',
  'listenumeroslt',
  'numcolis',
  'numeroexpedition',
  'numerolt',
  'parcelnumber',
  'piececode',
  'shipmentnumber',
  'tlabels',
  'trackid',
  'tracking',
  'trackingcode',
  'trackingid',
  'trackingno',
  'trackingnum',
  'trackingnumber',
  'trackingnumbers',
  'tracknum',
  'tracknumber',
  'tracknumbers',
  'tracknums',
  'trknbr',
]);

const siteNames = trackingSites.map((site) => site.replaceAll('.', '\\.')).join('|');

/** Addresses in a text: with a scheme or "www.", and of the sites above without. A comma ends none: several numbers stand behind one parameter so. */
export const urlPattern = new RegExp(
  `(?:https?://|\\bwww\\.|\\b(?:[a-z0-9-]{1,40}\\.){0,3}(?:${siteNames})[/?#])[^\\s<>"'|;]*`,
  'gi',
);

const looksLikeNumber = (text: string) => /^[A-Z0-9-]{8,60}$/i.test(text) && (text.match(/\d/g)?.length ?? 0) >= 6;

/** The tracking numbers that an address of a tracking page holds, as they stand there; [] for any other address. Several may stand in one, joined by commas. */
export function numbersInUrl(url: string): string[] {
  const parsed = URL.parse(/^https?:/i.test(url) ? url : `https://${url}`);
  if (!parsed) return [];
  const fragment = decoded(parsed.hash.slice(1));
  const parameters = [...parsed.searchParams, ...new URLSearchParams(fragment.split('?')[1] ?? '')];
  const named = parameters.filter(([name]) => numberParameters.has(name.toLowerCase().replace(/[^a-z]/g, '')));
  const values = named.flatMap(([, value]) => value.trim() || []);
  if (values.length > 0) return values;
  if (!trackingSites.some((site) => parsed.hostname === site || parsed.hostname.endsWith(`.${site}`))) return [];
  const inPath = `${decoded(parsed.pathname)}/${fragment}`.split(/[/?&=]/);
  return [...parameters.map(([, value]) => value), ...inPath]
    .flatMap((value) => value.split(/[,\s]+/))
    .map((value) => (/^3S/i.test(value) ? (value.split('-')[0] as string) : value))
    .filter(looksLikeNumber);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
