import {
  type Logger,
  type OwnerNotice,
  ownerViewerAnswer,
  signWebhook,
  UpstreamUnavailableError,
  type Viewer,
  type ViewerVerifier,
  webhookOwnerPaths,
} from '@milepost/service-kit';

/** What of an endpoint says who its owner is. */
export interface Owned {
  id: string;
  clientId: string | null;
  limits: { companies: number[] | null; regions: string[] | null } | null;
}

/** As whom an endpoint's messages are read and sent. */
export interface OwnerViewers {
  /** Null: the partner may not read shipments (any more). Throws UPSTREAM_UNAVAILABLE while that cannot be known. */
  of(endpoint: Owned): Promise<Viewer | null>;
  /** Tells who looks after an endpoint. False: this installation sends no mails, or not this one. Throws UPSTREAM_UNAVAILABLE. */
  tell(notice: OwnerNotice): Promise<boolean>;
}

const timeoutMs = 5_000;
/** As long as the gateway itself goes on with a viewer token. */
const rememberedMs = 30_000;

/**
 * Partners' limits stand in the gateway; what it answers is a viewer token like those of operations and is verified like them. So an endpoint sees what its owner sees, half a minute late at most. Of the house's own
 * endpoints the limits of the operator who made them count.
 */
export function createOwnerViewers({
  gatewayUrl,
  secrets,
  verifyViewer,
  logger,
}: {
  /** The gateway's private address. */
  gatewayUrl: string;
  secrets: () => readonly string[];
  verifyViewer: ViewerVerifier;
  logger: Logger;
}): OwnerViewers {
  const known = new Map<string, { at: number; viewer: Promise<Viewer | null> }>();

  async function ask(path: string, content: object): Promise<Response> {
    const body = JSON.stringify(content);
    const [secret] = secrets();
    if (!secret) throw new Error('INTERNAL_EVENTS_SECRET is not set');
    const headers = signWebhook([secret], { id: crypto.randomUUID(), body, now: new Date() });
    const response = await fetch(new URL(path, gatewayUrl), {
      method: 'POST',
      headers,
      body,
      signal: AbortSignal.timeout(timeoutMs),
    }).catch((error: unknown) => {
      throw new UpstreamUnavailableError('the gateway cannot be reached', error);
    });
    if (response.ok || response.status === 404) return response;
    logger.warn({ path, status: response.status }, 'the gateway refused a question about an endpoint’s owner');
    // It would be refused for ever.
    if (response.status === 400) return response;
    throw new UpstreamUnavailableError(`the gateway answered ${response.status}`);
  }

  async function partner(clientId: string): Promise<Viewer | null> {
    const response = await ask(webhookOwnerPaths.viewer, { clientId });
    if (response.status === 404) return null;
    const viewer = await verifyViewer(ownerViewerAnswer.parse(await response.json()).token);
    return viewer.role === 'partner' && viewer.sub === clientId ? viewer : null;
  }

  return {
    async of({ id, clientId, limits }) {
      if (clientId === null) return houseViewer(id, limits);
      const hit = known.get(clientId);
      if (hit && Date.now() - hit.at < rememberedMs) return hit.viewer;
      const entry = { at: Date.now(), viewer: partner(clientId) };
      known.set(clientId, entry);
      entry.viewer.catch(() => known.get(clientId) === entry && known.delete(clientId));
      return entry.viewer;
    },
    async tell(notice) {
      return (await ask(webhookOwnerPaths.notice, notice)).status === 202;
    },
  };
}

function houseViewer(id: string, limits: Owned['limits']): Viewer {
  return {
    sid: `webhooks:${id}`,
    sub: id,
    role: 'system',
    level: 'STAFF',
    scopes: [],
    companies: limits?.companies ?? null,
    regions: limits?.regions ?? null,
    customers: null,
    orders: [],
    sessionExp: Math.floor(Date.now() / 1000) + 3_600,
  };
}
