import { connect as connectTls } from 'node:tls';
import { OdooCallError } from '../odoo/errors.ts';
import { type HttpAnswer, requestOdoo } from '../odoo/http-post.ts';
import { type Finding, failure, ok, skipped, warning, wholeDays } from './finding.ts';

const patienceMs = 10_000;
const soonDays = 14;
/** The Date header has whole seconds, and the answer was on its way. */
const skewAllowedMs = 30_000;

export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/** Whether something answers at the address, whether it is Odoo, whether nobody can listen in, and whether its clock is ours. */
export async function checkConnection({
  url,
  now = () => new Date(),
  signal,
}: {
  url: URL;
  now?: () => Date;
  signal: AbortSignal;
}): Promise<{ findings: Finding[]; isReachable: boolean }> {
  const before = now().getTime();
  let answer: HttpAnswer;
  try {
    answer = await requestOdoo(`${url.origin}${url.pathname.replace(/\/$/, '')}/web/health`, {
      method: 'GET',
      call: 'health',
      timeoutMs: patienceMs,
      maxBytes: 1_000_000,
      signal,
    });
  } catch (error) {
    const reason = error instanceof OdooCallError ? error.reason : 'Error';
    return { findings: [connectionFailure(url, reason)], isReachable: false };
  }
  const after = now().getTime();
  const { finding, isReachable } = healthFinding(url, answer, after - before);
  const tls = await checkTls(url, now());
  return { findings: [finding, tls, clockFinding(answer.headers.get('date'), (before + after) / 2)], isReachable };
}

/** `reason`: a code of the system or of TLS, or the name of an error. */
export function connectionFailure({ host, hostname }: URL, reason: string): Finding {
  const told = { details: { reason } };
  const failed = (what: string, cause: string, remedy: string) =>
    failure('connection', what, { cause, remedy, ...told });
  if (/^(ENOTFOUND|EAI_AGAIN)$/.test(reason))
    return failed(
      `${hostname} is not known`,
      'the name does not lead to any address from this machine',
      'correct ODOO_URL, or the name service',
    );
  if (reason === 'ECONNREFUSED')
    return failed(
      `${host} refuses connections`,
      'nothing listens there: Odoo is stopped, or the port is another',
      'start Odoo, or correct the port in ODOO_URL',
    );
  if (/TIMEOUT|^TimeoutError$|UNREACH/i.test(reason))
    return failed(
      `${host} does not answer within ${patienceMs / 1000} s`,
      'a firewall drops what we send, or Odoo hangs',
      'let this machine reach that port; look whether Odoo serves people',
    );
  if (reason === 'CERT_HAS_EXPIRED')
    return failed(
      `the certificate of ${host} has expired`,
      'it was not renewed',
      'renew it; nothing is sent meanwhile',
    );
  if (reason === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return failed(
      `the certificate of ${host} is for another name`,
      'ODOO_URL names the server in another way than its certificate does',
      'use the name of the certificate in ODOO_URL',
    );
  if (/CERT|SIGNATURE|ISSUER|SELF_SIGNED/.test(reason))
    return failed(
      `the certificate of ${host} is not trusted`,
      'its issuer is not known to this machine',
      'serve the whole chain of certificates; for an authority of your own set NODE_EXTRA_CA_CERTS to its certificate',
    );
  if (/^(EPROTO|ERR_SSL)/.test(reason))
    return failed(
      `${host} does not speak TLS as we do`,
      'the port is one for plain HTTP, or its TLS is older than 1.2',
      'correct https and the port in ODOO_URL',
    );
  return failed(
    `${host} cannot be reached`,
    `the connection failed (${reason})`,
    'look at what stands between this machine and Odoo',
  );
}

function healthFinding(
  url: URL,
  { status, json, headers }: HttpAnswer,
  tookMs: number,
): { finding: Finding; isReachable: boolean } {
  if (status === 200 && json !== undefined)
    return { finding: ok('connection', `${url.host} answers in ${Math.round(tookMs)} ms`), isReachable: true };
  if (status >= 300 && status < 400) {
    const target = URL.parse(headers.get('location') ?? '', url.href);
    return {
      finding: failure('connection', `${url.host} sends us on to ${target?.origin ?? 'another address'}`, {
        cause:
          'ODOO_URL is not the address that Odoo is served at; redirects are not followed, because our key would go with them',
        remedy:
          target && target.origin !== url.origin
            ? `set ODOO_URL to ${target.origin}, if that is your Odoo`
            : 'set ODOO_URL to the address that Odoo is served at',
      }),
      isReachable: false,
    };
  }
  if (status >= 500)
    return {
      finding: failure('connection', `${url.host} answers with status ${status}`, {
        cause: 'a proxy answers and Odoo behind it does not',
        remedy: 'look whether Odoo runs, and at the log of the proxy',
      }),
      isReachable: false,
    };
  return {
    finding: warning(
      'connection',
      `${url.host} answers to /web/health with status ${status}${json === undefined ? ' and no JSON' : ''}`,
      {
        cause: 'a proxy keeps this address to itself, or it is no Odoo',
        remedy: 'nothing, if what follows is well; otherwise correct ODOO_URL',
      },
    ),
    isReachable: true,
  };
}

async function checkTls(url: URL, now: Date): Promise<Finding> {
  if (url.protocol !== 'https:')
    return isLoopback(url.hostname)
      ? ok('tls', 'not encrypted, and on this machine')
      : warning('tls', 'the connection is not encrypted', {
          cause: 'ODOO_URL begins with http://',
          remedy: 'serve Odoo by https: whoever listens in between reads the key and customers’ data',
        });
  const validTo = await new Promise<string | null>((resolve) => {
    const socket = connectTls(
      { host: url.hostname, port: Number(url.port || 443), servername: url.hostname, timeout: patienceMs },
      () => {
        resolve(socket.getPeerCertificate().valid_to ?? null);
        socket.end();
      },
    );
    socket.once('error', () => resolve(null)).once('timeout', () => socket.destroy(new Error('timeout')));
  });
  return certificateFinding(validTo, now);
}

/** `validTo` as OpenSSL writes it, or null. */
export function certificateFinding(validTo: string | null, now: Date): Finding {
  const end = validTo === null ? Number.NaN : Date.parse(validTo);
  if (Number.isNaN(end)) return skipped('tls', 'the certificate’s end could not be read');
  const days = wholeDays(end - now.getTime());
  return days < soonDays
    ? warning('tls', `the certificate ends in ${days} days`, {
        cause: 'it was not renewed yet',
        remedy: `renew it before ${new Date(end).toISOString()}: afterwards nothing is read from Odoo`,
      })
    : ok('tls', `encrypted; the certificate holds for ${days} days`);
}

/** `dateHeader` of an answer that was made about `at`, milliseconds since 1970. */
export function clockFinding(dateHeader: string | null, at: number): Finding {
  const theirs = Date.parse(dateHeader ?? '');
  if (Number.isNaN(theirs)) return skipped('clock', 'Odoo does not tell its time');
  // Cut to seconds: half of one is the best guess.
  const skewMs = theirs + 500 - at;
  const seconds = Math.round(Math.abs(skewMs) / 1000);
  const details = { skewSeconds: Math.round(skewMs / 1000) };
  return Math.abs(skewMs) > skewAllowedMs
    ? warning('clock', `Odoo’s clock is ${seconds} s ${skewMs > 0 ? 'ahead of' : 'behind'} ours`, {
        cause: 'one of the two machines does not keep its clock',
        remedy: 'run NTP on both: ages, promises and the end of keys are told by these clocks',
        details,
      })
    : ok('clock', `Odoo’s clock and ours differ by ${seconds} s at most`, { details });
}
