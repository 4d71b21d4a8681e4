import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Brand, brandTokens, type Colours, ConfigError, odooIdFrom, readBrands } from '@milepost/service-kit';
import { type BrandLook, plainLook } from '../src/brand.ts';
import { contrast, pairs, readTokens, type Tokens } from '../src/styles/contrast.ts';
import { readLogo } from './logo.ts';

interface BrandFile {
  /** Named by its content. */
  path: string;
  type: string;
  bytes: Uint8Array;
}

export interface Brands {
  /** Everything that browsers load of brands. */
  files: readonly BrandFile[];
  /** Of the company that sold something, by its global id; null for one without a brand. */
  ofCompany(companyId: string | null | undefined): BrandLook | null;
  /** Hosts that a brand names. */
  hosts: readonly string[];
  /** At this name of a host, with or without a port; the installation's own name at every other. */
  atHost(host: string | undefined): BrandLook;
}

/** Brands of a folder, as pages wear them; without a folder there is one, a name. Throws ConfigError with every problem and its remedy. */
export function loadBrands({ folder, defaultName }: { folder: string | null; defaultName: string }): Brands {
  const brands = folder === null ? [] : readBrands(folder);
  const own = readTokens(readFileSync(new URL('../src/styles/tokens.css', import.meta.url), 'utf8'));
  const files: BrandFile[] = [];
  const problems: string[] = [];
  const looks = brands.map((brand) => {
    const at = (file: string) => join(folder as string, brand.key, file);
    problems.push(...contrastProblems(brand, own).map((text) => `${at('brand.json')}: ${text}`));
    const keep = (name: string, type: string, bytes: Uint8Array): string => {
      const digest = createHash('sha256').update(bytes).digest('hex').slice(0, 12);
      const path = `/assets/brand-${brand.key}-${digest}${name.slice(name.lastIndexOf('.'))}`;
      files.push({ path, type, bytes });
      return path;
    };
    const logoAt = (name: string): string => {
      try {
        const { type, bytes } = readLogo(name, readFileSync(at(name)));
        return keep(name, type, bytes);
      } catch (error) {
        problems.push(`${at('brand.json')}: logo: ${(error as Error).message}`);
        return '';
      }
    };
    const style = styleOf(brand.colours);
    const look: BrandLook = {
      name: brand.name,
      style: style === null ? null : keep('look.css', 'text/css; charset=utf-8', Buffer.from(style)),
      logo: brand.logo && { light: logoAt(brand.logo.light), dark: logoAt(brand.logo.dark) },
      help: brand.help,
      legal: brand.legal,
    };
    return { brand, look };
  });
  if (problems.length > 0) throw new ConfigError(`The brands cannot be used:\n  ${problems.join('\n  ')}`);
  const byCompany = new Map(looks.flatMap(({ brand, look }) => brand.companies.map((id) => [id, look] as const)));
  const byHost = new Map(looks.flatMap(({ brand, look }) => brand.hosts.map((host) => [host, look] as const)));
  const plain = plainLook(defaultName);
  return {
    files: [...new Map(files.map((file) => [file.path, file])).values()],
    ofCompany(companyId) {
      const id = companyId ? odooIdFrom('Company', companyId) : null;
      return (id !== null && byCompany.get(id)) || null;
    },
    hosts: [...byHost.keys()],
    atHost: (host) => byHost.get((host ?? '').toLowerCase().replace(/:\d{1,5}$/, '')) ?? plain,
  };
}

/** Where a brand's colours cannot be read, alone or with ours: in which token, by how much, and what helps. */
function contrastProblems({ colours }: Brand, own: Tokens): string[] {
  return (['light', 'dark'] as const).flatMap((scheme) => {
    const given: Readonly<Record<string, string | undefined>> = colours[scheme];
    const colourOf = (token: string) => given[token] ?? (own[scheme].get(token) as string);
    return pairs.flatMap(([over, under, needed]) => {
      const blamed = [over, under].find((token) => given[token]);
      const [upper, lower] = [colourOf(over), colourOf(under)];
      const ratio = contrast(upper, lower);
      if (!blamed || ratio >= needed) return [];
      // Towards the end that is further from the other colour.
      const other = blamed === over ? lower : upper;
      const isLighter = contrast(other, '#ffffff') > contrast(other, '#000000');
      return `colours.${scheme}.${blamed}: ${over} ${upper} on ${under} ${lower} has a contrast of ${ratio.toFixed(2)}, ${needed} is needed; take a ${isLighter ? 'lighter' : 'darker'} ${blamed}`;
    });
  });
}

/** Its own style sheet: colours that were parsed, under names that we know, and nothing else; null for none. */
function styleOf({ light, dark }: Brand['colours']): string | null {
  const rules = (colours: Colours) =>
    brandTokens.flatMap((token) => (colours[token] ? [`--${token}:${colours[token]}`] : [])).join(';');
  const parts = [
    rules(light) && `:root{${rules(light)}}`,
    rules(dark) && `@media (prefers-color-scheme: dark){:root{${rules(dark)}}}`,
  ].filter(Boolean);
  return parts.length > 0 ? `${parts.join('\n')}\n` : null;
}
