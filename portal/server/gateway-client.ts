import type { TypedDocumentString } from '../src/generated/graphql.ts';

/** Who asks the gateway: somebody with access to one order, a signed-in person, or nobody in particular. */
export type Identity =
  | { kind: 'order'; token: string /** Milliseconds since 1970, as its cookie says. */; endsAt: number }
  | { kind: 'person'; cookie: string }
  /** A colleague who looks at an order as its customer sees it, at this level. */
  | { kind: 'view'; cookie: string; viewId: string; level: string }
  | { kind: 'nobody' };

interface GatewayError {
  message: string;
  extensions?: { code?: string; field?: string; options?: string[]; optionNames?: string[] };
}

/** The gateway, or something behind it, cannot be reached now. */
export class GatewayUnavailableError extends Error {
  override name = 'GatewayUnavailableError';
}
/** The reader asks for too much: the gateway answers again after this time. */
export class TooManyRequestsError extends GatewayUnavailableError {
  override name = 'TooManyRequestsError';
  readonly retryAfterSeconds: number;

  constructor(retryAfterSeconds: number) {
    super(`the gateway asks to wait ${retryAfterSeconds} s`);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}
/** The credentials do not hold any more. */
export class AccessEndedError extends Error {
  override name = 'AccessEndedError';
}

export interface GatewayClient {
  /** Answers data and errors as they came; throws GatewayUnavailableError or AccessEndedError. */
  query<R, V>(
    document: TypedDocumentString<R, V>,
    variables: V,
    as: { identity: Identity; requestId: string; address: string },
  ): Promise<{ data: R | null; errors: GatewayError[] }>;
  /** Sends bytes to an address that the graph gave. Answers the status; throws GatewayUnavailableError. */
  put(path: string, body: Uint8Array<ArrayBuffer>, requestId: string): Promise<number>;
  /** Opens a stream of Server-Sent Events; ends with `signal`. Throws as `query` does. */
  stream<R, V>(
    document: TypedDocumentString<R, V>,
    variables: V,
    as: { identity: Identity; requestId: string; address: string; signal: AbortSignal },
  ): Promise<AsyncIterable<Uint8Array>>;
}

/** Plain requests with a document's hash: the pages need no GraphQL client. */
export function createGatewayClient({
  url,
  publicOrigin,
  timeoutMs,
}: {
  url: string;
  publicOrigin: string;
  timeoutMs: number;
}): GatewayClient {
  async function send(
    document: { __meta__?: Record<string, unknown> | undefined },
    variables: unknown,
    {
      identity,
      requestId,
      address,
      accept,
      signal,
    }: { identity: Identity; requestId: string; address: string; accept: string; signal: AbortSignal },
  ): Promise<Response> {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept,
        'x-request-id': requestId,
        // On whose behalf: limits count the reader, not this server.
        ...(address && { 'x-forwarded-for': address }),
        ...(identity.kind === 'order' && { authorization: `Bearer ${identity.token}` }),
        ...((identity.kind === 'person' || identity.kind === 'view') && {
          cookie: identity.cookie,
          origin: publicOrigin,
        }),
        ...(identity.kind === 'view' && { 'x-mp-order-view': `${identity.viewId} ${identity.level}` }),
      },
      body: JSON.stringify({ documentId: document.__meta__?.['hash'], variables }),
      signal,
    }).catch((error: unknown) => {
      throw new GatewayUnavailableError('the gateway cannot be reached', { cause: error });
    });
    if (response.status === 401) {
      await response.body?.cancel();
      throw new AccessEndedError('the gateway refused the credentials');
    }
    if (response.status === 429) {
      await response.body?.cancel();
      throw new TooManyRequestsError(Number(response.headers.get('retry-after')) || 60);
    }
    if (response.status >= 500) {
      await response.body?.cancel();
      throw new GatewayUnavailableError(`the gateway answered ${response.status}`);
    }
    return response;
  }

  return {
    async query(document, variables, { identity, requestId, address }) {
      const signal = AbortSignal.timeout(timeoutMs);
      const response = await send(document, variables, {
        identity,
        requestId,
        address,
        accept: 'application/json',
        signal,
      });
      const body = (await response.json().catch((error: unknown) => {
        throw new GatewayUnavailableError('the gateway’s answer broke off', { cause: error });
      })) as { data?: never; errors?: GatewayError[] };
      const errors = body.errors ?? [];
      if (errors.some(({ extensions }) => extensions?.code === 'UPSTREAM_UNAVAILABLE'))
        throw new GatewayUnavailableError(errors[0]?.message ?? 'a part of the system cannot be reached');
      return { data: body.data ?? null, errors };
    },
    async put(path, body, requestId) {
      if (!path.startsWith('/documents/')) throw new Error('not an address of a document');
      const response = await fetch(`${url}${path}`, {
        method: 'PUT',
        headers: { 'content-type': 'application/octet-stream', 'x-request-id': requestId },
        body,
        signal: AbortSignal.timeout(timeoutMs * 4),
      }).catch((error: unknown) => {
        throw new GatewayUnavailableError('the gateway cannot be reached', { cause: error });
      });
      await response.body?.cancel();
      if (response.status >= 500) throw new GatewayUnavailableError(`the gateway answered ${response.status}`);
      return response.status;
    },
    async stream(document, variables, { identity, requestId, address, signal }) {
      const response = await send(document, variables, {
        identity,
        requestId,
        address,
        accept: 'text/event-stream',
        signal,
      });
      if (!response.body || !response.headers.get('content-type')?.startsWith('text/event-stream')) {
        await response.body?.cancel();
        throw new GatewayUnavailableError('the gateway opened no stream');
      }
      return response.body;
    },
  };
}
