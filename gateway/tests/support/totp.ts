import { createHmac } from 'node:crypto';
import { origin } from './world.ts';

/** An authenticator app (RFC 6238, RFC 4648 base32): the code of the current half minute, or of one beside it. */
export function totpCode(uri: string, offset = 0): string {
  const secret = new URL(uri).searchParams.get('secret') ?? '';
  const bits = [...secret]
    .map((sign) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(sign).toString(2).padStart(5, '0'))
    .join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + offset));
  const mac = createHmac('sha1', key).update(counter).digest();
  const at = (mac.at(-1) as number) & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** Sets a second factor up for whoever is signed in; answers the app's address, backup codes and the new session cookie. */
export async function enrol(url: string, { cookie, password }: { cookie: string; password: string }) {
  const post = (path: string, body: object) =>
    fetch(`${url}/auth/two-factor/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin, cookie },
      body: JSON.stringify(body),
    });
  const enabled = await post('enable', { password });
  if (enabled.status !== 200) throw new Error(`enable answered ${enabled.status}: ${await enabled.text()}`);
  const { totpURI, backupCodes } = (await enabled.json()) as { totpURI: string; backupCodes: string[] };
  // The one before, so that the current one is left for a sign-in.
  const verified = await post('verify-totp', { code: totpCode(totpURI, -1) });
  if (verified.status !== 200) throw new Error(`verify-totp answered ${verified.status}: ${await verified.text()}`);
  return { totpURI, backupCodes, cookie: verified.headers.getSetCookie()[0]?.split(';', 1)[0] as string };
}
