import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toGlobalId } from '@milepost/service-kit';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadBrands } from './brands.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'brands-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><path d="M0 0h8v8z" fill="#123456"/></svg>';
function write(key: string, brand: object, files: Record<string, string | Buffer> = {}): void {
  mkdirSync(join(folder, key), { recursive: true });
  writeFileSync(join(folder, key, 'brand.json'), JSON.stringify(brand));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, key, name), content);
}
const load = () => loadBrands({ folder, defaultName: 'Milepost' });
/** What stops the start. */
function problem(): string {
  try {
    load();
  } catch (error) {
    expect((error as Error).name).toBe('ConfigError');
    return (error as Error).message;
  }
  throw new Error('the brands were taken');
}
const text = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? '').toString();

test('the brands of the demo can be used', () => {
  const brands = loadBrands({ folder: join(import.meta.dirname, '../demo-brands'), defaultName: 'Milepost' });
  expect([1, 3, 2].map((id) => brands.ofCompany(toGlobalId('Company', id))?.name)).toEqual([
    'Northpeak Outfitters',
    'Northpeak Europe',
    undefined,
  ]);
});

test('without a folder there is a name and nothing else', () => {
  const brands = loadBrands({ folder: null, defaultName: 'Milepost' });
  expect(brands.files).toEqual([]);
  expect(brands.atHost('anything.example')).toMatchObject({ name: 'Milepost', style: null, logo: null });
  expect(brands.ofCompany(toGlobalId('Company', 1))).toBeNull();
});

test('an order wears the brand of its company, another page that of its host', () => {
  write('one', { name: 'One', companies: [1, 2], hosts: ['track.one.example'] }, {});
  write('two', { name: 'Two', companies: [3] });
  const { ofCompany, atHost } = load();
  const company = (id: number) => ofCompany(toGlobalId('Company', id))?.name;
  expect([company(1), company(2), company(3), company(4)]).toEqual(['One', 'One', 'Two', undefined]);
  expect([ofCompany(null), ofCompany('garbage'), ofCompany(toGlobalId('Order', 1))]).toEqual([null, null, null]);
  const hosts = ['track.one.example', 'TRACK.one.example:4000', 'one.example', 'x.track.one.example', '', undefined];
  expect(hosts.map((host) => atHost(host).name)).toEqual(['One', 'One', ...Array(4).fill('Milepost')]);
});

describe('colours', () => {
  test('become a sheet of their own, named by its content', () => {
    write('one', { name: 'One', companies: [1], colours: { light: { brand: '#14532d' }, dark: { brand: '#86d8a5' } } });
    const first = load();
    const style = first.ofCompany(toGlobalId('Company', 1))?.style;
    expect(style).toMatch(/^\/assets\/brand-one-[0-9a-f]{12}\.css$/);
    expect(text(first.files.find(({ path }) => path === style)?.bytes)).toBe(
      ':root{--brand:#14532d}\n@media (prefers-color-scheme: dark){:root{--brand:#86d8a5}}\n',
    );
    write('one', { name: 'One', companies: [1], colours: { light: { brand: '#14532e' } } });
    expect(load().ofCompany(toGlobalId('Company', 1))?.style).not.toBe(style);
  });

  test.each([
    [
      'light',
      { brand: '#9dbbff' },
      'colours.light.brand: brand #9dbbff on surface #ffffff has a contrast of 1.91, 4.5 is needed; take a darker brand',
    ],
    [
      'dark',
      { brand: '#14532d' },
      'colours.dark.brand: brand #14532d on surface #1a212c has a contrast of 1.78, 4.5 is needed; take a lighter brand',
    ],
    [
      'light',
      { surface: '#888888' },
      'colours.light.surface: ink-soft #505c6e on surface #888888 has a contrast of 1.91, 4.5 is needed; take a lighter surface',
    ],
    [
      'dark',
      { 'on-brand': '#ffffff' },
      'colours.dark.on-brand: on-brand #ffffff on brand #9dbbff has a contrast of 1.91, 4.5 is needed; take a darker on-brand',
    ],
    ['dark', { ground: '#777777' }, 'good #6fdba5 on ground #777777'],
  ] as const)('that cannot be read stop the start, with figures: %s %o', (scheme, given, said) => {
    write('one', { name: 'One', colours: { [scheme]: given } });
    expect(problem()).toContain(said);
  });

  test.each([
    '#fff',
    '#14532D',
    'red',
    'rgb(0 0 0)',
    '#14532d;}body{display:none}',
    'url(https://elsewhere.example/x)',
    '#14532d\n',
    'var(--ink)',
    '</style><script>',
  ])('are six digits and nothing that a sheet would take for more: %s', (brand) => {
    write('one', { name: 'One', colours: { light: { brand } } });
    expect(problem()).toContain('one/brand.json: colours.light.brand: is no colour like #1d4ed8');
  });

  test('have names that are known', () => {
    write('one', { name: 'One', colours: { light: { 'x}body{a': '#000000', good: '#000000' } }, theme: 'dark' });
    expect(problem()).toContain('colours.light.x}body{a, colours.light.good: is not known here; take it out');
    expect(problem()).toContain('theme: is not known here; take it out');
  });
});

describe('a file that cannot be used names the field and what helps', () => {
  test.each([
    ['no name', {}, 'name: '],
    ['an empty name', { name: '' }, 'name: is empty; leave it out instead'],
    ['signs that do not show', { name: 'Shop\u202eevil' }, 'name: has signs that do not show; type it anew'],
    [
      'a sender that is several',
      { name: 'A', senderName: 'A <a@b.example>, B' },
      'senderName: has a sign that means something',
    ],
    [
      'a host with a path',
      { name: 'A', hosts: ['a.example/x'] },
      'hosts.0: is no name of a host like track.shop.example',
    ],
    [
      'a logo elsewhere',
      { name: 'A', logo: 'https://elsewhere.example/logo.svg' },
      'logo: is no file name like logo.svg',
    ],
    ['a logo above the folder', { name: 'A', logo: '../logo.svg' }, 'logo: is no file name like logo.svg'],
    ['a logo that is not there', { name: 'A', logo: 'logo.svg' }, 'logo: ENOENT'],
    ['only the dark logo', { name: 'A', logoDark: 'logo.svg' }, 'logoDark: without a logo'],
    ['a phone that is none', { name: 'A', help: { phone: 'javascript:alert(1)' } }, 'help.phone: is no phone number'],
    ['words without English', { name: 'A', legal: { de: 'GmbH' } }, 'legal.en: '],
    ['a language nobody speaks here', { name: 'A', legal: { en: 'x', tlh: 'y' } }, 'legal.tlh: is not known here'],
  ])('%s', (_name, brand, said) => {
    write('one', brand);
    expect(problem()).toContain(`one/brand.json: ${said}`);
  });

  test('all problems of all brands at once', () => {
    write('one', { name: 'One', companies: [0] });
    write('two', { name: '', hosts: ['?'] });
    writeFileSync(join(folder, 'two', 'other.txt'), '');
    expect(problem().split('\n')).toHaveLength(4);
  });

  test('a company or a host of two brands', () => {
    write('one', { name: 'One', companies: [1], hosts: ['a.example'] });
    write('two', { name: 'Two', companies: [1], hosts: ['a.example'] });
    expect(problem()).toContain('companies: 1 stands in one and in two; take it out of one of them');
    expect(problem()).toContain('hosts: a.example stands in one and in two');
  });

  test('a folder that is not there, and one without a file', () => {
    mkdirSync(join(folder, 'empty'));
    expect(problem()).toContain('empty/brand.json');
    expect(() => loadBrands({ folder: join(folder, 'nowhere'), defaultName: 'x' })).toThrow(
      'BRANDS_DIR: there is no folder',
    );
  });
});

describe('a logo', () => {
  const refused = (name: string, content: string | Buffer) => {
    write('one', { name: 'One', logo: name }, { [name]: content });
    return problem();
  };
  const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(20)]);

  test('is served under a name of its content, each once', () => {
    write(
      'one',
      { name: 'One', companies: [1], logo: 'logo.svg', logoDark: 'night.png' },
      { 'logo.svg': svg, 'night.png': png },
    );
    write('two', { name: 'Two', companies: [2], logo: 'logo.svg' }, { 'logo.svg': svg });
    const { files, ofCompany } = load();
    const logo = ofCompany(toGlobalId('Company', 1))?.logo;
    expect(logo?.light).toMatch(/^\/assets\/brand-one-[0-9a-f]{12}\.svg$/);
    expect(files.find(({ path }) => path === logo?.dark)).toMatchObject({ type: 'image/png' });
    const other = ofCompany(toGlobalId('Company', 2))?.logo;
    expect(other?.dark).toBe(other?.light);
    expect(files).toHaveLength(3);
  });

  test.each([
    ['a script', '<script>alert(1)</script>'],
    ['what runs on its own', '<path d="M0 0" onload="alert(1)"/>'],
    ['a style sheet', '<style>*{fill:red}</style>'],
    ['a style', '<path style="fill:url(https://elsewhere.example)" d="M0 0"/>'],
    ['a picture from elsewhere', '<image href="https://elsewhere.example/x.png"/>'],
    ['a link', '<a href="https://elsewhere.example"><path d="M0 0"/></a>'],
    ['a use', '<use href="#x"/>'],
    ['a colour from elsewhere', '<path d="M0 0" fill="url(https://elsewhere.example#a)"/>'],
    ['HTML', '<foreignObject><b>x</b></foreignObject>'],
    ['what moves', '<animate attributeName="x"/>'],
    ['a comment', '<!-- x --><path d="M0 0"/>'],
    ['an entity', '<path d="M0 0" fill="&#106;"/>'],
    ['a quote that is not ours', "<path d='M0 0'/>"],
    ['words', 'Shop'],
    ['an attribute twice, broken', '<path d="M0 0" fill="red"" onload="x"/>'],
    ['an element that is not known', '<set/>'],
    ['a colour that is a function', '<path d="M0 0" fill="expression:alert(1)"/>'],
    ['an address in a colour', '<path d="M0 0" fill="http://elsewhere.example/a"/>'],
    ['a second colour behind one of ours', '<path d="M0 0" fill="url(#a) url(x)"/>'],
    ['tags that close crosswise', '<g><defs></g></defs>'],
    ['a tag left open', '<g>'],
    ['a tag closed too early', '</svg><path d="M0 0"/>'],
  ])('that has %s is refused', (_name, inside) => {
    expect(refused('logo.svg', svg.replace('<path', `${inside}<path`))).toContain('save it as plain SVG');
  });

  test.each([
    ['entities of its own', `<!DOCTYPE svg [<!ENTITY a "b">]>${svg}`],
    ['no size', svg.replace(' viewBox="0 0 8 8"', '')],
    ['a second picture', svg + svg],
    ['something else than a picture', '<g viewBox="0 0 8 8"><path d="M0 0"/></g>'],
    ['another namespace', svg.replace('http://www.w3.org/2000/svg', 'http://www.w3.org/1999/xhtml')],
    ['nothing', ''],
  ])('of %s is refused', (_name, content) => {
    expect(refused('logo.svg', content)).toContain('save it as plain SVG');
  });

  test.each([
    ['logo.png', svg],
    ['logo.webp', png],
    ['logo.webp', 'RIFF1234WAVEfmt '],
    ['logo.webp', 'RIFX1234WEBPVP8 '],
    ['logo.png', '<html><script>alert(1)</script>'],
  ])('%s that is something else is refused', (name, content) => {
    expect(refused(name, content)).toContain(`${name} is not what its name says`);
  });

  test('that is too large is refused', () => {
    expect(refused('logo.png', Buffer.concat([png, Buffer.alloc(200_000)]))).toContain('at most 102400 are served');
  });

  test('may have gradients, a title and a declaration', () => {
    write(
      'one',
      { name: 'One', logo: 'logo.svg' },
      {
        'logo.svg': `<?xml version="1.0" encoding="UTF-8"?>\n<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><title>Shop of the year</title><defs><linearGradient id="a"><stop offset="5%" stop-color="#fff"/></linearGradient></defs><path d="M0 0h8v8z" fill="url(#a)" transform="rotate(45 4 4)"/></svg>`,
      },
    );
    expect(load().files).toHaveLength(1);
  });
});
