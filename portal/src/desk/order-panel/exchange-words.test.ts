import { expect, test } from 'vitest';
import { checkText, type SentWebhook, sentDetail } from './exchange-words.ts';

const check = {
  provider: 'aftership',
  question: 'CHANGES' as const,
  outcome: 'ANSWERED',
  count: 1,
  firstAt: '',
  lastAt: '',
};
const sent: SentWebhook = {
  id: '1',
  endpoint: 'ERP',
  isOwn: false,
  eventType: 'milestone.added',
  state: 'DELIVERED',
  attemptCount: 1,
  lastTriedAt: null,
  lastStatus: 200,
  lastProblem: null,
  createdAt: '',
};

test('what was asked, how often, and what came of it', () => {
  expect(
    [
      check,
      { ...check, count: 2 },
      { ...check, count: 40, outcome: 'UNAVAILABLE' },
      { ...check, question: 'NUMBER' as const, outcome: 'SOMETHING_NEW' },
    ].map(checkText),
  ).toEqual([
    'Asked AfterShip for everything new',
    'Asked AfterShip for everything new twice',
    'Asked AfterShip for everything new 40 times: nobody answered',
    'Asked AfterShip to confirm the end of the journey: something new',
  ]);
});

test('what became of a webhook', () => {
  expect(
    [
      sent,
      { ...sent, attemptCount: 3 },
      { ...sent, state: 'WAITING' as const, attemptCount: 0, lastStatus: null },
      { ...sent, state: 'WAITING' as const, lastStatus: 503, lastProblem: 'STATUS' },
      { ...sent, state: 'GIVEN_UP' as const, attemptCount: 12, lastStatus: null, lastProblem: 'NAME_NOT_FOUND' },
    ].map(sentDetail),
  ).toEqual([
    'accepted',
    'accepted, tried 3 times',
    'waits to be accepted',
    'waits to be accepted, tried once, last answer 503',
    'not accepted, given up, tried 12 times, last answer name not found',
  ]);
});
