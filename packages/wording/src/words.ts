import { I18n, type Messages } from '@lingui/core';
import type { MessageValues } from './generated/message-values.ts';
import { directionOf, formatTags, type Locale } from './locale.ts';

/** What a message takes: nothing, or its values by name. */
type Given<Value> = Value extends null ? [] : [Value];

/** The words of one language. `Values` lists the messages and what each takes, generated from the English catalogue. */
export interface Words<Values = MessageValues> {
  locale: Locale;
  /** For `Intl`. */
  tag: string;
  direction: 'ltr' | 'rtl';
  /** The message in this language. A message that the catalogue lacks does not compile. */
  t<Id extends keyof Values & string>(id: Id, ...given: Given<Values[Id]>): string;
}

/** `messages` are compiled catalogues of one language, merged. */
export function createWords<Values = MessageValues>(locale: Locale, messages: Messages): Words<Values> {
  const i18n = new I18n({
    locale,
    locales: formatTags[locale],
    messages: { [locale]: messages },
    missing: (_, id) => {
      throw new Error(`the ${locale} catalogue lacks ${id}`);
    },
  });
  return {
    locale,
    tag: formatTags[locale],
    direction: directionOf(locale),
    t: (id, ...given) => i18n._(id, (given[0] ?? {}) as Record<string, unknown>),
  };
}
