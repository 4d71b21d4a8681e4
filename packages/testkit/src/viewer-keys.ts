import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

/**
 * A stand-in for the gateway's private address: signs viewer tokens, serves the public key over HTTP, and says for whom a partner's client stands (`clients`), as far as tracking asks. What it is asked to tell owners of
 * webhook endpoints is kept in `notices`. The gateway's own tests hold the real one to the same.
 */
export async function viewerKeys(): Promise<
  AsyncDisposable & {
    jwksUrl: string;
    clients: Map<string, object>;
    notices: unknown[];
    sign: (claims: object, options?: { expiresInSeconds?: number }) => Promise<string>;
  }
> {
  const { publicKey, privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519' });
  const jwk = { ...(await exportJWK(publicKey)), kid: 'test', alg: 'EdDSA', use: 'sig' };
  const clients = new Map<string, object>();
  const notices: unknown[] = [];
  const sign = (claims: object, { expiresInSeconds = 60 } = {}) =>
    new SignJWT({ ...claims })
      .setProtectedHeader({ alg: 'EdDSA', kid: 'test', typ: 'viewer+jwt' })
      .setIssuer('milepost-gateway')
      .setAudience('milepost-subgraph')
      .setIssuedAt()
      .setExpirationTime(Math.floor(Date.now() / 1000) + expiresInSeconds)
      .sign(privateKey);
  const server = createServer(async (request, response) => {
    const answer = (status: number, content: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(content));
    if (request.method !== 'POST') return answer(200, { keys: [jwk] });
    const body = JSON.parse(await text(request)) as { clientId?: string };
    if (request.url === '/webhook-owners/notice') {
      notices.push(body);
      return answer(202, {});
    }
    const client = clients.get(body.clientId ?? '');
    return client ? answer(200, { token: await sign(client) }) : answer(404, {});
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    jwksUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`,
    clients,
    notices,
    sign,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
