import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Webhook } from 'standardwebhooks';

export interface ReceivedWebhook {
  id: string;
  /** Which of the receiver's secrets verified it, with the public library; none: it was refused with 401. */
  secret: string | null;
  type: string;
  cursor: string | null;
  shipment: string | null;
  body: string;
}

type Answer = number | { status: number; headers?: Record<string, string>; body?: string };

/** A partner's receiver: verifies with the public library of Standard Webhooks what it accepts, and keeps all that came. `answer` decides what is said. */
export async function startReceiver(
  answer: (hook: ReceivedWebhook, count: number) => Answer | Promise<Answer> = () => 204,
) {
  const received: ReceivedWebhook[] = [];
  const accepted: ReceivedWebhook[] = [];
  const secrets: string[] = [];
  const server = createServer(async (request, response) => {
    const body = await text(request);
    const headers = request.headers as Record<string, string>;
    const secret =
      secrets.find((one) => {
        try {
          new Webhook(one).verify(body, headers);
          return true;
        } catch {
          return false;
        }
      }) ?? null;
    const content = JSON.parse(body) as {
      type: string;
      data: { cursor?: string; shipment?: { trackingNumber: string } };
    };
    const hook: ReceivedWebhook = {
      id: headers['webhook-id'] ?? '',
      secret,
      type: content.type,
      cursor: content.data.cursor ?? null,
      shipment: content.data.shipment?.trackingNumber ?? null,
      body,
    };
    received.push(hook);
    const said = secret === null ? 401 : await answer(hook, received.length);
    const { status, headers: more, body: words } = typeof said === 'number' ? { status: said } : said;
    if (status >= 200 && status < 300) accepted.push(hook);
    response.writeHead(status, more).end(words);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`,
    /** All that came, and what was answered with 2xx. */
    received,
    accepted,
    /** What the receiver knows. */
    secrets,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
export type Receiver = Awaited<ReturnType<typeof startReceiver>>;
