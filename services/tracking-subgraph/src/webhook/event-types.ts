import type { CaseChange } from '../case/tell-cases.ts';

/** What endpoints can subscribe to. Names are API. */
export const eventTypes = ['milestone.added', 'case.opened', 'case.updated', 'case.closed'] as const;
export type WebhookEventType = (typeof eventTypes)[number];

export const typeOfChange = {
  OPENED: 'case.opened',
  UPDATED: 'case.updated',
  CLOSED: 'case.closed',
} as const satisfies Record<CaseChange, WebhookEventType>;

/** Cases are for the house alone: they are what colleagues say to each other. */
export const isOfCases = (type: string) => type.startsWith('case.');
