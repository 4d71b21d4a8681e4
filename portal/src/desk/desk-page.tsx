import type { BaseShell } from '../components/Layout.tsx';
import { page } from '../components/page.ts';

/**
 * The shell of the agents' desk: what the script needs before it asks for anything. React Aria finds the nonce for its one style element in the document. Rendered
 * by the server; nothing here runs in the browser.
 */
export function deskPage({
  shell,
  me,
  nonce,
}: {
  shell: Pick<BaseShell, 'styles' | 'scripts'> & { brand: string };
  me: { name: string; role: 'agent' | 'operator' };
  nonce: string;
}): string {
  return page(
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <meta name="color-scheme" content="light dark" />
        <meta property="csp-nonce" nonce={nonce} />
        <title>{`Desk · ${shell.brand}`}</title>
        <link rel="icon" href="data:," />
        {shell.styles.map((href) => (
          <link key={href} rel="stylesheet" href={href} />
        ))}
        {shell.scripts.map((src) => (
          <script key={src} type="module" src={src} />
        ))}
      </head>
      <body>
        <div id="desk" data-brand={shell.brand} data-name={me.name} data-role={me.role} />
        <noscript>The desk needs JavaScript. The customer pages do not.</noscript>
      </body>
    </html>,
  );
}
