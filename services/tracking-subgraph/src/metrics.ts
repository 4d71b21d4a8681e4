import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** One registry per server, so that tests can run several in one process. Labels have few values. */
export function createMetrics({ defaults = true }: { defaults?: boolean } = {}) {
  const registry = new Registry();
  if (defaults) collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    received: new Counter({
      name: 'tracking_webhooks_total',
      help: 'Webhook requests by provider and answer',
      labelNames: ['provider', 'status'],
      registers,
    }),
    processed: new Counter({
      name: 'tracking_messages_processed_total',
      help: 'Inbox messages by outcome',
      labelNames: ['outcome'],
      registers,
    }),
    unknownCodes: new Counter({
      name: 'tracking_unknown_codes_total',
      help: 'Codes that no mapping knows, by provider',
      labelNames: ['provider'],
      registers,
    }),
    processingSeconds: new Histogram({
      name: 'tracking_batch_seconds',
      help: 'Time of one processing transaction',
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
      registers,
    }),
    providerReads: new Counter({
      name: 'tracking_provider_reads_total',
      help: 'Readings of a provider (a listing, or ends asked about together) by outcome: ok, or what went wrong',
      labelNames: ['provider', 'outcome'],
      registers,
    }),
    trackingsRead: new Counter({
      name: 'tracking_trackings_read_total',
      help: 'Trackings that a provider answered with, by what they were read for: poll, read_back',
      labelNames: ['provider', 'by'],
      registers,
    }),
    endsNotConfirmed: new Counter({
      name: 'tracking_ends_not_confirmed_total',
      help: 'Shipments with an end that its provider did not confirm within a day: possible forgery',
      labelNames: ['provider'],
      registers,
    }),
    registrations: new Counter({
      name: 'tracking_registrations_total',
      help: 'What came of registrations at providers: the state they reached, or the kind of error',
      labelNames: ['provider', 'outcome'],
      registers,
    }),
    cases: new Counter({
      name: 'tracking_cases_total',
      help: 'Cases by what became of them by the rules: opened (or opened again), closed; closed_in_odoo; and what could not be looked at: set_aside',
      labelNames: ['outcome'],
      registers,
    }),
    documents: new Counter({
      name: 'tracking_documents_total',
      help: 'Tries to fetch a proof of delivery by what came of them: fetched, or what went wrong',
      labelNames: ['outcome'],
      registers,
    }),
    webhookAttempts: new Counter({
      name: 'tracking_webhook_attempts_total',
      help: 'Messages to webhook endpoints by what became of them: accepted, refused, unreachable, withdrawn, held_back',
      labelNames: ['outcome'],
      registers,
    }),
    webhookSeconds: new Histogram({
      name: 'tracking_webhook_seconds',
      help: 'Time that webhook endpoints took to answer',
      buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15],
      registers,
    }),
    registrationsOverdue: new Gauge({
      name: 'tracking_registrations_overdue',
      help: 'Registrations that have waited for a provider for more than 24 hours, to be registered, retracked or deleted',
      registers,
    }),
    delivered: new Counter({
      name: 'tracking_live_messages_total',
      help: 'Milestones handed to subscribers',
      registers,
    }),
  };
}
export type Metrics = ReturnType<typeof createMetrics>;
