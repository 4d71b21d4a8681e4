import type { ReactNode } from 'react';

/** What every page needs: names of the built files, and whose page it is. */
export interface Shell {
  brand: string;
  styles: readonly string[];
  scripts: readonly string[];
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
  return (
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <meta name="color-scheme" content="light dark" />
        <title>{`${title} · ${shell.brand}`}</title>
        <link rel="icon" href="data:," />
        {shell.styles.map((href) => (
          <link key={href} rel="stylesheet" href={href} />
        ))}
        {shell.scripts.map((src) => (
          <script key={src} type="module" src={src} />
        ))}
      </head>
      <body>
        <a className="skip" href="#page">
          Skip to content
        </a>
        {bar}
        <header className="site">
          <a className="brand" href="/">
            {shell.brand}
          </a>
          <a className="again" href="/">
            Track another order
          </a>
        </header>
        {children}
      </body>
    </html>
  );
}
