import { type Locale, locales } from '@milepost/wording';
import type { ReactNode } from 'react';
import { type BrandLook, inLanguage as textIn } from '../brand.ts';
import { type PageWords, useWords, WordsProvider } from '../words.ts';

/** What every page needs: names of the built files, whose page it is, where it is, and the words of its reader. */
export interface Shell {
  look: BrandLook;
  /** Our own origin, for addresses on paper. */
  origin: string;
  styles: readonly string[];
  scripts: readonly string[];
  words: PageWords;
  /** The page's own path with its query, for the links to other languages. */
  here: string;
}

/** What every page of this installation has in common. */
export type BaseShell = Omit<Shell, 'words' | 'here'>;

/** Each language in its own words, so that whoever needs it can read it. */
const languageNames: Record<Locale, string> = { en: 'English', de: 'Deutsch', fr: 'Français', ar: 'العربية' };

function inLanguage(here: string, locale: Locale): string {
  const [path = '/', query = ''] = here.split('?', 2);
  const parameters = new URLSearchParams(query);
  parameters.set('lang', locale);
  return `${path}?${parameters}`;
}

function Languages({ here }: { here: string }) {
  const { locale, t } = useWords();
  return (
    <nav aria-label={t('page.languages')}>
      <ul className="languages">
        {locales.map((one) => (
          <li key={one}>
            <a
              href={inLanguage(here, one)}
              lang={one}
              hrefLang={one}
              dir="auto"
              aria-current={one === locale ? 'true' : undefined}
            >
              {languageNames[one]}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** Whom to ask, at the same place on every page, and the line that the law wants. */
function BrandFoot({ look: { name, help, legal } }: { look: BrandLook }) {
  const { locale, t } = useWords();
  const { email, phone } = help;
  const hours = help.hours && textIn(help.hours, locale);
  const line = legal && textIn(legal, locale);
  return (
    <>
      {(email || phone || hours) && (
        <section className="help" aria-labelledby="help">
          <h2 id="help">{t('brand.help', { name })}</h2>
          <ul>
            {email && (
              <li>
                {t('brand.email')}:{' '}
                <a href={`mailto:${email}`} dir="ltr">
                  {email}
                </a>
              </li>
            )}
            {phone && (
              <li>
                {t('brand.phone')}:{' '}
                <a href={`tel:${phone.replaceAll(/[^+\d]/g, '')}`} dir="ltr">
                  {phone}
                </a>
              </li>
            )}
            {hours && <li lang={hours.lang}>{hours.text}</li>}
          </ul>
        </section>
      )}
      {line && (
        <p className="hint legal" lang={line.lang}>
          {line.text}
        </p>
      )}
    </>
  );
}

export function Layout({
  shell,
  title,
  bar,
  children,
}: {
  shell: Shell;
  title: string;
  /** Above everything else. */
  bar?: ReactNode;
  children: ReactNode;
}) {
  const { look } = shell;
  const { locale, tag, direction, t } = shell.words;
  return (
    <WordsProvider value={shell.words}>
      <html lang={locale} dir={direction} data-tag={tag}>
        <head>
          <meta charSet="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="robots" content="noindex" />
          <meta name="color-scheme" content="light dark" />
          <title>{`${title} · ${look.name}`}</title>
          <link rel="icon" href="data:," />
          {shell.styles.map((href) => (
            <link key={href} rel="stylesheet" href={href} />
          ))}
          {look.style && <link rel="stylesheet" href={look.style} />}
          {shell.scripts.map((src) => (
            <script key={src} type="module" src={src} />
          ))}
        </head>
        <body>
          <a className="skip" href="#page">
            {t('page.skip')}
          </a>
          {bar}
          <header className="site">
            <a className="brand" href="/">
              {look.logo && (
                <picture>
                  <source media="(prefers-color-scheme: dark)" srcSet={look.logo.dark} />
                  <img src={look.logo.light} alt="" width={48} height={32} />
                </picture>
              )}
              <span>{look.name}</span>
            </a>
            <a className="again" href="/">
              {t('page.trackAnother')}
            </a>
          </header>
          {children}
          <footer className="site">
            <BrandFoot look={look} />
            <Languages here={shell.here} />
          </footer>
        </body>
      </html>
    </WordsProvider>
  );
}
