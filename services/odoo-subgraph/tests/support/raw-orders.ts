import type { Row, World } from '@milepost/odoo-simulator';

/**
 * What the graph must show and tracking must know, worked out from Odoo's raw records alone: a second reader, which shares no code with the mirror. It converts pairs, `false` and naive UTC for itself, and
 * knows a step in the warehouse by its operation type, which the mirror does not read.
 */

type Raw = Pick<World, 'table'>;

const globalId = (type: string, id: number) => Buffer.from(`${type}:${id}`).toString('base64url');
const refOf = (value: unknown): number | null => (Array.isArray(value) ? Number(value[0]) : null);
const shownName = (value: unknown): string => (Array.isArray(value) ? String(value[1]) : '');
const textOf = (value: unknown): string | null => (typeof value === 'string' && /\S/.test(value) ? value : null);
/** `2026-11-21 00:41:42` to `2026-11-21T00:41:42.000Z` */
const instantOf = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? `${value.slice(0, 10)}T${value.slice(11, 19)}.000Z` : null;
/** Noise of binary numbers lies far behind the last place. */
const decimalOf = (value: unknown, places: number): string =>
  (Math.round(Number(value) * 10 ** places + 1e-6) / 10 ** places).toFixed(places);
const rows = (raw: Raw, model: string): Row[] => [...raw.table(model).values()].sort((a, b) => a.id - b.id);
const rowOf = (raw: Raw, model: string, value: unknown): Row | undefined =>
  raw.table(model).get((Array.isArray(value) ? refOf(value) : Number(value)) ?? 0);
const contactName = (row: Row | undefined) => textOf(row?.['name']) ?? textOf(row?.['display_name']) ?? '';

const orderStates: Record<string, string> = { draft: 'DRAFT', sent: 'SENT', sale: 'SALE', cancel: 'CANCELLED' };
const deliveryStates: Record<string, string> = {
  draft: 'DRAFT',
  waiting: 'WAITING',
  confirmed: 'CONFIRMED',
  assigned: 'READY',
  done: 'DONE',
  cancel: 'CANCELLED',
};
const invoiceStates: Record<string, string> = {
  no: 'NOTHING_TO_INVOICE',
  'to invoice': 'TO_INVOICE',
  invoiced: 'INVOICED',
  upselling: 'UPSELLING',
};

/** Every order as Query.orders has to give it to an operator, newest first; keys are those of the selection in graph-orders.ts. */
export function rawOrders(raw: Raw) {
  const placedAt = (order: Row) => String(order['state'] === 'sale' ? order['date_order'] : order['create_date']);
  return rows(raw, 'sale.order')
    .sort((a, b) => (placedAt(a) === placedAt(b) ? b.id - a.id : placedAt(a) < placedAt(b) ? 1 : -1))
    .map((order) => {
      const ordering = rowOf(raw, 'res.partner', order['partner_id']);
      const account = rowOf(raw, 'res.partner', ordering?.['commercial_partner_id']);
      const receiver = rowOf(raw, 'res.partner', order['partner_shipping_id']);
      const company = rowOf(raw, 'res.company', order['company_id']);
      const transfers = rows(raw, 'stock.picking').filter((row) => refOf(row['sale_id']) === order.id);
      const way = wayThroughWarehouse(raw, transfers);
      return {
        id: globalId('Order', order.id),
        name: order['name'],
        customerReference: textOf(order['client_order_ref']),
        state: orderStates[String(order['state'])],
        placedAt: instantOf(placedAt(order)),
        promisedDeliveryAt: instantOf(order['commitment_date']),
        customer: {
          id: globalId('Customer', account?.id ?? 0),
          name: contactName(account),
          email: textOf(account?.['email_normalized']),
          hasPhone: phoneOf(account) !== null,
        },
        deliveryAddress: {
          name: contactName(receiver),
          street: textOf(receiver?.['street']),
          street2: textOf(receiver?.['street2']),
          city: textOf(receiver?.['city']),
          countryCode: textOf(receiver?.['country_code']),
        },
        company: { id: globalId('Company', company?.id ?? 0), name: company?.['name'] },
        total: money(raw, order, order['amount_total']),
        invoiceState: invoiceStates[String(order['invoice_status'])] ?? null,
        deliveryMethod: textOf(rowOf(raw, 'delivery.carrier', order['carrier_id'])?.['name']),
        stepsBeforeDelivery: way.before,
        lines: linesOf(raw, order).map(shownLine),
        deliveries: transfers
          .filter((transfer) => isDelivery(raw, transfer))
          .map((transfer) => ({
            id: globalId('Delivery', transfer.id),
            name: transfer['name'],
            kind: transfer['picking_type_code'] === 'outgoing' ? 'OUTGOING' : 'RETURN',
            state: deliveryStates[String(transfer['state'])],
            scheduledAt: instantOf(transfer['scheduled_date']),
            doneAt: instantOf(transfer['date_done']),
            carrierName: textOf(rowOf(raw, 'delivery.carrier', transfer['carrier_id'])?.['name']),
            items: itemsOf(raw, order, transfer),
            carrierPrice: Number(transfer['carrier_price']) === 0 ? null : money(raw, order, transfer['carrier_price']),
            steps: transfer['picking_type_code'] === 'outgoing' ? way.of(transfer) : [],
            packages: packagesOf(raw, transfer),
            backorderOf: deliveryRef(transfer['backorder_id']),
            returnOf: deliveryRef(transfer['return_id']),
          })),
      };
    });
}
export type ShownOrder = ReturnType<typeof rawOrders>[number];

/** Phone numbers of customer accounts that have orders, by global id: as those see them who sign in for the account. */
export function rawPhones(raw: Raw): Record<string, string | null> {
  const accounts = rows(raw, 'sale.order').map((order) =>
    rowOf(raw, 'res.partner', rowOf(raw, 'res.partner', order['partner_id'])?.['commercial_partner_id']),
  );
  return Object.fromEntries(accounts.map((account) => [globalId('Customer', account?.id ?? 0), phoneOf(account)]));
}

/** Which records the mirror has to keep, by its table. */
export function rawIds(raw: Raw): Record<string, number[]> {
  const ids = (model: string, fits: (row: Row) => boolean = () => true) =>
    rows(raw, model)
      .filter(fits)
      .map(({ id }) => id);
  return {
    company: ids('res.company'),
    delivery_carrier: ids('delivery.carrier'),
    partner: ids('res.partner'),
    sale_order: ids('sale.order'),
    order_line: ids('sale.order.line'),
    picking: ids('stock.picking'),
    move: ids('stock.move', (row) => refOf(row['sale_line_id']) !== null),
    package_line: ids('stock.move.line', (row) => refOf(row['result_package_id']) !== null),
    invoice: ids('account.move', (row) => ['out_invoice', 'out_refund'].includes(String(row['move_type']))),
    order_invoices: ids('sale.order'),
  };
}

const phoneOf = (row: Row | undefined) => textOf(row?.['phone']) ?? textOf(row?.['mobile']);
const deliveryRef = (value: unknown) =>
  refOf(value) === null ? null : { id: globalId('Delivery', refOf(value) ?? 0) };

const isInside = (transfer: Row | undefined) => transfer?.['picking_type_code'] === 'internal';
/** Goods that go to the customer or come back. What is put back on its shelf inside the warehouse is neither. */
const isDelivery = (raw: Raw, transfer: Row) =>
  transfer['picking_type_code'] === 'outgoing' ||
  (refOf(transfer['return_id']) !== null && !isInside(rowOf(raw, 'stock.picking', transfer['return_id'])));

function money(raw: Raw, order: Row, amount: unknown) {
  const currency = rowOf(raw, 'res.currency', order['currency_id']);
  return { amount: decimalOf(amount, Number(currency?.['decimal_places'])), currencyCode: currency?.['name'] };
}

/** Goods and services, in the order of the document. */
function linesOf(raw: Raw, order: Row): Row[] {
  return rows(raw, 'sale.order.line')
    .filter((line) => refOf(line['order_id']) === order.id)
    .filter((line) => !line['display_type'] && !line['is_delivery'] && !line['is_downpayment'])
    .sort((a, b) => Number(a['sequence']) - Number(b['sequence']) || a.id - b.id);
}
const shownLine = (line: Row) => ({
  id: globalId('OrderLine', line.id),
  description: line['name'],
  quantityOrdered: line['product_uom_qty'],
  quantityDelivered: line['qty_delivered'],
  unit: shownName(line['product_uom']),
  isShippable: line['product_type'] === 'consu',
});

/** What a transfer carries of each line, moves of one product together. */
function itemsOf(raw: Raw, order: Row, transfer: Row) {
  const lines = rows(raw, 'sale.order.line')
    .filter((line) => refOf(line['order_id']) === order.id)
    .sort((a, b) => Number(a['sequence']) - Number(b['sequence']) || a.id - b.id);
  const shown = new Set(linesOf(raw, order).map(({ id }) => id));
  const moves = rows(raw, 'stock.move').filter(
    (move) => refOf(move['picking_id']) === transfer.id && !['draft', 'cancel'].includes(String(move['state'])),
  );
  return lines.flatMap((line) => {
    const mine = moves.filter((move) => refOf(move['sale_line_id']) === line.id);
    const products = [...new Set(mine.map((move) => refOf(move['product_id'])))].sort((a, b) => Number(a) - Number(b));
    return products.flatMap((product) => {
      const ofProduct = mine.filter((move) => refOf(move['product_id']) === product);
      const isSame = product === refOf(line['product_id']);
      const unit = shownName(ofProduct[0]?.['product_uom']);
      const quantity = ofProduct.reduce(
        (sum, move) => sum + Number(move['state'] === 'done' ? move['quantity'] : move['product_uom_qty']),
        0,
      );
      if (quantity <= 0) return [];
      return {
        line: shown.has(line.id) ? { id: globalId('OrderLine', line.id) } : null,
        description: isSame ? line['name'] : ofProduct[0]?.['name'],
        quantity,
        unit,
        countsAsLine: isSame && unit === shownName(line['product_uom']),
      };
    });
  });
}

function packagesOf(raw: Raw, transfer: Row) {
  const ids = rows(raw, 'stock.move.line')
    .filter((line) => refOf(line['picking_id']) === transfer.id)
    .flatMap((line) => refOf(line['result_package_id']) ?? []);
  return [...new Set(ids)]
    .sort((a, b) => a - b)
    .map((id) => ({ name: rowOf(raw, 'stock.quant.package', id)?.['name'] }));
}

/** Steps of each delivery, and of what has none yet. A transfer leads to another when goods of one of its moves went on in one of the other's. */
function wayThroughWarehouse(raw: Raw, transfers: readonly Row[]) {
  const moves = rows(raw, 'stock.move');
  const warehouses = rows(raw, 'stock.warehouse');
  const leadsTo = (from: Row): Row[] => {
    const next = new Set(
      moves
        .filter((move) => refOf(move['picking_id']) === from.id && refOf(move['sale_line_id']) !== null)
        .flatMap((move) => (move['move_dest_ids'] as number[]).map((id) => raw.table('stock.move').get(id)))
        .filter((move) => refOf(move?.['sale_line_id']) !== null)
        .map((move) => refOf(move?.['picking_id'])),
    );
    return transfers.filter((transfer) => transfer.id !== from.id && next.has(transfer.id));
  };
  const reaches = (from: Row, to: Row): boolean =>
    leadsTo(from).some((next) => next === to || (isInside(next) && reaches(next, to)));
  const inside = transfers.filter((transfer) => isInside(transfer) && refOf(transfer['return_id']) === null);
  const out = transfers.filter((transfer) => transfer['picking_type_code'] === 'outgoing');
  const isStep = (transfer: Row, step: 'pick' | 'pack') =>
    warehouses.some((row) => refOf(row[`${step}_type_id`]) === refOf(transfer['picking_type_id']));
  const steps = (before: readonly Row[], delivery: Row[]) => {
    const all = [...before, ...delivery];
    const isReleased = all.some((transfer) => transfer['state'] !== 'draft');
    const first = all.map((transfer) => instantOf(transfer['create_date']) ?? '').sort()[0];
    return [
      {
        kind: 'RELEASED',
        state: isReleased ? 'DONE' : 'WAITING',
        doneAt: isReleased ? first : null,
        transferNames: [] as unknown[],
      },
      ...step(
        'PICKING',
        before.filter((transfer) => isStep(transfer, 'pick')),
      ),
      ...step(
        'PACKED',
        before.filter((transfer) => isStep(transfer, 'pack')),
      ),
      ...step('LEFT', delivery),
    ];
  };
  const waiting = inside.filter((transfer) => !out.some((delivery) => reaches(transfer, delivery)));
  return {
    before: waiting.length > 0 ? steps(waiting, []) : [],
    of: (delivery: Row) =>
      steps(
        inside.filter((transfer) => reaches(transfer, delivery)),
        [delivery],
      ),
  };
}

function step(kind: string, transfers: readonly Row[]) {
  if (transfers.length === 0) return [];
  const alive = transfers.filter((transfer) => transfer['state'] !== 'cancel');
  const isDone = alive.length > 0 && alive.every((transfer) => transfer['state'] === 'done');
  const isReady = alive.some((transfer) => transfer['state'] === 'assigned');
  return [
    {
      kind,
      state: alive.length === 0 ? 'CANCELLED' : isDone ? 'DONE' : isReady ? 'READY' : 'WAITING',
      doneAt: isDone
        ? alive
            .map((transfer) => instantOf(transfer['date_done']) ?? '')
            .sort()
            .at(-1)
        : null,
      transferNames: (alive.length > 0 ? alive : transfers).map((transfer) => transfer['name']),
    },
  ];
}

/** Separated by commas, semicolons or slashes; words are no numbers. Blanks between whole numbers stand in split-references.test.ts. */
function referencesOf(transfer: Row): string[] {
  const parts = (textOf(transfer['carrier_tracking_ref']) ?? '').split(/[,;/]/);
  const numbers = parts.map((part) => part.replaceAll(' ', '').toUpperCase());
  return [...new Set(numbers.filter((number) => number.replace(/\D/g, '').length >= 3))];
}

/** A rule of REGION_RULES. */
export interface RegionRule {
  region: string;
  warehouses?: readonly number[];
  countries?: readonly string[];
}

/** What tracking must have been told last of every order and delivery that there is, by `kind/id`; without version and correlation. */
export function rawSubjects(raw: Raw, rules: readonly RegionRule[] = []): Record<string, unknown> {
  const subjects: Record<string, unknown> = {};
  for (const order of rows(raw, 'sale.order')) {
    const ordering = rowOf(raw, 'res.partner', order['partner_id']);
    const country = textOf(rowOf(raw, 'res.partner', order['partner_shipping_id'])?.['country_code']);
    const warehouseId = refOf(order['warehouse_id']);
    const ofOrder = {
      companyId: refOf(order['company_id']),
      customerId: refOf(ordering?.['commercial_partner_id']),
      region:
        rules.find(
          ({ warehouses, countries }) =>
            (warehouses?.includes(warehouseId ?? 0) ?? true) && (countries?.includes(country ?? '') ?? true),
        )?.region ?? null,
      promisedAt: instantOf(order['commitment_date']),
      deleted: false,
    };
    const isCancelled = order['state'] === 'cancel';
    const currencyCode = textOf(rowOf(raw, 'res.currency', order['currency_id'])?.['name']);
    subjects[`order/${order.id}`] = {
      id: order.id,
      name: order['name'],
      ...ofOrder,
      total: currencyCode === null ? null : { amount: order['amount_total'], currencyCode },
      cancelled: isCancelled,
    };
    for (const transfer of rows(raw, 'stock.picking')) {
      if (refOf(transfer['sale_id']) !== order.id || !isDelivery(raw, transfer)) continue;
      const method = rowOf(raw, 'delivery.carrier', transfer['carrier_id']);
      subjects[`delivery/${transfer.id}`] = {
        id: transfer.id,
        name: transfer['name'],
        kind: transfer['picking_type_code'] === 'outgoing' ? 'OUTGOING' : 'RETURN',
        orderId: order.id,
        orderName: order['name'],
        warehouseId,
        countryCode: country,
        scheduledAt: instantOf(transfer['scheduled_date']),
        deliveryMethod: textOf(method?.['name']),
        trackingUrlTemplate: textOf(method?.['tracking_url']),
        references: referencesOf(transfer),
        shippedAt: transfer['state'] === 'done' ? instantOf(transfer['date_done']) : null,
        ...ofOrder,
        cancelled: isCancelled || transfer['state'] === 'cancel',
      };
    }
  }
  return subjects;
}
