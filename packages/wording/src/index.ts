export { type CustomerState, customerState, customerStates } from './customer-state.ts';
export { dayOf, type EventTime, eventTime, isPast, lengthOf, moment, rangeOf } from './dates.ts';
export { eventSentence, type MilestoneCode, type ReasonCode, reasonSentence, withReason } from './events.ts';
export { counts, eventFacts, type ShipmentFacts } from './facts.ts';
export { freshnessSentence } from './freshness.ts';
export type { MessageValues } from './generated/message-values.ts';
export {
  type Basis,
  type Clause,
  type Headline,
  type NextStep,
  planHeadline,
  type Says,
  type Tone,
} from './headline.ts';
export { directionOf, isLocale, type Locale, localeFor, locales } from './locale.ts';
export { createWords, type Words } from './words.ts';
