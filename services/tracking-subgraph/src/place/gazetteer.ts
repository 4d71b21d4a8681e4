import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import { columns, type GazetteerHeader, unpackPopulation } from './gazetteer-format.ts';
import { nameKey } from './place-words.ts';
import { regions } from './regions.ts';

/** The list of towns and the names of countries and states (gazetteer.bin: GeoNames, see NOTICE.md), read once, when somebody first asks. */

/** One name of one town. */
export interface TownRow {
  country: string;
  /** Index in `regions`, plus one; 0 where there is none. */
  region: number;
  kind: number;
  people: number;
  latitude: number;
  longitude: number;
  timeZone: string | null;
}

/** A country, or a state of it where `region` is not 0. */
export interface Meaning {
  country: string;
  region: number;
}

export interface Gazetteer {
  /** Towns of exactly this name, spelled by `nameKey`. */
  rowsOf(key: string): readonly TownRow[];
  zones: Map<string, readonly string[]>;
  /** What a name or a code at the end of a text may stand for. */
  meanings: Map<string, { isCode: boolean; of: Meaning[] }>;
  /** Country of each state's name. */
  regionNames: Map<string, string>;
}

let loaded: Gazetteer | null = null;

export function gazetteer(): Gazetteer {
  loaded ??= load();
  return loaded;
}

function load(): Gazetteer {
  const bytes = brotliDecompressSync(readFileSync(new URL('gazetteer.bin', import.meta.url)));
  const headerEnd = 4 + bytes.readUInt32LE(0);
  const header = JSON.parse(bytes.toString('utf8', 4, headerEnd)) as GazetteerHeader;
  const keys = bytes.subarray(headerEnd, headerEnd + header.keyBytes);
  let at = headerEnd + header.keyBytes;
  const column = (name: keyof typeof columns, count: number): DataView => {
    const view = new DataView(bytes.buffer, bytes.byteOffset + at, count * columns[name]);
    at += count * columns[name];
    return view;
  };
  const keyLength = column('keyLength', header.keys);
  const rowCount = column('rowCount', header.keys);
  const population = column('population', header.rows);
  const latitude = column('latitude', header.rows);
  const longitude = column('longitude', header.rows);
  const country = column('country', header.rows);
  const region = column('region', header.rows);
  const zone = column('zone', header.rows);
  const kind = column('kind', header.rows);

  const keyStart = new Uint32Array(header.keys + 1);
  const rowStart = new Uint32Array(header.keys + 1);
  for (let i = 0; i < header.keys; i += 1) {
    keyStart[i + 1] = (keyStart[i] as number) + keyLength.getUint8(i);
    rowStart[i + 1] = (rowStart[i] as number) + rowCount.getUint16(i * 2, true);
  }

  /** Negative when the searched key sorts before key number `i`. */
  const compare = (key: string, i: number): number => {
    const start = keyStart[i] as number;
    const length = (keyStart[i + 1] as number) - start;
    for (let j = 0; j < length && j < key.length; j += 1) {
      const difference = key.charCodeAt(j) - (keys[start + j] as number);
      if (difference !== 0) return difference;
    }
    return key.length - length;
  };

  const zones = new Map(Object.entries(header.zones));
  const rowAt = (i: number): TownRow => {
    const code = header.countries[country.getUint8(i)] as string;
    return {
      country: code,
      region: region.getUint8(i),
      kind: kind.getUint8(i),
      people: unpackPopulation(population.getUint16(i * 2, true)),
      latitude: latitude.getInt16(i * 2, true) / 100,
      longitude: longitude.getInt16(i * 2, true) / 100,
      timeZone: zones.get(code)?.[zone.getUint8(i)] ?? null,
    };
  };

  const meanings: Gazetteer['meanings'] = new Map();
  const mean = (key: string, isCode: boolean, meaning: Meaning) => {
    const known = meanings.get(key) ?? { isCode, of: [] };
    if (known.of.some(({ country, region }) => country === meaning.country && region === meaning.region)) return;
    known.of.push(meaning);
    meanings.set(key, known);
  };
  for (const [code, names] of Object.entries(header.names))
    for (const name of names) mean(name, name.length <= 3, { country: code, region: 0 });
  for (const [code, three] of Object.entries(header.alpha3)) {
    mean(code.toLowerCase(), true, { country: code, region: 0 });
    mean(three.toLowerCase(), true, { country: code, region: 0 });
  }
  const regionNames = new Map<string, string>();
  regions.forEach(({ country, code, name }, index) => {
    mean(code.toLowerCase(), true, { country, region: index + 1 });
    mean(nameKey(name), false, { country, region: index + 1 });
    regionNames.set(nameKey(name), country);
  });

  return {
    zones,
    meanings,
    regionNames,
    rowsOf(key) {
      let low = 0;
      let high = header.keys - 1;
      while (low <= high) {
        const middle = (low + high) >> 1;
        const difference = compare(key, middle);
        if (difference === 0) {
          const rows: TownRow[] = [];
          for (let i = rowStart[middle] as number; i < (rowStart[middle + 1] as number); i += 1) rows.push(rowAt(i));
          return rows;
        }
        if (difference < 0) high = middle - 1;
        else low = middle + 1;
      }
      return [];
    },
  };
}
