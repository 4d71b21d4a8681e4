import { isDatabaseUnavailable, type Logger, runLoop, type Sql } from '@milepost/service-kit';
import { ZodError } from 'zod';
import { keepHouse, type Retention } from '../archive/retention.ts';
import { applyPublishedRules } from '../carrier-rules/apply-published-rules.ts';
import type { PublishedCarrierRules } from '../carrier-rules/published-carrier-rules.ts';
import type { CasePolicy } from '../case/case-policy.ts';
import { rederiveSome } from '../fact/rederive.ts';
import { learnUsualGaps } from '../freshness/learn-usual-gaps.ts';
import { BatchFailedError } from '../inbox/batch-failed.ts';
import { MappingReplacedError } from '../mapping/published-mapping.ts';
import { applyChannelMessages, nothing } from '../order-link/apply-channel-messages.ts';
import { buryMessage, type ProcessDeps, processMessages } from '../process/process-messages.ts';
import type { FactSeal } from '../registration/registration-facts.ts';
import type { Registering } from '../registration/want-registrations.ts';
import { requeueUnmatched } from '../shipment/register-shipments.ts';
import type { WakeBus } from '../wake/wake-bus.ts';

const batchSize = 500;
/** Of what is not live: a live message waits behind one such batch at most. */
const patientBatchSize = 50;
const sweepEveryMs = 2_000;

/**
 * One loop takes what comes in live, so that messages which come together share a transaction, and while nothing does, what was read or is sent through again. A
 * second one helps while there is a backlog, and takes what comes in live while the first works on something else: one computes while the other's statements run. More
 * would only wait for the same two.
 */

/**
 * Turns the inbox into facts, and odoo-subgraph's messages into shipments and links. Several may run side by side, in one process or many:
 * claiming skips what is claimed, and shipments are locked in one order.
 */
export function startWorker(
  deps: ProcessDeps & {
    wakeBus: WakeBus;
    carrierRules: PublishedCarrierRules;
    registering: Registering;
    /** As applyChannelMessages has it. */
    postcodeSeal: Pick<FactSeal, 'keyOf' | 'sealPostcode'> | null;
    casePolicy: Pick<CasePolicy, 'calendar'>;
    retention: Retention;
    /** Called when a provider has to be asked about an end. */
    onReadBack: () => void;
    /** For statements that sweep through tables; `sql` is for look-ups. */
    sweepSql: Sql;
  },
): AsyncDisposable {
  const { sql, wakeBus, logger } = deps;
  let sweptAt = 0;

  /** Whether the first loop works on what is not live. */
  let isPatient = false;

  async function processInbox(patient: number, onPatient?: () => void): Promise<number> {
    const { claimed, milestones, readBacks, documents } = await isolating(deps, () =>
      processMessages(deps, { limit: batchSize, patient, ...(onPatient && { onPatient }) }),
    );
    if (milestones > 0) wakeBus.wake('outbox');
    if (readBacks > 0) deps.onReadBack();
    if (documents > 0) wakeBus.wake('documents');
    return claimed.length;
  }
  function tell({
    milestones,
    isRescoped,
    registrations,
  }: {
    milestones: number;
    isRescoped: boolean;
    registrations: number;
  }) {
    if (isRescoped) wakeBus.wake('rescoped');
    if (registrations > 0) wakeBus.wake('registration');
    if (milestones > 0) wakeBus.wake('outbox');
  }
  async function applyChannel(): Promise<boolean> {
    const { claimed, closedCases, ...outcome } = await applyChannelMessages(deps).catch((error: unknown) =>
      setAside(deps, error),
    );
    tell(outcome);
    if (closedCases > 0) {
      deps.metrics.cases.inc({ outcome: 'closed_in_odoo' }, closedCases);
      for (const topic of ['outbox', 'cases', 'desk'] as const) wakeBus.wake(topic);
    }
    // A registration may have sent waiting messages back to the queue.
    if (claimed > 0) wakeBus.wake('inbox');
    if (Date.now() - sweptAt > sweepEveryMs) {
      sweptAt = Date.now();
      if ((await requeueUnmatched(sql, null)) > 0) wakeBus.wake('inbox');
    }
    return claimed > 0;
  }

  const channel = runLoop({ name: 'channel', step: applyChannel, idleMs: 200, logger });
  const helper = runLoop({
    name: 'inbox-backlog',
    step: async () => (await processInbox(0)) >= batchSize,
    idleMs: 1_000,
    logger,
  });
  const inbox = runLoop({
    name: 'inbox',
    idleMs: 200,
    logger,
    async step() {
      try {
        const count = await processInbox(patientBatchSize, () => {
          isPatient = true;
        });
        if (count >= batchSize) helper.wake();
        return count > 0;
      } finally {
        isPatient = false;
      }
    },
  });
  const rederiving = runLoop({
    name: 'rederive',
    idleMs: 5_000,
    logger,
    async step() {
      const mapping = deps.mapping.current();
      const { outcome, milestones } = await rederiveSome(sql, mapping, {
        now: new Date(),
        outboxDays: deps.retention.outboxDays,
      });
      if (milestones > 0) wakeBus.wake('outbox');
      if (outcome === 'replaced') await deps.mapping.refresh();
      // Behind everything live: it takes breath after each page.
      if (outcome === 'more') await new Promise((next) => setTimeout(next, 20));
      return outcome === 'more' || outcome === 'replaced';
    },
  });
  const naming = runLoop({
    name: 'carrier-rules',
    idleMs: 5_000,
    logger,
    async step() {
      const { outcome, ...told } = await applyPublishedRules(deps);
      tell(told);
      if (told.registrations > 0 || told.corrected > 0 || told.isRescoped) wakeBus.wake('inbox');
      // Behind everything live: it takes breath after each page.
      if (outcome === 'more') await new Promise((next) => setTimeout(next, 20));
      return outcome === 'more';
    },
  });
  const housekeeping = runLoop({
    name: 'housekeeping',
    idleMs: 600_000,
    logger,
    async step() {
      const { gone, isMore } = await keepHouse(
        { sql: deps.sweepSql, registering: deps.registering },
        deps.retention,
        new Date(),
      );
      if (Object.values(gone).some((count) => count > 0)) logger.info({ gone }, 'housekeeping');
      if (isMore) await new Promise((next) => setTimeout(next, 50));
      return isMore;
    },
  });
  const learning = runLoop({
    name: 'usual-gaps',
    idleMs: 600_000,
    logger,
    async step() {
      const learned = await learnUsualGaps(deps.sweepSql);
      if (learned !== null) logger.info({ gaps: learned }, 'learned how often carriers are heard of');
      return false;
    },
  });
  const unlisten = [
    wakeBus.onWake('mapping', () => rederiving.wake()),
    wakeBus.onWake('carrier-rules', () => naming.wake()),
    wakeBus.onWake('channel', () => channel.wake()),
    wakeBus.onWake('inbox', () => {
      inbox.wake();
      if (isPatient) helper.wake();
    }),
  ];
  return {
    async [Symbol.asyncDispose]() {
      for (const stop of unlisten) stop();
      await Promise.all(
        [channel, rederiving, naming, housekeeping, learning, inbox, helper].map((loop) => loop.stop()),
      );
    },
  };
}

/**
 * Errors that say nothing about a message: the same batch may succeed later. Classes of SQLSTATE: connection, rollback, resources (disk or memory
 * full), object in use, operator intervention (a cancelled statement, too), system error. What is in a message shows as another class (22, 23).
 */
export function isTransient(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  if (error instanceof MappingReplacedError) return true;
  return isDatabaseUnavailable(error) || (typeof code === 'string' && /^(08|40|53|55|57|58)[0-9A-Z]{3}$/.test(code));
}

/** One message of odoo-subgraph's that no transaction can take in: put aside, so that those behind it go on. Versions, not order, decide what counts. */
async function setAside(deps: ProcessDeps, error: unknown) {
  const cause = error instanceof BatchFailedError ? error.cause : error;
  if (!(error instanceof BatchFailedError) || error.claimed.length === 0 || isTransient(cause)) throw cause;
  for (const id of error.claimed) {
    deps.logger.error({ err: cause, inbox: { id } }, 'message put aside');
    await buryMessage(deps.sql, id, {
      cause: cause instanceof ZodError ? 'WRONG_SHAPE' : 'NOT_STORABLE',
      message: String((cause as { code?: string })?.code ?? (cause as Error)?.name),
    });
  }
  return { claimed: error.claimed.length, ...nothing };
}

/** When a batch fails for what is in it, its messages are taken one by one, so that one bad message does not hold back its neighbours. */
async function isolating(
  deps: ProcessDeps & { logger: Logger; sql: Sql },
  run: () => ReturnType<typeof processMessages>,
): ReturnType<typeof processMessages> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof BatchFailedError && error.cause instanceof MappingReplacedError) return run();
    if (!(error instanceof BatchFailedError) || error.claimed.length === 0 || isTransient(error.cause))
      throw error instanceof BatchFailedError ? error.cause : error;
    let [milestones, readBacks, documents] = [0, 0, 0];
    for (const id of error.claimed) {
      try {
        const one = await processMessages(deps, { limit: 1, onlyId: id });
        milestones += one.milestones;
        readBacks += one.readBacks;
        documents += one.documents;
      } catch (single) {
        const { cause } = single as BatchFailedError;
        if (isTransient(cause)) throw cause;
        deps.logger.error({ err: cause, inbox: { id } }, 'message put aside');
        await buryMessage(deps.sql, id, {
          cause: 'NOT_STORABLE',
          message: String((cause as { code?: string })?.code ?? (cause as Error)?.name),
        });
      }
    }
    return { claimed: error.claimed, milestones, readBacks, documents };
  }
}
