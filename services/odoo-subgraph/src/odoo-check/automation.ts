import type { OdooClient } from '../odoo/client.ts';
import { OdooCallError } from '../odoo/errors.ts';
import { idList, optionalText } from '../odoo/values.ts';
import { isLoopback } from './connection.ts';
import { type Finding, failure, ok, skipped, warning } from './finding.ts';
import type { HintAnswer } from './hint-address.ts';

/** Models whose changes we want to hear of at once, and the fields that matter; everything else is found by asking. */
export const hinted: Readonly<Record<string, readonly string[]>> = {
  'stock.picking': ['state', 'carrier_tracking_ref', 'carrier_id', 'scheduled_date'],
  'sale.order': ['state', 'commitment_date'],
};
const path = /^\/webhooks\/odoo\/([^/]+)$/;
/** A hint names its record by itself. More than this tells whoever reads along what Odoo would not. */
const harmless = ['id', 'name', 'state', 'write_date'];
const context = { active_test: false };
const reading = { limit: 500, order: 'id', context };

interface Rule {
  name: string;
  model: string;
  isActive: boolean;
  trigger: string;
  /** Names; empty: any field. */
  triggers: string[];
  /** Conditions, as Odoo writes them. */
  filters: string[];
  targets: { url: URL | null; fields: string[] }[];
}

/**
 * The automation rules that send us hints, looked at as an administrator: those of our models that call an address. Their secret is never told. `secrets`: those that we take; `call`: sends a hint about nothing
 * to the address of a rule that has one of them.
 */
export async function checkAutomation(
  admin: OdooClient,
  { secrets, call }: { secrets: readonly string[]; call: (url: URL) => Promise<HintAnswer> },
): Promise<Finding[]> {
  let rules: Rule[];
  try {
    rules = await readRules(admin);
  } catch (error) {
    if (!(error instanceof OdooCallError)) throw error;
    if (error.kind === 'authentication')
      return [
        failure('automation', 'Odoo refuses the administrator', {
          cause: 'ODOO_ADMIN_LOGIN or ODOO_ADMIN_API_KEY is wrong, or the key has expired',
          remedy: 'make a key of one day for this check',
        }),
      ];
    if (error.kind === 'access')
      return [
        failure('automation', 'this administrator may not look at automation rules', {
          cause: 'he lacks Administration / Settings',
          remedy: 'use a user who has it; not the integration user',
        }),
      ];
    return error.kind === 'validation'
      ? [
          warning('automation', 'Odoo has no automation rules', {
            cause: 'the module Automation Rules (base_automation) is not installed',
            remedy: 'install it, or live without hints: changes are then found by asking, every few seconds',
          }),
        ]
      : [skipped('automation', `automation rules cannot be read (${error.reason})`)];
  }
  const answers = new Map<string, Promise<HintAnswer>>();
  const callOnce = (url: URL) => answers.get(url.href) ?? answers.set(url.href, call(url)).get(url.href);
  const findings = Object.keys(hinted).map((model) =>
    modelFindings(
      model,
      rules.filter((rule) => rule.model === model),
      secrets,
      callOnce as typeof call,
    ),
  );
  return (await Promise.all(findings)).flat();
}

async function readRules(admin: OdooClient): Promise<Rule[]> {
  const found = await admin.searchRead<Record<string, unknown>>('base.automation', {
    ...reading,
    domain: [['model_name', 'in', Object.keys(hinted)]],
    fields: [
      'name',
      'model_name',
      'trigger',
      'trigger_field_ids',
      'filter_pre_domain',
      'filter_domain',
      'action_server_ids',
      'active',
    ],
  });
  const actionIds = found.flatMap((rule) => idList.parse(rule['action_server_ids']));
  const actions = await admin.readByIds<Record<string, unknown> & { id: number }>('ir.actions.server', actionIds, {
    fields: ['state', 'webhook_url', 'webhook_field_ids'],
    context,
  });
  const fieldIds = [
    ...found.flatMap((rule) => idList.parse(rule['trigger_field_ids'])),
    ...actions.flatMap((action) => idList.parse(action['webhook_field_ids'])),
  ];
  const fields = await admin.readByIds<{ id: number; name: string }>('ir.model.fields', fieldIds, { fields: ['name'] });
  const names = new Map(fields.map(({ id, name }) => [id, name]));
  const namesOf = (ids: unknown) => idList.parse(ids).map((id) => names.get(id) ?? `field ${id}`);
  return found.map((rule) => {
    const ids = idList.parse(rule['action_server_ids']);
    return {
      name: String(rule['name']),
      model: String(rule['model_name']),
      isActive: rule['active'] === true,
      trigger: String(rule['trigger']),
      triggers: namesOf(rule['trigger_field_ids']),
      filters: [rule['filter_pre_domain'], rule['filter_domain']]
        .flatMap((text) => optionalText.parse(text) ?? [])
        .filter((text) => text !== '[]'),
      targets: actions
        .filter(({ id, state }) => ids.includes(id) && state === 'webhook')
        .map((action) => ({
          url: URL.parse(optionalText.parse(action['webhook_url']) ?? ''),
          fields: namesOf(action['webhook_field_ids']),
        })),
    };
  });
}

async function modelFindings(
  model: string,
  rules: readonly Rule[],
  secrets: readonly string[],
  call: (url: URL) => Promise<HintAnswer>,
): Promise<Finding[]> {
  const check = `automation.${model}`;
  const ours = rules.filter((rule) => rule.targets.some(({ url }) => url !== null && path.test(url.pathname)));
  const [rule] = ours.filter(({ isActive }) => isActive);
  if (!rule) {
    const elsewhere = rules.find(({ targets }) => targets.length > 0);
    return [
      failure(check, `no rule tells us of changes of ${model}`, {
        cause:
          ours.length > 0
            ? `the rule "${ours[0]?.name}" is archived`
            : elsewhere
              ? `the rule "${elsewhere.name}" calls ${elsewhere.targets.map(({ url }) => (url ? url.host : 'no address')).join(', ')} at another path than /webhooks/odoo/…`
              : 'nobody has made one',
        remedy: 'make it as docs/odoo.md, "Hints", says',
      }),
    ];
  }
  const problems = [
    ...triggerProblems(check, rule, hinted[model] ?? []),
    ...targetProblems(check, rule, secrets),
    ...(await addressProblems(check, rule, secrets, call)),
  ];
  const [target] = rule.targets;
  return problems.length > 0
    ? problems
    : [
        ok(check, `the rule "${rule.name}" tells ${target?.url?.host} of changes of ${model}`, {
          details: { host: target?.url?.host, path: '/webhooks/odoo/…' },
        }),
      ];
}

function triggerProblems(check: string, rule: Rule, wanted: readonly string[]): Finding[] {
  const missing = rule.triggers.length === 0 ? [] : wanted.filter((name) => !rule.triggers.includes(name));
  const remedy =
    'change it as docs/odoo.md, "Hints", says; until then these changes are found by asking, every few seconds';
  return [
    ...(rule.trigger !== 'on_create_or_write'
      ? [
          warning(check, `the rule "${rule.name}" does not run at every save`, {
            cause: `its trigger is ${rule.trigger}`,
            remedy,
          }),
        ]
      : []),
    ...(missing.length > 0
      ? [
          warning(check, `the rule "${rule.name}" says nothing when ${missing.join(', ')} change`, {
            cause: `it runs for ${rule.triggers.join(', ')} only`,
            remedy,
          }),
        ]
      : []),
    ...(rule.filters.length > 0
      ? [warning(check, `the rule "${rule.name}" runs for some records only`, { cause: 'it has a condition', remedy })]
      : []),
  ];
}

/** Where a rule sends our secret, whether hints are taken there. */
async function addressProblems(
  check: string,
  { name, targets }: Rule,
  secrets: readonly string[],
  call: (url: URL) => Promise<HintAnswer>,
): Promise<Finding[]> {
  const problems: Finding[] = [];
  const remedy =
    'set the URL of its webhook to https://<public address of the odoo-subgraph>/webhooks/odoo/<secret>, and see that a proxy before it lets POST through';
  for (const { url } of targets) {
    const given = path.exec(url?.pathname ?? '')?.[1];
    if (url === null || given === undefined || !secrets.includes(given)) continue;
    const answer = await call(url);
    if ('status' in answer) {
      if (answer.status === 200) continue;
      problems.push(
        failure(check, `the rule "${name}" calls ${url.host}, which answers hints with status ${answer.status}`, {
          cause:
            answer.status === 404
              ? 'something else listens there, or an odoo-subgraph that was not started anew since its secret changed'
              : answer.status >= 300 && answer.status < 400
                ? 'it sends on to another address, where Odoo does not take the hint along'
                : 'something else listens there, or a proxy before the odoo-subgraph refuses',
          remedy,
          details: { host: url.host, status: answer.status },
        }),
      );
    } else
      problems.push(
        warning(check, `the rule "${name}" calls ${url.host}, where nobody answers us`, {
          cause: `the address is wrong, no odoo-subgraph runs there, or only Odoo's machine reaches it (${answer.reason})`,
          remedy: `${remedy}; where only Odoo can reach it, "hints" says whether they arrive`,
          details: { host: url.host, reason: answer.reason },
        }),
      );
  }
  return problems;
}

function targetProblems(check: string, rule: Rule, secrets: readonly string[]): Finding[] {
  return rule.targets.flatMap(({ url, fields }) => {
    const given = path.exec(url?.pathname ?? '')?.[1];
    if (url === null || given === undefined) return [];
    const told = fields.filter((name) => !harmless.includes(name));
    const isOpen = url.protocol !== 'https:' && !isLoopback(url.hostname);
    return [
      ...(secrets.includes(given)
        ? []
        : [
            failure(check, `the rule "${rule.name}" sends another secret than we take`, {
              cause:
                secrets.length > 0
                  ? 'ODOO_WEBHOOK_SECRET was changed, or mistyped in Odoo'
                  : 'ODOO_WEBHOOK_SECRET is not set here',
              remedy:
                'end the address of its webhook in the secret of ODOO_WEBHOOK_SECRET; during a change both may stand there, separated by a comma',
            }),
          ]),
      ...(told.length > 0
        ? [
            (told.includes('access_token') ? failure : warning)(
              check,
              `the rule "${rule.name}" sends more than a hint`,
              {
                cause: `it sends ${told.join(', ')}, which we do not read`,
                remedy: 'take all fields out of its webhook: the record’s id goes along by itself',
              },
            ),
          ]
        : []),
      ...(isOpen
        ? [
            warning(check, `the rule "${rule.name}" sends its secret unencrypted to ${url.host}`, {
              cause: 'its address begins with http://',
              remedy: 'use the https address of the odoo-subgraph',
            }),
          ]
        : []),
    ];
  });
}
