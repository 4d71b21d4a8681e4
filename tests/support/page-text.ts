import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locale } from '@milepost/wording';

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#x27': "'" };
const plain = (html: string) =>
  html
    .replace(/<[^>]*>/g, '')
    .replace(/&(#?\w+);/g, (whole, name: string) => entities[name] ?? whole)
    .replace(/\s+/g, ' ')
    .trim();

/** State, heading, promise and what else matters, in one line: what a reader must find. */
export function textOfHtml(html: string): string {
  const [top = ''] = html.slice(html.indexOf('<main')).split('class="freshness"');
  const all = (pattern: RegExp) => [...top.matchAll(pattern)].map(([, text = '']) => plain(text));
  return [
    ...all(/^<main[^>]* data-state="(\w+)"/g),
    ...all(/<h1[^>]*>(.*?)<\/h1>/gs),
    ...all(/class="promise">(?:<summary>)?(.*?)<\/(?:p|summary)>/gs),
    ...all(/<p class="lead">(.*?)<\/p>/gs),
  ].join(' | ');
}

/** What is committed of each page's text, by its name. */
export const committedTexts = (locale: Locale): ReadonlyMap<string, string> =>
  new Map(
    readFileSync(join(import.meta.dirname, `../e2e/page-texts/${locale}.txt`), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => [line.slice(0, line.indexOf(': ')), line.slice(line.indexOf(': ') + 2)]),
  );
