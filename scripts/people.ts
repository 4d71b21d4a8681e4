import { parseArgs } from 'node:util';
import { addLocalStaff, listLocalStaff, removeStaff, renewPasswordLink } from '@milepost/gateway/local-staff';
import { runCommand, say, UsageError, withDatabase } from './installation.ts';

/**
 * Staff without single sign-on. Nobody but its owner sees a password: add and link print an address, good once and for a day, where it is set. See docs/identity.md.
 * add EMAIL --role agent|operator [--name NAME] [--companies 1,2] [--regions eu,us]: without companies or regions: all.
 * link EMAIL [--forget-second-factor]: for a lost password, or a lost phone.
 * list; remove EMAIL.
 */
const usage = `usage: npm run people -- add EMAIL --role agent|operator [--name NAME] [--companies 1,2] [--regions eu,us]
       npm run people -- link EMAIL [--forget-second-factor]
       npm run people -- list
       npm run people -- remove EMAIL`;

const application = 'milepost-people';
const origin = new URL(process.env['PUBLIC_ORIGIN'] || 'http://localhost:4000').origin;
const sayLink = (token: string) => {
  say('Hand this on by a way that only this person reads; it sets the password once, within a day:');
  say(`  ${origin}/sign-in/password?token=${token}`);
};
const listOf = (text: string | undefined) =>
  text
    ?.split(',')
    .map((part) => part.trim())
    .filter(Boolean) ?? null;

async function add(email: string, values: Values): Promise<void> {
  const { role, name = '' } = values;
  if (role !== 'agent' && role !== 'operator') throw new UsageError(`--role must be agent or operator\n${usage}`);
  const companies = listOf(values.companies)?.map(Number) ?? null;
  const regions = listOf(values.regions);
  // An empty list would see nothing, and look like "all" to whoever typed it.
  if (companies && (companies.length === 0 || !companies.every((id) => Number.isInteger(id) && id > 0)))
    throw new UsageError('--companies must be ids of companies in Odoo, separated by commas');
  if (regions?.length === 0) throw new UsageError('--regions must be names of regions, separated by commas');
  await withDatabase(application, async (sql) =>
    sayLink(await addLocalStaff(sql, { email, name, role, companies, regions })),
  );
}

async function list(): Promise<void> {
  const people = await withDatabase(application, listLocalStaff);
  for (const { email, name, role, companies, regions, hasPassword, hasSecondFactor } of people) {
    const scope = `companies ${companies?.join(', ') ?? 'all'}, regions ${regions?.join(', ') ?? 'all'}`;
    const state = !hasPassword ? 'no password yet' : hasSecondFactor ? 'second factor set up' : 'no second factor yet';
    say(`${email}  ${name}  ${role}  ${scope}  ${state}`);
  }
  if (people.length === 0) say('no local staff');
}

const options = {
  role: { type: 'string' },
  name: { type: 'string' },
  companies: { type: 'string' },
  regions: { type: 'string' },
  'forget-second-factor': { type: 'boolean' },
} as const;
type Values = ReturnType<typeof parseArgs<{ options: typeof options }>>['values'];

function read() {
  try {
    return parseArgs({ options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\n${usage}`);
  }
}

await runCommand(async () => {
  const { values, positionals } = read();
  const [command, email = '', ...rest] = positionals;
  if (rest.length > 0 || (command !== 'list' && !email)) throw new UsageError(usage);
  switch (command) {
    case 'add':
      return add(email, values);
    case 'link':
      return withDatabase(application, async (sql) =>
        sayLink(await renewPasswordLink(sql, email, { forgetSecondFactor: values['forget-second-factor'] ?? false })),
      );
    case 'remove':
      await withDatabase(application, (sql) => removeStaff(sql, email));
      return say(`${email} is removed`);
    case 'list':
      return list();
    default:
      throw new UsageError(usage);
  }
});
