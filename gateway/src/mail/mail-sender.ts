import { createTransport, type Transporter } from 'nodemailer';

export interface Mail {
  /** One address, without a name. */
  to: string;
  subject: string;
  text: string;
  html?: string;
  /** By what name it comes, where that is not the installation's own; the address stays. */
  senderName?: string;
}

/** Hands one mail on; throws MailError. `id` becomes the Message-ID, so that one sent twice can be known as one. */
export interface MailSender {
  /** `caught`: nobody gets it; it is shown on the local mailbox page. */
  readonly outcome: 'sent' | 'caught';
  send(mail: Mail, id: string): Promise<void>;
  close(): void;
}

/** `problem` is a code and never quotes an address. */
export class MailError extends Error {
  override name = 'MailError';
  readonly problem: string;
  /** False: trying again cannot help. */
  readonly retryable: boolean;
  constructor(problem: string, retryable: boolean) {
    super(`the mail was not taken: ${problem}`);
    this.problem = problem;
    this.retryable = retryable;
  }
}

/** For the demo: mails stay here. */
export function catchingSender(): MailSender {
  return { outcome: 'caught', send: async () => {}, close: () => {} };
}

/**
 * SMTP by address: smtps://user:password@host:465, or smtp://…:587 with STARTTLS. Without TLS only on loopback or with `?tls=optional`, because a link that signs
 * somebody in must not be read on its way. The address is asked for each time: its file may have changed.
 */
export function smtpSender({ url, from }: { url: () => string; from: string }): MailSender {
  let current: { url: string; transport: Transporter } | null = null;
  const transportFor = (wanted: string): Transporter => {
    if (current?.url === wanted) return current.transport;
    current?.transport.close();
    current = { url: wanted, transport: createTransport(smtpOptions(wanted)) };
    return current.transport;
  };
  return {
    outcome: 'sent',
    async send({ to, subject, text, html, senderName }, id) {
      try {
        await transportFor(url()).sendMail({
          from: senderName === undefined ? from : { name: senderName, address: addressIn(from) },
          // As an object: a text would be split at commas.
          to: { name: '', address: to },
          subject,
          text,
          ...(html !== undefined && { html }),
          messageId: `<${id}@${new URL(url()).hostname}>`,
          headers: { 'Auto-Submitted': 'auto-generated' },
          disableFileAccess: true,
          disableUrlAccess: true,
        });
      } catch (error) {
        const { code, responseCode } = error as { code?: unknown; responseCode?: unknown };
        const status = typeof responseCode === 'number' ? responseCode : 0;
        // Refused for good, except where it is our credentials that are refused: somebody will correct those.
        const isFinal = status >= 500 && code !== 'EAUTH';
        throw new MailError([code, status || ''].filter(Boolean).join(' ') || 'unknown', !isFinal);
      }
    },
    close() {
      current?.transport.close();
    },
  };
}

/** The plain address of `Shop <no-reply@shop.example>`. */
function addressIn(from: string): string {
  return /<([^<>]+)>\s*$/.exec(from)?.[1] ?? from.trim();
}

/** Throws a TypeError when the text is no address. */
export function smtpOptions(text: string) {
  const { protocol, hostname, port, username, password, searchParams } = new URL(text);
  const host = hostname.replace(/^\[|\]$/g, '');
  const isLocal = host === 'localhost' || host === '::1' || host.startsWith('127.');
  const secure = protocol === 'smtps:';
  return {
    host,
    port: port ? Number(port) : secure ? 465 : 587,
    secure,
    requireTLS: !secure && !isLocal && searchParams.get('tls') !== 'optional',
    ...(username && { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
    pool: true as const,
    maxConnections: 3,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
  };
}
