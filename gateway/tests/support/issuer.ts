import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair } from 'jose';
import Provider, { type Configuration } from 'oidc-provider';

export const client = { id: 'milepost', secret: 'client-secret-of-enough-length, with a comma' };

interface Person {
  email: string;
  emailVerified?: boolean;
  name?: string;
  groups?: unknown;
}

/**
 * A real OpenID Connect issuer in this process. Whoever stands in `state.user` is signed in there and agrees at once. `inIdToken`: claims come in the ID token, else
 * from the userinfo endpoint.
 */
export async function startIssuer({
  redirectUri,
  inIdToken = false,
  port = 0,
}: {
  redirectUri: string;
  inIdToken?: boolean;
  port?: number;
}) {
  const people = new Map<string, Person>();
  const state = { user: '', requests: [] as string[] };
  let provider: Provider;
  const server: Server = createServer(async (request, response) => {
    state.requests.push(`${request.method} ${request.url}`);
    if (request.url?.startsWith('/interaction/')) {
      const { grantId: known } = await provider.interactionDetails(request, response);
      const grant = known
        ? await provider.Grant.find(known)
        : new provider.Grant({ accountId: state.user, clientId: client.id });
      grant?.addOIDCScope('openid email profile groups');
      return provider.interactionFinished(request, response, {
        login: { accountId: state.user },
        consent: { grantId: (await grant?.save()) as string },
      });
    }
    return provider.callback()(request, response);
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const key = await generateKeyPair('RS256', { extractable: true });
  const configuration: Configuration = {
    clients: [
      {
        client_id: client.id,
        client_secret: client.secret,
        redirect_uris: [redirectUri],
        grant_types: ['authorization_code'],
      },
    ],
    jwks: { keys: [{ ...(await exportJWK(key.privateKey)), alg: 'RS256', use: 'sig', kid: 'issuer-1' } as never] },
    cookies: { keys: ['issuer-cookie-key'] },
    claims: { email: ['email', 'email_verified'], profile: ['name'], groups: ['groups'] },
    scopes: ['openid', 'email', 'profile', 'groups'],
    conformIdTokenClaims: !inIdToken,
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    findAccount: (_context, sub) => ({
      accountId: sub,
      claims: async () => {
        const { email, emailVerified = true, name = 'Sam Staff', groups } = people.get(sub) ?? { email: '' };
        return { sub, email, email_verified: emailVerified, name, ...(groups !== undefined && { groups }) } as never;
      },
    }),
    pkce: { required: () => true },
  };
  provider = new Provider(url, configuration);
  return {
    url,
    port: Number(new URL(url).port),
    people,
    state,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
export type Issuer = Awaited<ReturnType<typeof startIssuer>>;

/** A browser as far as redirects and cookies go: one jar per host and port. `rename` maps the public origin to where the gateway really listens. */
export function createBrowser(rename: (url: string) => string) {
  const jars = new Map<string, Map<string, string>>();
  const jarOf = (url: string) => {
    const { host } = new URL(url);
    const jar = jars.get(host) ?? new Map<string, string>();
    jars.set(host, jar);
    return jar;
  };
  async function go(url: string, init: RequestInit & { headers?: Record<string, string> } = {}) {
    const jar = jarOf(url);
    const response = await fetch(rename(url), {
      redirect: 'manual',
      ...init,
      headers: { ...init.headers, cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
    });
    for (const line of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split(';');
      const [name = '', ...value] = pair.split('=');
      const isOver = attributes.some((attribute) => /^\s*(max-age=0|expires=thu, 01 jan 1970)/i.test(attribute));
      if (isOver) jar.delete(name);
      else jar.set(name, value.join('='));
    }
    return response;
  }
  return {
    jarOf,
    go,
    /** Follows redirects until `until` says stop; answers the address stopped at. */
    async follow(from: string, until: (url: string) => boolean): Promise<string> {
      let url = from;
      for (let hop = 0; hop < 15; hop += 1) {
        if (until(url)) return url;
        const response = await go(url);
        await response.body?.cancel();
        const location = response.headers.get('location');
        if (!location) throw new Error(`${url} answered ${response.status} without a redirect`);
        url = new URL(location, url).href;
      }
      throw new Error('too many redirects');
    },
  };
}
