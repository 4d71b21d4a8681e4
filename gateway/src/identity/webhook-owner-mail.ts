import type { OwnerNotice } from '@milepost/service-kit';
import type { MailRequest } from '../mail/mail-queue.ts';

/** Tells who looks after a webhook endpoint that nothing is sent there any more, why, and what to do. */
export function endpointDisabledMail(
  { to, endpoint, host, reason, failingSince }: OwnerNotice,
  brand: string,
): MailRequest {
  const why =
    reason === 'GONE'
      ? 'It answered 410 (Gone), which asks us to stop.'
      : `It has not accepted anything since ${failingSince ?? 'some days ago'}.`;
  return {
    purpose: 'webhook endpoint disabled',
    to,
    subject: `${brand} has stopped sending to your webhook endpoint "${endpoint}"`,
    text: [
      `We have stopped sending to your webhook endpoint "${endpoint}" at ${host}. ${why}`,
      'Nothing is lost: what happens from here on is kept for you, and all of it is sent, in order, once the endpoint is resumed (mutation webhookEndpointResume).',
      'webhookEndpoint(id) { messages { nodes { attempts { problem status answer } } } } shows what it answered last.',
      brand,
    ].join('\n\n'),
  };
}
