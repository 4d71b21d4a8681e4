/** The words of a text about a place, spelled as the data spells names, and those that name nothing. */

/** Words around a town's name, folded. A text of nothing else names no town, even where a town is called so. */
export const noise = new Set(
  `airport aeroport aeropuerto aeroporto flughafen airfield air hub hubs depot depots depo dc fc sc isc hwc gateway gtw
  sorting sort sortation sorted center centre centro centrum zentrum central centrale facility facilities site
  distribution distributie logistics logistic logistik logistique international intl inter national domestic regional
  region local warehouse terminal term station stn office offices post postal poste poczta posta posten correos mail
  mailing parcel parcels paket pakete pakketten colis package packages paketzentrum briefzentrum zustellbasis
  zustellstuetzpunkt zustellstutzpunkt verteilzentrum frachtzentrum sortiercenter sorteercentrum pakketcentrum niederlassung
  filiale agence agencia bureau plateforme plate forme tri delivery deliveries pickup pick up drop locker
  packstation shop store service services servicepoint customs zoll douane aduana import export cargo freight ramp unit
  processing processed operations operation ops exchange transit in out origin destination network carrier courier
  express economy online web system electronic unknown unbekannt inconnu desconocido none null na nil undefined other
  various abroad overseas area zone district districts sector county province provincie prefecture arrondissement
  city town township village municipality municipio gemeinde stadt ville mitte nord sud sued ost north south east west
  cedex apo fpo box pob shi qu ku si gu the of de du der at and und home house building
  arrival arrived departed departure received shipment sender recipient customer address gmbh ag ltd inc llc sa sas bv
  dhl ups fedex dpd gls hermes tnt usps royalmail postnl bpost dpdgroup evri yodel chronopost colissimo ctt seur mrw
  yunexpress cainiao ems`.split(/\s+/),
);

const letters: Record<string, string> = {
  ß: 'ss',
  ø: 'o',
  æ: 'ae',
  œ: 'oe',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
  ə: 'e',
  ħ: 'h',
};

/** Words of any script, in lower case, without accents; "Saint", "Sankt" and "Sint" are "st". Total. */
function fold(text: string): string[] {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[ßøæœłđðþıəħ]/g, (letter) => letters[letter] as string)
    .replace(/['’‘ʼ`´"]+/g, '')
    .replace(/(?<![\p{L}\p{N}])(\p{L})\./gu, '$1')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .map((word) => (word === 'saint' || word === 'sankt' || word === 'sint' ? 'st' : word));
}

const hasDigit = (word: string) => /\p{N}/u.test(word);

/** A name as the data spells it: folded words in one piece ("stgallen"), so that "Shen Zhen" and "Shenzhen" are one. */
export function nameKey(text: string): string {
  return fold(text)
    .filter((word) => !hasDigit(word))
    .join('');
}

/** One stretch of a text between commas, slashes or brackets. */
export interface Part {
  words: string[];
  /** Words before the first hyphen, where there is one. */
  head: string[] | null;
  hasPostalCode: boolean;
  /** Parts of one group stood between the same commas: "Frankfurt (Oder)". */
  group: number;
}

/** Longer is prose, and prose names towns that the parcel is not in. */
export const longestPlace = 160;
const prefixedPostalCode =
  /(?<![\p{L}\p{N}])(?:[A-Z][ -]?|(?:AT|BE|CH|CZ|DE|DK|FI|FR|HR|LT|LU|LV|NL|PL|RO|SE|SI|SK)-)\d{4,6}(?!\d)/giu;
const dutchPostalCode = /(?<!\d)\d{4} ?[A-Z]{2}(?=\s+\p{L})/gu;

/** Stretches of a text from left to right; none where it is too long to be a place. */
export function partsOf(text: string): Part[] {
  if (text.length > longestPlace) return [];
  const parts: Part[] = [];
  let group = 0;
  for (const stretch of text.split(/[,;\n\r\t，、；]| [-–—|·>] /u)) {
    group += 1;
    for (const raw of stretch.split(/[/()[\]|·（）]/u)) {
      const plain = raw.replace(prefixedPostalCode, ' 00000 ').replace(dutchPostalCode, ' 00000 ');
      const all = fold(plain);
      const words = all.filter((word) => !hasDigit(word));
      if (words.length === 0) continue;
      const hyphen = plain.search(/\p{L}-\p{L}/u);
      const head = hyphen > 0 ? fold(plain.slice(0, hyphen + 1)).filter((word) => !hasDigit(word)) : null;
      parts.push({ words, head, hasPostalCode: all.some((word) => /^\d{4,6}$/.test(word)), group });
    }
  }
  return parts;
}
