import type { MailRequest } from '../mail/mail-queue.ts';
import { linkSeconds } from './people-auth.ts';

/** The mail with a sign-in link. It leads to a page whose button uses the link: what opens links by itself, as mail scanners do, does not. */
export function linkMail({
  to,
  token,
  publicOrigin,
  brand,
}: {
  to: string;
  token: string;
  publicOrigin: string;
  brand: string;
}): MailRequest {
  const link = `${publicOrigin}/sign-in/link?token=${encodeURIComponent(token)}`;
  return {
    purpose: 'sign-in link',
    to,
    subject: `Your sign-in link for ${brand}`,
    text: [
      'Somebody, probably you, asked to sign in with this address.',
      `Open this link and press the button; it works once, within ${linkSeconds / 60} minutes:`,
      link,
      'If it was not you, nothing needs to be done: without this mail nobody gets in.',
      brand,
    ].join('\n\n'),
    expiresAt: new Date(Date.now() + linkSeconds * 1_000),
  };
}
