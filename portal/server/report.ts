import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { type Logger, odooIdFrom } from '@milepost/service-kit';
import {
  OrderPageDocument,
  ReportPhotoAddDocument,
  ShipmentFeedbackDocument,
  ShipmentReportDocument,
} from '../src/generated/graphql.ts';
import type * as Pages from '../src/pages.tsx';
import type { Access } from './access.ts';
import type { Call } from './call.ts';
import { AccessEndedError, type GatewayClient, GatewayUnavailableError } from './gateway-client.ts';
import { addressOf } from './pages.ts';
import { readForm, redirect, sendPage } from './respond.ts';

const maxPhotos = 4;
const maxPhotoBytes = 5 * 1024 * 1024;
/** All photos, and the words beside them. */
const formBytes = maxPhotos * maxPhotoBytes + 256 * 1024;

type Text = Pages.ReportProblem['text'];
const problemAt = (field: Pages.ReportProblem['field'], text: Text): Pages.ReportProblem => ({ field, text });

/** /orders/:id/report/:shipment, step by step in plain forms, and /orders/:id/feedback/:shipment. The gateway decides who may; nothing is kept here. */
export function createReport({
  pages,
  gateway,
  access,
  outOfOrder,
  noAccess,
  dress,
  logger,
}: {
  pages: typeof Pages;
  gateway: GatewayClient;
  access: Access;
  outOfOrder: (call: Call, error: unknown) => Promise<unknown>;
  noAccess: (call: Call) => Promise<unknown>;
  /** In the looks of the shop that sold the order. */
  dress: (shell: Pages.Shell, companyId: string) => Pages.Shell;
  logger: Logger;
}) {
  /** The parcel with what it carries; null where this reader sees none. */
  async function find(call: Call, orderId: string, shipmentId: string): Promise<Found | null> {
    const { request, requestId, shell } = call;
    const identity = access.identityFor(request.headers, orderId);
    if (identity.kind === 'nobody' || odooIdFrom('Order', orderId) === null) return null;
    const as = { identity, requestId, address: addressOf(request) };
    const { data } = await gateway.query(OrderPageDocument, { id: orderId }, as);
    const order = data?.order;
    const found = order && pages.parcelOf(order, shipmentId);
    if (!found || !['L1', 'L2', 'L3'].includes(found.parcel.viewerAccess)) return null;
    return { input: { shell: dress(shell, order.company.id), orderId, ...found, now: new Date() }, as };
  }
  type Found = { input: Pages.ReportInput; as: Parameters<GatewayClient['query']>[2] };

  async function show({ request, response, url }: Call, { input }: Found): Promise<void> {
    const kind = pages.reportKinds.find((known) => known === url.searchParams.get('kind'));
    const isTelling = url.searchParams.get('step') === 'tell';
    const html = !kind
      ? pages.reportKindPage(input, url.searchParams.has('kind') ? problemAt('kind', 'kind') : null)
      : kind === 'NOT_HERE' && !isTelling
        ? pages.reportCheckPage(input)
        : pages.reportTellPage(input, valuesOf(kind, url.searchParams, input), null);
    await sendPage(request, response, html);
  }

  const valuesOf = (
    kind: Pages.ReportKind,
    form: Pick<FormData | URLSearchParams, 'get' | 'getAll'>,
    { items }: Pages.ReportInput,
  ): Pages.ReportValues => {
    const text = (name: string) => {
      const value = form.get(name);
      return typeof value === 'string' ? value : '';
    };
    const given = form.getAll('checked').map(String);
    const key = text('key');
    return {
      kind,
      checked: kind === 'NOT_HERE' ? pages.checkedPlaces.filter((place) => given.includes(place)) : [],
      quantities: new Map(items.map(({ lineId }) => [lineId as string, text(`line-${lineId}`).trim().slice(0, 20)])),
      // Browsers send line ends of two characters and count one.
      note: text('note').replaceAll('\r\n', '\n').slice(0, 2_000),
      key: /^[\w-]{10,60}$/.test(key) ? key : randomUUID(),
    };
  };

  async function send(call: Call, { input, as }: Found): Promise<unknown> {
    const { request, response } = call;
    const form = await readMultipart(request, formBytes);
    if (form === 'too large' || !form) {
      const problem = problemAt(form ? 'photos' : null, form ? 'photoSize' : 'other');
      // What was typed went with it: the browser has it still, one page back.
      return sendPage(request, response, pages.reportKindPage(input, problem), { status: form ? 413 : 422 });
    }
    const kind = pages.reportKinds.find((known) => known === form.get('kind'));
    if (!kind)
      return sendPage(request, response, pages.reportKindPage(input, problemAt('kind', 'kind')), { status: 422 });
    const values = valuesOf(kind, form, input);
    const again = (problem: Pages.ReportProblem) =>
      sendPage(request, response, pages.reportTellPage(input, values, problem), { status: 422 });
    const lines = [...values.quantities].flatMap(([lineId, text]) =>
      text === '' || Number(text.replace(',', '.')) === 0 ? [] : [{ lineId, quantity: Number(text.replace(',', '.')) }],
    );
    const takesLines = kind === 'DAMAGED' || kind === 'ITEMS_MISSING';
    if (takesLines && lines.some(({ quantity }) => !(quantity > 0))) return again(problemAt('lines', 'lines'));
    const inParcel = new Map(input.items.map(({ lineId, quantity }) => [lineId, quantity]));
    if (takesLines && lines.some(({ lineId, quantity }) => quantity > (inParcel.get(lineId) ?? 0)))
      return again(problemAt('lines', 'lineCount'));
    const files = form.getAll('photos').flatMap((one) => (typeof one !== 'string' && one.size > 0 ? [one] : []));
    if (files.length > maxPhotos) return again(problemAt('photos', 'photoCount'));
    if (files.some(({ size }) => size > maxPhotoBytes)) return again(problemAt('photos', 'photoSize'));
    const photos = await addPhotos(files, input.parcel.id, as);
    if (!Array.isArray(photos)) return again(photos);
    const { data } = await gateway.query(
      ShipmentReportDocument,
      {
        input: {
          shipmentId: input.parcel.id,
          kind,
          checked: [...values.checked],
          lines: takesLines ? lines : [],
          note: values.note.trim() || null,
          photoIds: photos,
          idempotencyKey: values.key,
        },
      },
      as,
    );
    const { caseNumber, answerBy = null, userErrors = [] } = data?.shipmentReport ?? {};
    if (!caseNumber) return again(problemOf(userErrors[0]));
    return sendPage(request, response, pages.reportDonePage(input, { caseNumber, answerBy }));
  }

  /** Their ids; or what is wrong with them. */
  async function addPhotos(
    files: readonly File[],
    shipmentId: string,
    as: Found['as'],
  ): Promise<string[] | Pages.ReportProblem> {
    if (files.length === 0) return [];
    const { data } = await gateway.query(ReportPhotoAddDocument, { input: { shipmentId, count: files.length } }, as);
    const { photos = [], userErrors = [] } = data?.reportPhotoAdd ?? {};
    if (photos.length < files.length)
      return problemAt('photos', userErrors[0]?.code === 'RATE_LIMITED' ? 'tooMany' : 'other');
    for (const [n, file] of files.entries()) {
      const { uploadUrl } = photos[n] as (typeof photos)[number];
      const status = await gateway.put(uploadUrl, new Uint8Array(await file.arrayBuffer()), as.requestId);
      if (status === 413) return problemAt('photos', 'photoSize');
      if (status !== 204) return problemAt('photos', status === 422 ? 'photos' : 'other');
    }
    return photos.map(({ id }) => id);
  }

  async function feedback(call: Call, orderId: string, shipmentId: string): Promise<unknown> {
    const { request, response, requestId } = call;
    const identity = access.identityFor(request.headers, orderId);
    const answer = (await readForm(request, 1_024))?.get('answer');
    if (identity.kind === 'nobody' || odooIdFrom('Order', orderId) === null) return noAccess(call);
    if (answer === 'GOOD' || answer === 'BAD')
      await gateway.query(
        ShipmentFeedbackDocument,
        { input: { shipmentId, answer } },
        { identity, requestId, address: addressOf(request) },
      );
    // What is kept the page shows.
    return redirect(response, `/orders/${orderId}#${encodeURIComponent(shipmentId)}`);
  }

  return async (call: Call, what: 'report' | 'feedback', orderId: string, shipmentId: string): Promise<unknown> => {
    const { request, response } = call;
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    if (!isRead && request.method !== 'POST') return response.writeHead(405, { allow: 'GET, HEAD, POST' }).end();
    try {
      if (what === 'feedback')
        return isRead ? redirect(response, `/orders/${orderId}`) : await feedback(call, orderId, shipmentId);
      const found = await find(call, orderId, shipmentId);
      if (!found) return await noAccess(call);
      return isRead ? await show(call, found) : await send(call, found);
    } catch (error) {
      if (error instanceof AccessEndedError) return noAccess(call);
      if (!(error instanceof GatewayUnavailableError)) throw error;
      logger.warn({ err: error }, 'neither shown nor reported');
      return outOfOrder(call, error);
    }
  };
}

const fields: Readonly<Record<string, Pages.ReportProblem>> = {
  kind: problemAt('kind', 'kind'),
  checked: problemAt('checked', 'checked'),
  lines: problemAt('lines', 'lines'),
  note: problemAt('note', 'note'),
  photoIds: problemAt('photos', 'photos'),
};

function problemOf(error: { code: string; field?: readonly string[] | null } | undefined): Pages.ReportProblem {
  if (error?.code === 'RATE_LIMITED') return problemAt(null, 'tooMany');
  return fields[error?.field?.at(-1) ?? ''] ?? problemAt(null, 'other');
}

/** A form with files; null when the body is none. */
async function readMultipart(request: IncomingMessage, limit: number): Promise<FormData | 'too large' | null> {
  const type = request.headers['content-type'] ?? '';
  if (!/^multipart\/form-data\s*;/i.test(type)) return null;
  if (Number(request.headers['content-length'] ?? 0) > limit) {
    // Read and forgotten: a browser shows no answer to what it could not send.
    for await (const _ of request);
    return 'too large';
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= limit) chunks.push(chunk);
  }
  if (size > limit) return 'too large';
  return new Response(Buffer.concat(chunks), { headers: { 'content-type': type } }).formData().catch(() => null);
}
