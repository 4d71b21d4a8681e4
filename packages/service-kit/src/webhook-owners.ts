import { z } from 'zod';

/** What tracking asks the gateway about partners whose webhook endpoints it serves; POST, signed with INTERNAL_EVENTS_SECRET, on the gateway's private address. */
export const webhookOwnerPaths = { viewer: '/webhook-owners/viewer', notice: '/webhook-owners/notice' } as const;

/** Answered 200 with `token`, a viewer token as operations carry it, or 404 when the client may not read shipments (any more). */
export const ownerViewerRequest = z.object({ clientId: z.string().min(1).max(200) });
export const ownerViewerAnswer = z.object({ token: z.string() });

/** That an endpoint was switched off: 202 when the mail is queued, 204 when this installation sends none. */
export const ownerNotice = z.object({
  to: z.string().min(3).max(320),
  endpoint: z.string().max(200),
  host: z.string().max(300),
  reason: z.enum(['FAILING', 'GONE']),
  failingSince: z.iso.datetime().nullable(),
});
export type OwnerNotice = z.infer<typeof ownerNotice>;
