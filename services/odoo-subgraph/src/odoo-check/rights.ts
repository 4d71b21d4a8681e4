import { mirrorModels } from '../mirror/models.ts';
import { allowedCalls } from '../odoo/allowed-calls.ts';
import type { OdooClient } from '../odoo/client.ts';
import { OdooCallError } from '../odoo/errors.ts';
import { optionalReference } from '../odoo/values.ts';
import { type Finding, failure, listOf, ok, plural, skipped, warning } from './finding.ts';

const sampleSize = 200;

/** Models without which everything else is served. */
export const isOptionalModel = (model: string): boolean =>
  mirrorModels.filter((mirrored) => mirrored.model === model).every(({ isOptional }) => isOptional);

/** What our user needs for what; measured on Odoo 18 with users of each group (recording 08). */
const groupFor = (model: string): string =>
  model === 'account.move' ? 'Sales / User: All Documents' : 'Sales / User: All Documents (or Inventory / User)';

/** What each of these is read for. */
const reasons = (models: readonly string[]): string =>
  models.map((model) => `${model}: ${allowedCalls[model]?.why}`).join('; ');

/** Rights that no group we ask for gives (recordings 08, 19), and the group that does. */
export const excess: readonly {
  model: string;
  operation: 'read' | 'write' | 'create' | 'unlink';
  group: string;
  isSevere: boolean;
  means: string;
}[] = [
  {
    model: 'ir.config_parameter',
    operation: 'read',
    group: 'Administration / Settings',
    isSevere: true,
    means: 'change anything in Odoo',
  },
  {
    model: 'base.automation',
    operation: 'read',
    group: 'Administration / Settings',
    isSevere: true,
    means: 'change anything in Odoo',
  },
  {
    model: 'ir.model',
    operation: 'read',
    group: 'Administration / Access Rights',
    isSevere: true,
    means: 'give itself every right',
  },
  {
    model: 'res.partner',
    operation: 'write',
    group: 'Extra Rights / Contact Creation',
    isSevere: false,
    means: 'change customers’ addresses',
  },
  {
    model: 'delivery.carrier',
    operation: 'create',
    group: 'Inventory / Administrator or Sales / Administrator',
    isSevere: false,
    means: 'change delivery methods',
  },
  { model: 'sale.order', operation: 'unlink', group: 'Sales / Administrator', isSevere: false, means: 'delete orders' },
];

const refusal = async <T>(run: Promise<T>): Promise<T | OdooCallError> => {
  try {
    return await run;
  } catch (error) {
    if (error instanceof OdooCallError) return error;
    throw error;
  }
};

/** Whether each model may be read. Whether it is there at all, checkFields says. */
export async function checkReadRights(client: OdooClient): Promise<Finding[]> {
  const models = Object.keys(allowedCalls);
  const answers = await Promise.all(models.map((model) => refusal(client.hasAccess(model, 'read'))));
  const refused = models.filter((_model, i) => answers[i] === false);
  const failed = models.filter((_model, i) => answers[i] instanceof OdooCallError);
  const required = refused.filter((model) => !isOptionalModel(model));
  const optional = refused.filter(isOptionalModel);
  const findings: Finding[] = [];
  if (required.length > 0)
    findings.push(
      failure('rights.read', `our user may not read ${required.join(', ')}`, {
        cause: `a group is missing; we read them for ${reasons(required)}`,
        remedy: `give the user ${[...new Set(required.map(groupFor))].join(' and ')} (Settings > Users)`,
        details: { models: required },
      }),
    );
  if (optional.length > 0)
    findings.push(
      warning('rights.read', `our user may not read ${optional.join(', ')}`, {
        cause: 'a group is missing; orders are not found by invoice number',
        remedy: `give the user ${[...new Set(optional.map(groupFor))].join(' and ')}, or leave it`,
        details: { models: optional },
      }),
    );
  if (failed.length > 0)
    findings.push(skipped('rights.read', `whether our user may read ${failed.join(', ')} cannot be said (see fields)`));
  return findings.length > 0 ? findings : [ok('rights.read', `our user may read all of ${listOf(models)}`)];
}

/** What our user needs for writing back; nobody has to have it who only reads. */
const toWrite = [
  {
    model: 'sale.order',
    operation: 'write',
    loses: 'the promised date is not moved, and orders get no lines and to-dos',
  },
  { model: 'stock.picking', operation: 'write', loses: 'deliveries get no lines' },
  { model: 'mail.activity', operation: 'create', loses: 'there are no to-dos' },
  { model: 'sale.advance.payment.inv', operation: 'create', loses: 'no invoice is drafted' },
] as const;

/** Whether our user may write what docs/odoo.md lists. A warning at most: writing back is a choice. */
export async function checkWriteRights(client: OdooClient): Promise<Finding> {
  const check = 'rights.write';
  const answers = await Promise.all(toWrite.map(({ model, operation }) => refusal(client.hasAccess(model, operation))));
  const refused = toWrite.filter((_right, i) => answers[i] === false);
  if (refused.length > 0)
    return warning(check, `our user may not write back: ${listOf(refused.map(({ model }) => model))}`, {
      cause: `a group is missing; ${refused.map(({ loses }) => loses).join('; ')}`,
      remedy:
        'give the user Sales / User: All Documents (Settings > Users), or leave it and set WRITE_BACK_POLICY to {"mode":"off"}',
      details: { rights: refused.map(({ model, operation }) => `${model}.${operation}`) },
    });
  return answers.some((answer) => answer instanceof OdooCallError)
    ? skipped(check, 'whether our user may write back cannot be said (see fields)')
    : ok(check, 'our user may write what is written back');
}

/** What our user may do although nobody needs it: a thief of the key could, too. */
export async function checkExcessRights(client: OdooClient): Promise<Finding> {
  // A module that is not installed gives nobody any right.
  const answers = await Promise.all(excess.map(({ model, operation }) => refusal(client.hasAccess(model, operation))));
  const found = excess.filter((_right, i) => answers[i] === true);
  if (found.length === 0) return ok('rights.excess', 'our user has no right of an administrator');
  const groups = [...new Set(found.map(({ group }) => group))];
  const told = {
    cause: `the user is in ${groups.join(', ')}`,
    remedy: 'take these groups away from the integration user; the automation rule is made by an administrator, once',
    details: { rights: found.map(({ model, operation }) => `${model}.${operation}`) },
  };
  const what = `our user can ${[...new Set(found.map(({ means }) => means))].join(', ')}`;
  return found.some(({ isSevere }) => isSevere)
    ? failure('rights.excess', what, told)
    : warning('rights.excess', what, told);
}

/** Whether the orders behind the latest deliveries can be read: "Own Documents Only" hides orders without a word, and shows their deliveries. */
export async function checkHiddenOrders(client: OdooClient): Promise<Finding> {
  const check = 'rights.orders';
  const deliveries = await refusal(
    client.searchRead<{ id: number; sale_id: unknown }>('stock.picking', {
      domain: [['sale_id', '!=', false]],
      fields: ['sale_id'],
      limit: sampleSize,
      order: 'id desc',
    }),
  );
  if (deliveries instanceof OdooCallError) return skipped(check, 'deliveries cannot be read');
  const wanted = [...new Set(deliveries.flatMap(({ sale_id }) => optionalReference.safeParse(sale_id).data ?? []))];
  const orders = await refusal(client.readByIds<{ id: number }>('sale.order', wanted, { fields: ['name'] }));
  if (orders instanceof OdooCallError) return skipped(check, 'orders cannot be read');
  const hidden = wanted.length - orders.length;
  return hidden > 0
    ? failure(check, `${plural(hidden, 'order')} of the ${wanted.length} behind the latest deliveries cannot be read`, {
        cause: 'the user has "Sales / User: Own Documents Only", or a company is missing among his allowed companies',
        remedy: 'give the user Sales / User: All Documents, and every company that Milepost serves',
      })
    : ok(check, `the orders behind the latest ${plural(deliveries.length, 'delivery', 'deliveries')} can be read`);
}

/** Which companies our user sees; what of these is served is nobody's guess but the reader's. */
export async function checkCompanies(client: OdooClient): Promise<Finding> {
  const companies = await refusal(
    client.searchRead<{ id: number; name: string }>('res.company', {
      domain: [],
      fields: ['name'],
      limit: 200,
      order: 'id',
    }),
  );
  if (companies instanceof OdooCallError) return skipped('companies', 'companies cannot be read');
  const names = companies.map(({ id, name }) => `${name} (${id})`);
  return companies.length === 0
    ? failure('companies', 'our user sees no company', {
        cause: 'none is allowed to him',
        remedy: 'set the allowed companies of the integration user',
      })
    : ok('companies', `our user sees ${listOf(names)}`, { details: { ids: companies.map(({ id }) => id) } });
}
