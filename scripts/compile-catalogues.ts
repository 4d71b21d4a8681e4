import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatter } from '@lingui/format-po';
import { type CompiledMessage, compileMessageOrThrow } from '@lingui/message-utils/compileMessage';

/** Where catalogues lie, and where they are compiled to. The English one says which messages there are. */
const catalogues = [
  { from: 'packages/wording/src/catalogues', to: 'packages/wording/src/generated' },
  { from: 'portal/src/wording', to: 'portal/src/generated/wording' },
] as const;
const locales = ['en', 'de', 'fr', 'ar'] as const;
type Locale = (typeof locales)[number];

const po = formatter({ origins: false, lineNumbers: false, explicitIdAsDefault: true });

interface Argument {
  name: string;
  isNumber: boolean;
}

/**
 * The catalogues (PO files) as modules that Node, the tests and browsers load as they are, with a type for what each message takes. What is missing, unknown or differs from the
 * English message in what it takes is a problem, and so is a plural that lacks a form its language has.
 */
export async function compileCatalogues(
  root: string,
): Promise<{ files: { filename: string; content: string }[]; problems: string[] }> {
  const files: { filename: string; content: string }[] = [];
  const problems: string[] = [];
  for (const { from, to } of catalogues) {
    const read = async (locale: Locale) => {
      const filename = `${from}/${locale}.po`;
      const text = readFileSync(join(root, filename), 'utf8');
      const entries = await po.parse(text, { locale, sourceLocale: 'en', filename });
      const messages = new Map<string, CompiledMessage>();
      for (const [id, { translation }] of Object.entries(entries ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))) {
        if (!translation) {
          problems.push(`${filename}: ${id} has no translation`);
          continue;
        }
        try {
          messages.set(id, compileMessageOrThrow(translation));
        } catch (error) {
          problems.push(`${filename}: ${id} is no ICU message: ${(error as Error).message}`);
        }
      }
      files.push({ filename: `${to}/${locale}.ts`, content: moduleOf(messages) });
      return messages;
    };
    const english = await read('en');
    const types = [...english].map(([id, message]) => `  '${id}': ${typeOf(argumentsOf(message))};`);
    files.push({
      filename: `${to}/message-values.ts`,
      content: `/** What each message takes; null: nothing. Generated from ${from}/en.po. */\nexport interface MessageValues {\n${types.join('\n')}\n}\n`,
    });
    for (const locale of locales) {
      const translated = locale === 'en' ? english : await read(locale);
      const filename = `${from}/${locale}.po`;
      for (const id of english.keys()) if (!translated.has(id)) problems.push(`${filename} lacks ${id}`);
      for (const [id, message] of translated) {
        const model = english.get(id);
        if (!model) problems.push(`${filename}: ${id} is in no English catalogue`);
        else if (typeOf(argumentsOf(model)) !== typeOf(argumentsOf(message)))
          problems.push(
            `${filename}: ${id} takes ${typeOf(argumentsOf(message))}, in English ${typeOf(argumentsOf(model))}`,
          );
        for (const form of missingForms(message, locale))
          problems.push(`${filename}: ${id} lacks the plural form ${form}`);
      }
    }
  }
  return { files, problems };
}

const moduleOf = (messages: ReadonlyMap<string, CompiledMessage>) =>
  `import type { Messages } from '@lingui/core';\n\nexport const messages: Messages = {\n${[...messages]
    .map(([id, message]) => `  '${id}': ${JSON.stringify(message)},`)
    .join('\n')}\n};\n`;

function* placeholders(message: CompiledMessage): Generator<Exclude<CompiledMessage[number], string>> {
  for (const token of message) {
    if (typeof token === 'string') continue;
    yield token;
    const [, , choices] = token;
    if (choices !== null && typeof choices === 'object')
      for (const choice of Object.values(choices)) if (Array.isArray(choice)) yield* placeholders(choice);
  }
}

function argumentsOf(message: CompiledMessage): Argument[] {
  const found = new Map<string, Argument>();
  for (const [name, kind] of placeholders(message))
    if (name !== '#') found.set(name, { name, isNumber: kind === 'plural' || found.get(name)?.isNumber === true });
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

const typeOf = (found: readonly Argument[]) =>
  found.length === 0
    ? 'null'
    : `{ ${found.map(({ name, isNumber }) => `${name}: ${isNumber ? 'number' : 'string | number'}`).join('; ')} }`;

/** Forms that the language has for whole numbers and a plural of the message lacks. */
function missingForms(message: CompiledMessage, locale: Locale): string[] {
  const { pluralCategories } = new Intl.PluralRules(locale).resolvedOptions();
  return [...placeholders(message)].flatMap(([, kind, choices]) =>
    kind === 'plural' ? pluralCategories.filter((form) => !Object.hasOwn(choices as object, form)) : [],
  );
}
