import {
  type AccountOrderFragment,
  AccountOrdersByProgressDocument,
  AccountOrdersDocument,
  AccountOrdersFoundDocument,
  type AccountPageFragment,
  type AccountViewerFragment,
} from '../src/generated/graphql.ts';
import type * as Pages from '../src/pages.tsx';
import type { Access } from './access.ts';
import type { Call } from './call.ts';
import type { GatewayClient } from './gateway-client.ts';
import { addressOf } from './pages.ts';
import { redirect, sendPage } from './respond.ts';

/** Rows of a page; fewer where a search costs besides. Each order comes with its deliveries and parcels, and an operation may cost no more (docs/limits.md). */
const rows = 20;
const foundRows = 15;

interface ListPage {
  nodes: readonly (AccountOrderFragment | null)[];
  pageInfo: AccountPageFragment;
}

/** GET /account for business customers: one request of the gateway a page. Answers false for everybody else, and shows nothing then. */
export function createAccountOrders({
  pages,
  gateway,
  access,
}: {
  pages: typeof Pages;
  gateway: GatewayClient;
  access: Access;
}): (call: Call) => Promise<boolean> {
  return async (call) => {
    const { request, response, url, requestId, shell } = call;
    const identity = access.visitor(request.headers);
    if (identity.kind !== 'person') return false;
    const as = { identity, requestId, address: addressOf(request) };
    const ask = pages.readAsk(url.searchParams);
    const { text, view, after } = ask;

    async function read(): Promise<{ viewer: AccountViewerFragment; list: ListPage | null } | null> {
      if (text.length >= pages.shortestText) {
        const { data } = await gateway.query(AccountOrdersFoundDocument, { text, first: foundRows, after }, as);
        return data && { viewer: data.viewer, list: data.search.orders };
      }
      if (view !== 'ALL') {
        const { data } = await gateway.query(
          AccountOrdersByProgressDocument,
          { progress: view, first: rows, after },
          as,
        );
        return data && { viewer: data.viewer, list: data.ordersByProgress };
      }
      // Too short to be looked for: nothing is shown, and one row costs little.
      const { data } = await gateway.query(AccountOrdersDocument, { first: text ? 1 : rows, after }, as);
      return data && { viewer: data.viewer, list: text ? null : data.orders };
    }

    const found = await read();
    // A cursor of another list: begin it anew.
    if (found === null && after !== null) {
      redirect(response, pages.addressOfList({ ...ask, after: null }));
      return true;
    }
    if (found?.viewer.role !== 'CUSTOMER') return false;
    const { nodes = [], pageInfo } = found.list ?? {};
    await sendPage(
      request,
      response,
      pages.accountOrdersPage({
        shell,
        ask,
        given: {
          viewer: found.viewer,
          orders: nodes.filter((order) => order !== null),
          next: pageInfo?.hasNextPage ? (pageInfo.endCursor ?? null) : null,
        },
        now: new Date(),
      }),
    );
    return true;
  };
}
