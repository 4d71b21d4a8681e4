import { toGlobalId } from '@milepost/service-kit';
import { eventually } from '@milepost/testkit';
import { expect, test } from 'vitest';
import { file, jpegOf, startFileServer } from '../../services/tracking-subgraph/tests/support/file-server.ts';
import { scansOf } from '../../services/tracking-subgraph/tests/support/messages.ts';
import { accounts, startSystem } from './support/system.ts';

test('a carrier’s picture reaches the browser by the gateway’s origin, without cookies and tokens on the way', async () => {
  await using files = await startFileServer();
  const bytes = jpegOf(2_000, 8);
  files.answers.set('/pod.jpg', file(bytes));
  await using system = await startSystem({ env: { DOCUMENT_PRIVATE_ADDRESSES: '127.0.0.0/8' } });
  const [row] = await system.sql<{ id: string; number: string; slug: string; order: number }[]>`
    select s.id, s.tracking_number as number, s.carrier_code as slug, l.order_id as "order" from tracking.shipment s join tracking.link l on l.shipment_id = s.id
    where l.customer_id = ${accounts.customer.customers[0]} and s.carrier_code = 'ups' order by s.id limit 1`;
  const { id, number } = row as NonNullable<typeof row>;
  const told = JSON.parse(scansOf(number, [20 * 1_440, 'Delivered', 'Delivered_001']));
  told.msg.proof_of_delivery = [{ type: 'image', url: `${files.url}/pod.jpg` }];
  expect((await system.postScan(JSON.stringify(told))).status).toBe(200);
  const customer = await system.signIn(accounts.customer);
  const url = await eventually(async () => {
    const { data } = await system.query<{
      shipment: { proofOfDelivery: { documents: { url: string | null }[] } | null };
    }>(`{ shipment(id: "${toGlobalId('Shipment', id)}") { proofOfDelivery { documents { url } } } }`, {}, customer);
    const found = data.shipment.proofOfDelivery?.documents[0]?.url;
    expect(found).toMatch(/^\/documents\//);
    return found as string;
  });
  const answer = await fetch(`${system.origin}${url}`, {
    headers: { cookie: 'mp=a-secret', authorization: 'Bearer x' },
  });
  expect(answer.status).toBe(200);
  expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
  expect(answer.headers.get('content-type')).toBe('image/jpeg');
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  expect(answer.headers.get('cache-control')).toBe('private, no-store');
  expect((await fetch(`${system.origin}${url.replace(/sig=.{5}/, 'sig=AAAAA')}`)).status).toBe(404);
  expect((await fetch(`${system.origin}${url}`, { method: 'DELETE' })).status).toBe(405);
});
