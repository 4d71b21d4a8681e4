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
import { lintRules, type MappingFinding } from './lint.ts';
import { type MappingRule, ruleKey } from './mapping.ts';

export interface MappingVersionRow {
  number: number;
  state: 'DRAFT' | 'PUBLISHED' | 'RETIRED' | 'DISCARDED';
  rules: MappingRule[];
  basedOn: number;
  revision: number;
  note: string;
  author: string;
  createdAt: Date;
  updatedAt: Date;
  publishedBy: string | null;
  publishedAt: Date | null;
}

interface Context {
  sql: Sql;
  viewer: Viewer;
  requestId: string;
  wakeMapping: () => void;
}

interface Outcome {
  mapping: MappingVersionRow | null;
  userErrors: { code: string; message: string; field: string[] }[];
}

const columns = `number, state, rules, based_on as "basedOn", revision, note, author, created_at as "createdAt", updated_at as "updatedAt",
  published_by as "publishedBy", published_at as "publishedAt"`;
const maxRules = 2_000;

const done = (mapping: MappingVersionRow): Outcome => ({ mapping, userErrors: [] });
const refuse = (code: string, field: string, message: string, mapping: MappingVersionRow | null = null): Outcome => ({
  mapping,
  userErrors: [{ code, message, field: ['input', field] }],
});

/** Newest first; drafts, what is published, and what was. */
export async function listMappings({ sql, viewer }: Context, first: number | null): Promise<MappingVersionRow[]> {
  requireOperator(viewer);
  const size = first ?? 20;
  if (size < 1 || size > 100) throw new BadUserInputError('first', 'first must be between 1 and 100');
  return sql.unsafe<MappingVersionRow[]>(
    `select ${columns} from tracking.mapping_version order by number desc limit $1`,
    [size],
  );
}

export async function findMapping({ sql, viewer }: Context, number: number): Promise<MappingVersionRow | null> {
  requireOperator(viewer);
  return read(sql, number);
}

async function read(sql: Pick<Sql, 'unsafe'>, number: number): Promise<MappingVersionRow | null> {
  const [row] = await sql.unsafe<MappingVersionRow[]>(
    `select ${columns} from tracking.mapping_version where number = $1`,
    [number],
  );
  return row ?? null;
}

/** Codes that facts carry and no built-in table knows. */
async function seenCodes(sql: Pick<Sql, 'unsafe'>): Promise<ReadonlySet<string>> {
  const rows = await sql.unsafe<{ provider: string; code: string; sub_code: string }[]>(
    'select provider, code, sub_code from tracking.unknown_code limit 10000',
  );
  return new Set(
    rows.flatMap(({ provider, code, sub_code }) => {
      const subCode = sub_code || null;
      return [
        ruleKey({ provider, code: code || null, subCode }),
        ruleKey({ provider, code: null, subCode }),
        ruleKey({ provider, code: code || null, subCode: null }),
      ];
    }),
  );
}

export async function lintMapping({ sql, viewer }: Context, rules: readonly MappingRule[]): Promise<MappingFinding[]> {
  requireOperator(viewer);
  return lintRules(rules, await seenCodes(sql));
}

/** A new draft with the rules of what is published, or of an older version. */
export function createDraft(context: Context, input: { basedOn?: number | null; note: string }): Promise<Outcome> {
  return change(context, async (tx, actor) => {
    const purposeOf = purpose(input.note);
    if (purposeOf === null)
      return refuse('BAD_USER_INPUT', 'note', 'Say what the draft is for, in 3 to 500 characters.');
    const published = await publishedNumber(tx);
    const from = input.basedOn ?? published;
    const rules = from === 0 ? [] : (await read(tx, from))?.rules;
    if (!rules) return refuse('NOT_FOUND', 'basedOn', `There is no mapping ${from}.`);
    const draft = await insert(tx, { rules, basedOn: published, note: purposeOf, actor });
    await note(tx, context, 'mapping.drafted', draft.number, { from });
    return done(draft);
  });
}

/** Replaces a draft's rules as a whole. `revision` is the one that was read: another one means that somebody else saved meanwhile. */
export function saveDraft(
  context: Context,
  input: { number: number; revision: number; rules: readonly MappingRule[]; note?: string | null },
): Promise<Outcome> {
  return change(context, async (tx) => {
    if (input.rules.length > maxRules)
      return refuse('BAD_USER_INPUT', 'rules', `At most ${maxRules} rules; ${input.rules.length} were given.`);
    const found = await lockDraft(tx, input);
    if ('userErrors' in found) return found;
    const purposeNow = input.note == null ? found.note : purpose(input.note);
    if (purposeNow === null)
      return refuse('BAD_USER_INPUT', 'note', 'Say what the draft is for, in 3 to 500 characters.', found);
    const rules = input.rules.map(normalised);
    await tx`update tracking.mapping_version set rules = ${tx.json(rules as never)}, note = ${purposeNow}, revision = revision + 1,
      updated_at = now() where number = ${input.number}`;
    await note(tx, context, 'mapping.saved', input.number, {
      rules: rules.length,
      sha256: hash('sha256', JSON.stringify(rules)),
    });
    return done((await read(tx, input.number)) as MappingVersionRow);
  });
}

/**
 * From now on messages are read with it, and the past is derived again behind everything live. Refused with errors in its rules, and when another version was
 * published since the draft was made: that one would be undone in silence.
 */
export function publishDraft(context: Context, input: { number: number; revision: number }): Promise<Outcome> {
  return change(context, async (tx, actor) => {
    const draft = await lockDraft(tx, input);
    if ('userErrors' in draft) return draft;
    const errors = lintRules(draft.rules, await seenCodes(tx)).filter(({ severity }) => severity === 'ERROR');
    if (errors[0])
      return refuse(
        'BAD_USER_INPUT',
        'number',
        `${errors.length} rules cannot be published; rule ${errors[0].rule}: ${errors[0].message}.`,
        draft,
      );
    const published = await publishedNumber(tx);
    if (published !== draft.basedOn)
      return refuse(
        'CONFLICT',
        'number',
        `Mapping ${published} was published since this draft was made from ${draft.basedOn}; make a new draft and carry your rules over.`,
        draft,
      );
    await publish(tx, draft.number, actor);
    await note(tx, context, 'mapping.published', draft.number, { replaces: published });
    return done((await read(tx, draft.number)) as MappingVersionRow);
  });
}

/** Publishes the rules of an earlier version again, as a version of its own: history only grows. 0 is the built-in tables alone. */
export function rollBack(context: Context, input: { toNumber: number; note: string }): Promise<Outcome> {
  return change(context, async (tx, actor) => {
    const why = purpose(input.note);
    if (why === null) return refuse('BAD_USER_INPUT', 'note', 'Say why, in 3 to 500 characters.');
    const earlier = input.toNumber === 0 ? null : await read(tx, input.toNumber);
    if (input.toNumber !== 0 && (!earlier || earlier.publishedAt === null))
      return refuse('NOT_FOUND', 'toNumber', `Mapping ${input.toNumber} was never published.`);
    const published = await publishedNumber(tx);
    if (published === input.toNumber)
      return refuse('BAD_USER_INPUT', 'toNumber', `Mapping ${input.toNumber} is what is published.`);
    const errors = lintRules(earlier?.rules ?? [], new Set()).filter(({ severity }) => severity === 'ERROR');
    if (errors[0])
      return refuse(
        'BAD_USER_INPUT',
        'toNumber',
        `Its rules do not hold any more; rule ${errors[0].rule}: ${errors[0].message}.`,
      );
    const made = await insert(tx, { rules: earlier?.rules ?? [], basedOn: published, note: why, actor });
    await publish(tx, made.number, actor);
    await note(tx, context, 'mapping.rolled_back', made.number, { to: input.toNumber, replaces: published });
    return done((await read(tx, made.number)) as MappingVersionRow);
  });
}

export function discardDraft(context: Context, input: { number: number; revision: number }): Promise<Outcome> {
  return change(context, async (tx) => {
    const draft = await lockDraft(tx, input);
    if ('userErrors' in draft) return draft;
    await tx`update tracking.mapping_version set state = 'DISCARDED', updated_at = now() where number = ${draft.number}`;
    await note(tx, context, 'mapping.discarded', draft.number, {});
    return done((await read(tx, draft.number)) as MappingVersionRow);
  });
}

/** Changes are rare: one at a time, so that numbers, base and publication agree. */
async function change(
  context: Context,
  run: (tx: TransactionSql, actor: string) => Promise<Outcome>,
): Promise<Outcome> {
  requireOperator(context.viewer);
  const outcome = await context.sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(hashtext('tracking.mapping'))`;
    return run(tx, context.viewer.sub ?? 'unknown');
  });
  if (outcome.mapping?.state === 'PUBLISHED') context.wakeMapping();
  return outcome;
}

async function publishedNumber(tx: TransactionSql): Promise<number> {
  const [row] = await tx<{ number: number }[]>`select number from tracking.mapping_version where state = 'PUBLISHED'`;
  return row?.number ?? 0;
}

async function lockDraft(
  tx: TransactionSql,
  { number, revision }: { number: number; revision: number },
): Promise<MappingVersionRow | Outcome> {
  const found = await read(tx, number);
  if (!found) return refuse('NOT_FOUND', 'number', `There is no mapping ${number}.`);
  if (found.state !== 'DRAFT')
    return refuse('CONFLICT', 'number', `Mapping ${number} is no draft any more; make a new one from it.`, found);
  if (found.revision !== revision)
    return refuse(
      'CONFLICT',
      'revision',
      `Somebody saved revision ${found.revision} meanwhile; look at it first.`,
      found,
    );
  return found;
}

async function insert(
  tx: TransactionSql,
  draft: { rules: readonly MappingRule[]; basedOn: number; note: string; actor: string },
): Promise<MappingVersionRow> {
  const [row] = await tx<{ number: number }[]>`
    insert into tracking.mapping_version (number, state, rules, based_on, note, author)
    select coalesce(max(number), 0) + 1, 'DRAFT', ${tx.json(draft.rules as never)}, ${draft.basedOn}, ${draft.note}, ${draft.actor} from tracking.mapping_version
    returning number`;
  return (await read(tx, row?.number ?? 0)) as MappingVersionRow;
}

async function publish(tx: TransactionSql, number: number, actor: string): Promise<void> {
  await tx`update tracking.mapping_version set state = 'RETIRED' where state = 'PUBLISHED'`;
  await tx`update tracking.mapping_version set state = 'PUBLISHED', published_by = ${actor}, published_at = now() where number = ${number}`;
}

async function note(
  tx: TransactionSql,
  { requestId, viewer }: Context,
  action: AuditAction<'tracking'>,
  number: number,
  detail: Record<string, unknown>,
): Promise<void> {
  await recordAudit(tx, {
    schema: 'tracking',
    ...auditActor(viewer),
    action,
    subject: `mapping ${number}`,
    requestId,
    detail,
  });
}

function purpose(given: string): string | null {
  const note = given.trim().toWellFormed().replaceAll('\0', '');
  return note.length < 3 || note.length > 500 ? null : note;
}

const text = (value: string | null | undefined) =>
  value?.trim().slice(0, 100).toWellFormed().replaceAll('\0', '') || null;

function normalised({ provider, code, subCode, milestone, reason, isDelay }: MappingRule): MappingRule {
  return {
    provider: text(provider) ?? '',
    code: text(code),
    subCode: text(subCode),
    milestone,
    reason: reason ?? null,
    isDelay,
  };
}
