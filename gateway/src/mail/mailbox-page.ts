import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { answerJson } from '../http/answers.ts';
import type { MailQueue } from './mail-queue.ts';

const style = `
:root { color-scheme: light dark }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 44rem; margin: 0 auto; padding: 1rem; overflow-wrap: anywhere }
article { border: 1px solid color-mix(in srgb, currentColor 25%, transparent); border-radius: .75rem; padding: 1rem; margin-block: 1rem }
h1 { font-size: 1.75rem } h2 { font-size: 1.15rem; margin: 0 }
p { margin: .25rem 0 } .to { opacity: .75 }
pre { font: inherit; white-space: pre-wrap; margin: .75rem 0 0 }`;

const headers = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex',
};

/**
 * GET /auth/mailbox: the demo's mails, which nobody else gets. Shown to this machine only, by its own name: links in them sign somebody in, and a page of
 * another site could otherwise come by a name of its own that leads here.
 */
export async function answerMailbox(
  request: IncomingMessage,
  response: ServerResponse,
  mail: MailQueue,
): Promise<void> {
  if (!isLocal(request)) return answerJson(response, 404, { status: 404, message: 'there is no such address' });
  const mails = await mail.caught(50);
  if (request.headers.accept?.includes('application/json'))
    return answerJson(response, 200, { mails }, { 'cache-control': 'no-store' });
  const entries = mails.map(
    ({ to, subject, text, senderName, at }) =>
      `<article><h2>${escaped(subject)}</h2><p class="to">${senderName === undefined ? '' : `from ${escaped(senderName)} `}to ${escaped(to)}, <time datetime="${at.toISOString()}">${at.toISOString().slice(11, 19)} UTC</time></p><pre>${linked(text)}</pre></article>`,
  );
  response
    .writeHead(200, headers)
    .end(
      `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Mailbox of the demo</title><style>${style}</style></head><body><main><h1>Mailbox of the demo</h1><p>Mails that Milepost would send. They stay on this machine for a day.</p>${entries.join('') || '<p>Nothing yet. Reload after asking for a sign-in link.</p>'}</main></body></html>`,
    );
}

function isLocal({ socket, headers }: IncomingMessage): boolean {
  // Somebody's tunnel to this machine is not this machine.
  if (headers['x-forwarded-for'] !== undefined || headers['forwarded'] !== undefined) return false;
  const isName = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/.test(headers.host ?? '');
  return isName && /^(::ffff:)?127\.|^::1$/.test(socket.remoteAddress ?? '');
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string) => text.replace(/[&<>"']/g, (sign) => entities[sign] as string);
const linked = (text: string) =>
  escaped(text).replace(/https?:\/\/[^\s<>"']+/g, (address) => `<a href="${address}">${address}</a>`);
