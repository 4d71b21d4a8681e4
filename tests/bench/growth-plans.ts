import type { Sql } from '@milepost/service-kit';

/** A node of PostgreSQL's JSON plans, as far as it is looked at. */
interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Subplan Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Subplans Removed'?: number;
  'Heap Fetches'?: number;
  'Shared Hit Blocks': number;
  'Shared Read Blocks': number;
  Plans?: PlanNode[];
}

/** The statements that one call of the service sent, with the plans that PostgreSQL used for them. */
export interface Statement {
  text: string;
  plan: PlanNode;
  pages: { hit: number; read: number };
}

const logFile = 'growth-log/server.json';

/** Settings of a server whose plans can be read back: what auto_explain says goes into a file as JSON. */
export const planLogSettings = {
  logging_collector: 'on',
  log_destination: 'jsonlog',
  log_directory: 'growth-log',
  log_filename: 'server',
  log_rotation_age: '0',
  log_rotation_size: '0',
};

/**
 * Runs `work`, whose statements go over `sql` (one connection that has run them before, so that the plan is the one it has come to use, prepared as
 * the service prepares it), and gives the plans of what was really run. `admin` is another client of the same server.
 */
export async function capturePlans(sql: Sql, admin: Sql, work: () => Promise<unknown>): Promise<Statement[]> {
  await sql.unsafe(`load 'auto_explain'`);
  await sql.unsafe(
    `set auto_explain.log_analyze = on; set auto_explain.log_buffers = on; set auto_explain.log_timing = off; set auto_explain.log_format = json;
     set auto_explain.log_parameter_max_length = 0; set auto_explain.log_min_duration = 0`,
  );
  const [backend] = await sql<{ pid: number }[]>`select pg_backend_pid() as pid`;
  const from = (await readLog(admin, 0)).end;
  try {
    await work();
  } finally {
    await sql.unsafe('set auto_explain.log_min_duration = -1');
  }
  const { lines } = await readLog(admin, from);
  return lines
    .filter(({ pid, message }) => pid === backend?.pid && /plan:\s*\{/.test(message))
    .map(({ message }) => JSON.parse(message.slice(message.indexOf('{'))) as { 'Query Text': string; Plan: PlanNode })
    .filter(({ 'Query Text': text }) => !text.includes('pg_backend_pid'))
    .map(({ 'Query Text': text, Plan: plan }) => ({
      text,
      plan,
      pages: { hit: plan['Shared Hit Blocks'], read: plan['Shared Read Blocks'] },
    }));
}

/** What was logged from an offset in bytes on. The collector writes behind: waits for a mark of our own before it reads. */
async function readLog(admin: Sql, from: number): Promise<{ lines: { pid: number; message: string }[]; end: number }> {
  const mark = `growth ${process.hrtime.bigint()}`;
  await admin.unsafe(`do $$ begin raise log '${mark}'; end $$`);
  for (const deadline = Date.now() + 10_000; Date.now() < deadline; ) {
    const [row] = await admin<{ text: string }[]>`select pg_read_file(${logFile}, ${from}, 1000000000) as text`;
    if (row?.text.includes(mark) && row.text.endsWith('\n')) {
      const lines = row.text.trim().split('\n');
      return {
        lines: lines.map((line) => JSON.parse(line) as { pid: number; message: string }),
        end: from + Buffer.byteLength(row.text),
      };
    }
    await new Promise((again) => setTimeout(again, 20));
  }
  throw new Error('PostgreSQL did not log the plans within 10 seconds');
}

const watched = /^(fact|event|shipment|link|ref)(_\d{6})?$/;
/** Reading a table of less than 8 MB in one go is right: that is cheaper than looking rows up. */
const smallPages = 1_024;

export interface Verdict {
  faults: string[];
  /** Partitions looked into against lookups in a partitioned table. */
  visited: number;
  lookups: number;
}

/**
 * What is wrong with a plan: a whole table read although it is large, or partitions searched that cannot hold the row. A pruned lookup runs one partition each time; an
 * unpruned one runs them all, so the runs of the partitions together are counted against the runs of the node above them.
 */
export function judge(plan: PlanNode): Verdict {
  const verdict: Verdict = { faults: [], visited: 0, lookups: 0 };
  const visit = (node: PlanNode) => {
    const children = node.Plans ?? [];
    if (isWholeRead(node) && pagesOf(node) > smallPages)
      verdict.faults.push(`Seq Scan on ${node['Relation Name']}, ${pagesOf(node)} pages`);
    if (node['Node Type'] === 'Append' || node['Node Type'] === 'Merge Append') {
      const parts = children.filter((child) => child['Actual Loops'] > 0 && isOnPartition(child));
      const visited = parts.reduce((sum, child) => sum + child['Actual Loops'], 0);
      verdict.visited += visited;
      verdict.lookups += parts.length > 0 ? node['Actual Loops'] : 0;
      const isSmall = parts.every(isWholeRead) && pagesOf(node) <= smallPages;
      if (visited > node['Actual Loops'] && !isSmall)
        verdict.faults.push(
          `${nameOf(parts[0])} is not pruned: ${visited} partitions searched in ${node['Actual Loops']} lookups, ${pagesOf(node)} pages`,
        );
    }
    for (const child of children) visit(child);
  };
  visit(plan);
  return verdict;
}

const pagesOf = (node: PlanNode) => node['Shared Hit Blocks'] + node['Shared Read Blocks'];
const isWholeRead = (node: PlanNode) =>
  node['Node Type'] === 'Seq Scan' && node['Actual Loops'] > 0 && watched.test(node['Relation Name'] ?? '');

function isOnPartition(node: PlanNode): boolean {
  return /^(fact|event|shipment)_\d{6}$/.test(node['Relation Name'] ?? '') || (node.Plans ?? []).some(isOnPartition);
}

function nameOf(node: PlanNode | undefined): string {
  if (!node) return '?';
  return node['Relation Name']?.replace(/_\d{6}$/, '') ?? nameOf(node.Plans?.[0]);
}

/** A plan as lines; what was never executed is only counted. */
export function planLines(node: PlanNode, depth = 0): string[] {
  const children = node.Plans ?? [];
  const idle = children.filter((child) => child['Actual Loops'] === 0 && isOnPartition(child));
  const parts = [
    `${node['Subplan Name'] ? `[${node['Subplan Name']}] ` : ''}${node['Node Type']}`,
    node['Relation Name'] && `on ${node['Relation Name']}`,
    node['Index Name'] && `by ${node['Index Name']}`,
    node['Actual Loops'] === 0
      ? '(never executed)'
      : `(rows ${node['Actual Rows']}, loops ${node['Actual Loops']}, pages ${pagesOf(node)}${node['Heap Fetches'] ? `, heap fetches ${node['Heap Fetches']}` : ''})`,
    node['Subplans Removed'] && `${node['Subplans Removed']} partitions removed`,
    idle.length > 0 && `${idle.length} partitions never executed`,
  ];
  // Partitions of one node look alike: the first two tell.
  const shown = node['Node Type'] === 'Append' ? children.filter((child) => !idle.includes(child)) : children;
  const hidden = node['Node Type'] === 'Append' ? Math.max(0, shown.length - 2) : 0;
  return [
    `${'  '.repeat(depth)}${parts.filter(Boolean).join(' ')}`,
    ...shown.slice(0, shown.length - hidden).flatMap((child) => planLines(child, depth + 1)),
    ...(hidden > 0 ? [`${'  '.repeat(depth + 1)}and ${hidden} partitions more`] : []),
  ];
}
