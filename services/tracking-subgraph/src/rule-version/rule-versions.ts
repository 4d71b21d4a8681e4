import { hash } from 'node:crypto';
import {
  type AuditAction,
  auditActor,
  BadUserInputError,
  recordAudit,
  type Sql,
  type TransactionSql,
  type Viewer,
} from '@milepost/service-kit';
import { requireOperator } from '../scope.ts';

/** A numbered set of rules: drafted, published as a whole, replaced by a later one. History only grows. */
export interface RuleVersionRow<Rule> {
  number: number;
  state: 'DRAFT' | 'PUBLISHED' | 'RETIRED' | 'DISCARDED';
  rules: Rule[];
  /** What was published when the draft was made; 0 for what comes with the software or its configuration. */
  basedOn: number;
  /** Counts edits. */
  revision: number;
  note: string;
  author: string;
  createdAt: Date;
  updatedAt: Date;
  publishedBy: string | null;
  publishedAt: Date | null;
}

export interface VersionContext {
  sql: Sql;
  viewer: Viewer;
  requestId: string;
}

export interface VersionOutcome<Rule> {
  version: RuleVersionRow<Rule> | null;
  userErrors: { code: string; message: string; field: string[] }[];
}

/** What kind of rules are kept, and where. */
export interface RuleKind<Rule> {
  /** In the schema tracking; each kind has a table of the same shape. */
  table: 'mapping_version' | 'carrier_rule_version';
  /** For sentences and for the subject of the audit: "mapping 3". */
  noun: string;
  actions: Readonly<Record<'drafted' | 'saved' | 'published' | 'rolledBack' | 'discarded', AuditAction<'tracking'>>>;
  /** A rule as it is stored, cut to its limits. */
  normalise: (rule: Rule) => Rule;
  /** What stands against publishing these rules, worst first. */
  errorsOf: (
    tx: Pick<Sql, 'unsafe'>,
    rules: readonly Rule[],
  ) => Promise<readonly { rule: number | null; message: string }[]>;
  /** After the commit of a publication. */
  onPublished: () => void;
}

const columns = `number, state, rules, based_on as "basedOn", revision, note, author, created_at as "createdAt", updated_at as "updatedAt",
  published_by as "publishedBy", published_at as "publishedAt"`;
const maxRules = 2_000;
const noteWanted = 'Say what the draft is for, in 3 to 500 characters.';

/** The verbs on versions of one kind of rules, for operators. Changes are rare: one at a time, so that numbers, base and publication agree. */
export function createRuleVersions<Rule>(kind: RuleKind<Rule>) {
  const { table, noun, actions, normalise, errorsOf } = kind;
  const Noun = `${noun[0]?.toUpperCase()}${noun.slice(1)}`;
  type Row = RuleVersionRow<Rule>;
  type Outcome = VersionOutcome<Rule>;
  const done = (version: Row): Outcome => ({ version, userErrors: [] });
  const refuse = (code: string, field: string, message: string, version: Row | null = null): Outcome => ({
    version,
    userErrors: [{ code, message, field: ['input', field] }],
  });

  /** Newest first; drafts, what is published, and what was. */
  async function list({ sql, viewer }: VersionContext, first: number | null): Promise<Row[]> {
    requireOperator(viewer);
    const size = first ?? 20;
    if (size < 1 || size > 100) throw new BadUserInputError('first', 'first must be between 1 and 100');
    return sql.unsafe<Row[]>(`select ${columns} from tracking.${table} order by number desc limit $1`, [size]);
  }

  async function find({ sql, viewer }: VersionContext, number: number): Promise<Row | null> {
    requireOperator(viewer);
    return read(sql, number);
  }

  async function read(sql: Pick<Sql, 'unsafe'>, number: number): Promise<Row | null> {
    const [row] = await sql.unsafe<Row[]>(`select ${columns} from tracking.${table} where number = $1`, [number]);
    return row ?? null;
  }

  /** A new draft with the rules of what is published, or of an older version. */
  function createDraft(context: VersionContext, input: { basedOn?: number | null; note: string }): Promise<Outcome> {
    return change(context, async (tx) => {
      const purposeOf = purpose(input.note);
      if (purposeOf === null) return refuse('BAD_USER_INPUT', 'note', noteWanted);
      const published = await publishedNumber(tx);
      const from = input.basedOn ?? published;
      const rules = from === 0 ? [] : (await read(tx, from))?.rules;
      if (!rules) return refuse('NOT_FOUND', 'basedOn', `There is no ${noun} ${from}.`);
      return done(await addDraft(tx, context, { rules, note: purposeOf, detail: { from } }));
    });
  }

  /** Replaces a draft's rules as a whole. `revision` is the one that was read: another one means that somebody else saved meanwhile. */
  function saveDraft(
    context: VersionContext,
    input: { number: number; revision: number; rules: readonly Rule[]; note?: string | null },
  ): Promise<Outcome> {
    return change(context, async (tx) => {
      if (input.rules.length > maxRules)
        return refuse('BAD_USER_INPUT', 'rules', `At most ${maxRules} rules; ${input.rules.length} were given.`);
      const found = await lockDraft(tx, input);
      if ('userErrors' in found) return found;
      const purposeNow = input.note == null ? found.note : purpose(input.note);
      if (purposeNow === null) return refuse('BAD_USER_INPUT', 'note', noteWanted, found);
      return done(await replaceRules(tx, context, { number: input.number, rules: input.rules, note: purposeNow }));
    });
  }

  /**
   * It holds from now on. Refused with errors in its rules, and when another version was published since the draft was made: that one would be undone in silence.
   */
  function publishDraft(context: VersionContext, input: { number: number; revision: number }): Promise<Outcome> {
    return change(context, async (tx, actor) => {
      const draft = await lockDraft(tx, input);
      if ('userErrors' in draft) return draft;
      const errors = await errorsOf(tx, draft.rules);
      if (errors[0])
        return refuse(
          'BAD_USER_INPUT',
          'number',
          `${errors.length} ${errors.length === 1 ? 'thing stands' : 'things stand'} in the way; ${place(errors[0])}.`,
          draft,
        );
      const published = await publishedNumber(tx);
      if (published !== draft.basedOn)
        return refuse(
          'CONFLICT',
          'number',
          `${Noun} ${published} was published since this draft was made from ${draft.basedOn}; make a new draft and carry your rules over.`,
          draft,
        );
      await publish(tx, draft.number, actor);
      await note(tx, context, actions.published, draft.number, { replaces: published });
      return done((await read(tx, draft.number)) as Row);
    });
  }

  /** Publishes the rules of an earlier version again, as a version of its own. 0 is no rules. */
  function rollBack(context: VersionContext, input: { toNumber: number; note: string }): Promise<Outcome> {
    return change(context, async (tx, actor) => {
      const why = purpose(input.note);
      if (why === null) return refuse('BAD_USER_INPUT', 'note', 'Say why, in 3 to 500 characters.');
      const earlier = input.toNumber === 0 ? null : await read(tx, input.toNumber);
      if (input.toNumber !== 0 && (!earlier || earlier.publishedAt === null))
        return refuse('NOT_FOUND', 'toNumber', `${Noun} ${input.toNumber} was never published.`);
      const published = await publishedNumber(tx);
      if (published === input.toNumber)
        return refuse('BAD_USER_INPUT', 'toNumber', `${Noun} ${input.toNumber} is what is published.`);
      const errors = await errorsOf(tx, earlier?.rules ?? []);
      if (errors[0])
        return refuse('BAD_USER_INPUT', 'toNumber', `Its rules do not hold any more; ${place(errors[0])}.`);
      const made = await insert(tx, { rules: earlier?.rules ?? [], basedOn: published, note: why, actor });
      await publish(tx, made.number, actor);
      await note(tx, context, actions.rolledBack, made.number, { to: input.toNumber, replaces: published });
      return done((await read(tx, made.number)) as Row);
    });
  }

  function discardDraft(context: VersionContext, input: { number: number; revision: number }): Promise<Outcome> {
    return change(context, async (tx) => {
      const draft = await lockDraft(tx, input);
      if ('userErrors' in draft) return draft;
      await tx.unsafe(`update tracking.${table} set state = 'DISCARDED', updated_at = now() where number = $1`, [
        draft.number,
      ]);
      await note(tx, context, actions.discarded, draft.number, {});
      return done((await read(tx, draft.number)) as Row);
    });
  }

  async function change(
    context: VersionContext,
    run: (tx: TransactionSql, actor: string) => Promise<Outcome>,
  ): Promise<Outcome> {
    requireOperator(context.viewer);
    const outcome = await context.sql.begin(async (tx) => {
      await lock(tx);
      return run(tx, actorOf(context));
    });
    if (outcome.version?.state === 'PUBLISHED') kind.onPublished();
    return outcome;
  }

  /** Whoever changes a version holds this until its transaction ends. */
  async function lock(tx: TransactionSql): Promise<void> {
    await tx`select pg_advisory_xact_lock(hashtext(${`tracking.${table}`}))`;
  }

  async function publishedNumber(tx: TransactionSql): Promise<number> {
    const [row] = await tx.unsafe<{ number: number }[]>(
      `select number from tracking.${table} where state = 'PUBLISHED'`,
    );
    return row?.number ?? 0;
  }

  async function lockDraft(
    tx: TransactionSql,
    { number, revision }: { number: number; revision: number },
  ): Promise<Row | Outcome> {
    const found = await read(tx, number);
    if (!found) return refuse('NOT_FOUND', 'number', `There is no ${noun} ${number}.`);
    if (found.state !== 'DRAFT')
      return refuse('CONFLICT', 'number', `${Noun} ${number} is no draft any more; make a new one from it.`, found);
    if (found.revision !== revision)
      return refuse(
        'CONFLICT',
        'revision',
        `Somebody saved revision ${found.revision} meanwhile; look at it first.`,
        found,
      );
    return found;
  }

  /** A draft on top of what is published, on record. The caller holds the lock. */
  async function addDraft(
    tx: TransactionSql,
    context: VersionContext,
    draft: { rules: readonly Rule[]; note: string; detail: Record<string, unknown> },
  ): Promise<Row> {
    const basedOn = await publishedNumber(tx);
    const made = await insert(tx, { rules: draft.rules, basedOn, note: draft.note, actor: actorOf(context) });
    await note(tx, context, actions.drafted, made.number, draft.detail);
    return made;
  }

  /** The caller holds the lock and has seen that it is a draft. */
  async function replaceRules(
    tx: TransactionSql,
    context: VersionContext,
    saved: { number: number; rules: readonly Rule[]; note: string },
  ): Promise<Row> {
    const rules = saved.rules.map(normalise);
    await tx.unsafe(
      `update tracking.${table} set rules = $1, note = $2, revision = revision + 1, updated_at = now() where number = $3`,
      [tx.json(rules as never), saved.note, saved.number] as never,
    );
    await note(tx, context, actions.saved, saved.number, {
      rules: rules.length,
      sha256: hash('sha256', JSON.stringify(rules)),
    });
    return (await read(tx, saved.number)) as Row;
  }

  async function insert(
    tx: TransactionSql,
    draft: { rules: readonly Rule[]; basedOn: number; note: string; actor: string },
  ): Promise<Row> {
    const [row] = await tx.unsafe<{ number: number }[]>(
      `insert into tracking.${table} (number, state, rules, based_on, note, author)
       select coalesce(max(number), 0) + 1, 'DRAFT', $1, $2, $3, $4 from tracking.${table} returning number`,
      [tx.json(draft.rules as never), draft.basedOn, draft.note, draft.actor] as never,
    );
    return (await read(tx, row?.number ?? 0)) as Row;
  }

  async function publish(tx: TransactionSql, number: number, actor: string): Promise<void> {
    await tx.unsafe(`update tracking.${table} set state = 'RETIRED' where state = 'PUBLISHED'`);
    await tx.unsafe(
      `update tracking.${table} set state = 'PUBLISHED', published_by = $1, published_at = now() where number = $2`,
      [actor, number],
    );
  }

  async function note(
    tx: TransactionSql,
    { requestId, viewer }: VersionContext,
    action: AuditAction<'tracking'>,
    number: number,
    detail: Record<string, unknown>,
  ): Promise<void> {
    await recordAudit(tx, {
      schema: 'tracking',
      ...auditActor(viewer),
      action,
      subject: `${noun} ${number}`,
      requestId,
      detail,
    });
  }

  return {
    list,
    find,
    read,
    lock,
    addDraft,
    replaceRules,
    createDraft,
    saveDraft,
    publishDraft,
    rollBack,
    discardDraft,
  };
}

const actorOf = ({ viewer }: VersionContext) => viewer.sub ?? 'unknown';

const place = ({ rule, message }: { rule: number | null; message: string }) =>
  rule === null ? message : `rule ${rule}: ${message}`;

function purpose(given: string): string | null {
  const note = given.trim().toWellFormed().replaceAll('\0', '');
  return note.length < 3 || note.length > 500 ? null : note;
}

/** A text of a rule as it is stored; null for an empty one. */
export const ruleText = (value: string | null | undefined): string | null =>
  value?.trim().slice(0, 100).toWellFormed().replaceAll('\0', '').trim() || null;
