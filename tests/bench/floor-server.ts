import { createCipheriv, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import pg from 'pg';
import postgres from 'postgres';

/**
 * What the services are measured against, as a process of its own. FLOOR is `verify` (check the signature, parse, answer), `insert` (the same
 * with one encrypted insert per request), `sql` (an order by hand-written statements) or `orders` (orders by primary key).
 */
const { FLOOR, PORT, DATABASE_URL = '', WEBHOOK_SECRET = '' } = process.env;

function bodyOf(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => resolve(Buffer.concat(chunks)));
    request.on('error', reject);
  });
}

function verified(request: IncomingMessage, body: Buffer): Buffer {
  const expected = createHmac('sha256', WEBHOOK_SECRET).update(body).digest();
  const given = Buffer.from(String(request.headers['aftership-hmac-sha256']), 'base64');
  if (given.length !== 32 || !timingSafeEqual(given, expected)) throw new Error('bad signature');
  return expected;
}

function handlerOf(): (request: IncomingMessage) => Promise<string> {
  if (FLOOR === 'verify') {
    return async (request) => {
      const body = await bodyOf(request);
      verified(request, body);
      JSON.parse(body.toString('utf8'));
      return '{}';
    };
  }
  if (FLOOR === 'insert') {
    const pool = new pg.Pool({ connectionString: DATABASE_URL, max: 10 });
    const key = randomBytes(32);
    return async (request) => {
      const body = await bodyOf(request);
      const dedupe = verified(request, body);
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      const sealed = Buffer.concat([nonce, cipher.update(body), cipher.final(), cipher.getAuthTag()]);
      await pool.query({
        name: 'insert',
        text: `with kept as (insert into tracking.inbox (provider, dedupe, headers, request_id, key_id, body) values ('aftership', $1, '{}', '', 1, $2) on conflict do nothing returning id)
          insert into tracking.inbox_todo (lane, id) select 0, id from kept`,
        values: [dedupe, sealed],
      });
      return '{}';
    };
  }
  const sql = postgres(DATABASE_URL, { max: 8, onnotice: () => {} });
  if (FLOOR === 'orders')
    return async (request) => {
      const { ids } = JSON.parse((await bodyOf(request)).toString('utf8')) as { ids: number[] };
      return JSON.stringify(
        await sql`
          select o.id, o.name, o.placed_at, p.id as customer_id, p.name as customer_name, c.name as company_name
          from odoo.sale_order o join odoo.partner p on p.id = o.commercial_partner_id join odoo.company c on c.id = o.company_id where o.id = any(${ids})`,
      );
    };
  return async (request) => {
    const { name } = JSON.parse((await bodyOf(request)).toString('utf8')) as { name: string };
    const [order] = await sql`
      select o.id, o.name, o.state, o.placed_at, o.commitment_date, p.id as customer_id, p.name as customer_name, c.id as company_id, c.name as company_name, o.amount_total, u.name as currency
      from odoo.sale_order o join odoo.partner p on p.id = o.commercial_partner_id join odoo.company c on c.id = o.company_id join odoo.currency u on u.id = o.currency_id
      where o.name = ${name}`;
    if (!order) return 'null';
    const id = order['id'] as number;
    const [lines, deliveries, shipments] = await Promise.all([
      sql`select id, name, quantity, quantity_delivered, unit from odoo.order_line where order_id = ${id} and is_goods order by sequence, id`,
      sql`select k.id, k.name, k.type_code, k.state, k.scheduled_at, k.done_at, d.name as carrier, k.backorder_of from odoo.picking k left join odoo.delivery_carrier d on d.id = k.carrier_id
        where k.order_id = ${id} and (k.type_code = 'outgoing' or k.return_of is not null) order by k.id`,
      sql`select s.id, s.tracking_number, s.carrier_code, s.direction, s.status, s.milestone, s.reason, s.is_delayed, s.last_event_at, s.checked_at, s.state,
          (select array_agg(l.delivery_id) from tracking.link l where l.shipment_id = s.id) as deliveries,
          (select json_agg(e) from (select encode(key, 'hex') as key, milestone, status, reason, description, occurred_instant, occurred_local, occurred_precision, place_text, city, country_code, latitude, longitude, source
             from tracking.event where shipment_id = s.id order by sort_key desc limit 51) e) as events
        from tracking.shipment s where s.id in (select shipment_id from tracking.link where order_id = ${id}) order by s.id`,
    ]);
    return JSON.stringify({ ...order, lines, deliveries, shipments });
  };
}

const handle = handlerOf();
createServer((request, response) => {
  if (request.url === '/healthz') return response.end('ok');
  handle(request).then(
    (text) => response.setHeader('content-type', 'application/json').end(text),
    (error: Error) => response.writeHead(500).end(error.message),
  );
}).listen(Number(PORT), '127.0.0.1');
