import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { ConfigError } from '../env.ts';

/**
 * A shop's look and words, as they stand in `<BRANDS_DIR>/<name>/brand.json` (docs/brands.md). Read once at the start: what cannot be used stops the process, with every problem at once.
 */
export interface Brand {
  /** Name of its folder. */
  key: string;
  /** What customers call the shop. */
  name: string;
  /** Ids in Odoo of the companies that sell under it. */
  companies: readonly number[];
  /** Names of hosts at which pages that belong to no order wear it. */
  hosts: readonly string[];
  /** From whom mails about its orders come; null: as all others. */
  senderName: string | null;
  /** File names in its folder; the second on dark ground. Null: the name in words. */
  logo: { light: string; dark: string } | null;
  /** Colours by token, `#rrggbb`. What is left out is as in the pages' own tokens. */
  colours: { light: Colours; dark: Colours };
  help: { email: string | null; phone: string | null; hours: LocalText | null };
  /** The line that the law wants at the foot of the page. */
  legal: LocalText | null;
}
/** English, and by language tag what there is beside it. */
export type LocalText = Readonly<{ en: string } & Record<string, string>>;

/** What a brand may colour. */
export const brandTokens = ['brand', 'on-brand', 'focus', 'ground', 'surface', 'ink', 'ink-soft', 'line'] as const;
export type BrandToken = (typeof brandTokens)[number];
export type Colours = Readonly<Partial<Record<BrandToken, string>>>;

const line = (most: number) =>
  z
    .string()
    .min(1, 'is empty; leave it out instead')
    .max(most, `is longer than ${most} characters`)
    .regex(/^[^\p{Cc}\p{Cf}]*$/u, 'has signs that do not show; type it anew');
const localText = z
  .strictObject({ en: line(300), de: line(300).optional(), fr: line(300).optional(), ar: line(300).optional() })
  .transform((texts) => texts as LocalText);
const colour = z.string().regex(/^#[0-9a-f]{6}$/, 'is no colour like #1d4ed8 (six digits, small letters)');
const colours = z.strictObject(
  Object.fromEntries(brandTokens.map((token) => [token, colour.optional()])) as Record<
    BrandToken,
    z.ZodOptional<typeof colour>
  >,
);
const fileName = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9-]{0,60}\.(svg|png|webp)$/,
    'is no file name like logo.svg (svg, png or webp, beside brand.json)',
  );

const brandFile = z.strictObject({
  name: line(60),
  companies: z.array(z.number().int().positive()).max(100).default([]),
  hosts: z
    .array(
      z
        .string()
        .regex(
          /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/,
          'is no name of a host like track.shop.example',
        ),
    )
    .max(20)
    .default([]),
  senderName: line(60)
    .regex(/^[^"<>@,;:\\]*$/, 'has a sign that means something in an address of a mail')
    .optional(),
  logo: fileName.optional(),
  logoDark: fileName.optional(),
  colours: z.strictObject({ light: colours.default({}), dark: colours.default({}) }).default({ light: {}, dark: {} }),
  help: z
    .strictObject({
      email: z.email('is no e-mail address').max(200).optional(),
      phone: z
        .string()
        .regex(/^\+?[0-9][0-9 ()/.-]{3,30}$/, 'is no phone number like +49 30 123456')
        .optional(),
      hours: localText.optional(),
    })
    .default({}),
  legal: localText.optional(),
});

/** All brands of a folder, by key. Throws ConfigError naming each file, field and remedy. */
export function readBrands(folder: string): readonly Brand[] {
  const problems: string[] = [];
  if (!existsSync(folder)) throw new ConfigError(`BRANDS_DIR: there is no folder ${folder}`);
  const keys = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .sort();
  const brands = keys.flatMap((key) => {
    const file = join(folder, key, 'brand.json');
    try {
      if (!/^[a-z0-9][a-z0-9-]{0,40}$/.test(key))
        throw new Error('the folder’s name may have small letters, digits and dashes');
      return brandFrom(key, JSON.parse(readFileSync(file, 'utf8')));
    } catch (error) {
      const told = error instanceof z.ZodError ? error.issues.map(said) : [(error as Error).message];
      problems.push(...told.map((text) => `${file}: ${text}`));
      return [];
    }
  });
  for (const field of ['companies', 'hosts'] as const) {
    const takenBy = new Map<number | string, string>();
    for (const brand of brands)
      for (const one of brand[field]) {
        const other = takenBy.get(one);
        if (other !== undefined)
          problems.push(`${field}: ${one} stands in ${other} and in ${brand.key}; take it out of one of them`);
        takenBy.set(one, brand.key);
      }
  }
  if (problems.length > 0) throw new ConfigError(`The brands cannot be used:\n  ${problems.join('\n  ')}`);
  return brands;
}

function said({ path, message, ...issue }: z.core.$ZodIssue): string {
  const unknown = issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...path, key].join('.')) : [];
  return unknown.length > 0 ? `${unknown.join(', ')}: is not known here; take it out` : `${path.join('.')}: ${message}`;
}

function brandFrom(key: string, given: unknown): Brand {
  const { name, companies, hosts, senderName, logo, logoDark, colours, help, legal } = brandFile.parse(given);
  if (logoDark && !logo) throw new Error('logoDark: without a logo; name the one for light ground as logo');
  return Object.freeze({
    key,
    name,
    companies,
    hosts,
    senderName: senderName ?? null,
    logo: logo ? { light: logo, dark: logoDark ?? logo } : null,
    colours: colours as Brand['colours'],
    help: { email: help.email ?? null, phone: help.phone ?? null, hours: help.hours ?? null },
    legal: legal ?? null,
  });
}
