import { bulkReadScope, type Viewer } from '@milepost/service-kit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startWorld, viewer } from './support/world.ts';

let world: Awaited<ReturnType<typeof startWorld>>;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

const partner = viewer({ role: 'partner', level: 'PARTNER', sub: 'shop-system', sid: 'partner:shop-system:1' });
const named = '{ order(id: "T3JkZXI6NDY") { name customer { id name } } }';

async function rowsOf(requestId: string) {
  return world.sql`select actor, role, sid, subject, subjects, detail from odoo.audit where request_id = ${requestId} and action = 'personal_data.read' order by id`;
}
async function ask(as: Viewer, query: string) {
  const requestId = crypto.randomUUID();
  world.statements.length = 0;
  const answer = await world.query(as, query, { requestId });
  const writes = world.statements.filter((text) => text.startsWith('insert into odoo.audit'));
  return { answer, writes: writes.length, rows: await rowsOf(requestId) };
}

describe('who was shown whose name', () => {
  test('is written down before the answer leaves: the order and its customer, in one statement', async () => {
    const { answer, writes, rows } = await ask(viewer(), named);
    expect(answer.data).toMatchObject({ order: { name: 'S00046', customer: { name: expect.any(String) } } });
    const [{ customer } = { customer: 0 }] = await world.sql<
      { customer: number }[]
    >`select commercial_partner_id as customer from odoo.sale_order where id = 46`;
    expect(rows).toEqual([
      {
        actor: 'anna',
        role: 'agent',
        sid: 'person:test',
        subject: '2 subjects',
        subjects: [`customer ${customer}`, 'order 46'],
        detail: { fields: ['Customer.name'] },
      },
    ]);
    expect(writes).toBe(1);
  });

  test('is one statement for a list too, and a partner is named by its client', async () => {
    const { answer, writes, rows } = await ask(partner, '{ orders(first: 20) { nodes { customer { name } } } }');
    const orders = (answer.data as { orders: { nodes: object[] } }).orders.nodes;
    expect(orders).toHaveLength(20);
    expect(writes).toBe(1);
    expect(rows).toMatchObject([{ actor: 'shop-system', role: 'partner', sid: 'partner:shop-system:1' }]);
    const subjects = rows[0]?.['subjects'] as string[];
    expect(subjects.filter((subject) => subject.startsWith('order '))).toHaveLength(20);
    expect(new Set(subjects).size).toBe(subjects.length);
  });

  test('a colleague who looks at an order as its customer sees it was shown it all the same', async () => {
    const looking = viewer({ role: 'customer', viewedBy: 'agent', level: 'L3', customers: [], orders: [46] });
    const { rows } = await ask({ ...looking, sid: 'order-view:1' }, named);
    expect(rows).toMatchObject([{ actor: 'anna', role: 'agent', sid: 'order-view:1', subject: '2 subjects' }]);
  });

  test('says when a partner reads in bulk by agreement', async () => {
    const { rows } = await ask({ ...partner, scopes: ['shipments:read', bulkReadScope] }, named);
    expect(rows).toMatchObject([{ detail: { isBulk: true } }]);
  });

  test.each([
    ['no personal field was asked for', viewer(), '{ order(id: "T3JkZXI6NDY") { name customer { id } } }'],
    ['nothing was found', viewer({ companies: [] }), named],
    [
      'customers read their own',
      viewer({ role: 'customer', level: 'L1', sub: '46', companies: [], customers: [], orders: [46] }),
      named,
    ],
  ])('leaves no row and costs no statement where %s', async (_name, as, query) => {
    const { answer, writes, rows } = await ask(as, query);
    expect(answer.errors).toBeUndefined();
    expect(rows).toEqual([]);
    expect(writes).toBe(0);
  });

  test('is not shown at all while that cannot be written; other answers go on', async () => {
    await world.sql`alter table odoo.audit rename to audit_away`;
    try {
      const { data, errors } = await world.query(viewer(), named);
      expect(data).toBeNull();
      expect(errors).toEqual([
        {
          message: 'personal data is not shown while its audit cannot be written; try again',
          extensions: { code: 'UPSTREAM_UNAVAILABLE' },
        },
      ]);
      const other = await world.query(viewer(), '{ order(id: "T3JkZXI6NDY") { name customer { id } } }');
      expect(other.errors).toBeUndefined();
    } finally {
      await world.sql`alter table odoo.audit_away rename to audit`;
    }
    expect(world.lines.filter((line) => line.includes('an answer was withheld'))).toHaveLength(1);
  });
});
