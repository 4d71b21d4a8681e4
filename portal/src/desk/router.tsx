import { createRootRoute, createRoute, createRouter, redirect } from '@tanstack/react-router';
import { CaseList } from './cases/CaseList.tsx';
import { DeskLayout } from './layout/DeskLayout.tsx';
import { OrderList } from './orders/OrderList.tsx';
import { parseCaseListParams, parseOrderListParams, parsePanelParams } from './search-params.ts';

/** Addresses of the desk. The panel's part holds on every list, so that it stays while somebody goes from one to the next. */
const root = createRootRoute({
  validateSearch: parsePanelParams,
  component: DeskLayout,
  notFoundComponent: () => <p role="alert">There is no such list at the desk.</p>,
});

const start = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad({ search }) {
    throw redirect({ to: '/cases', search, replace: true });
  },
});

const cases = createRoute({
  getParentRoute: () => root,
  path: '/cases',
  validateSearch: parseCaseListParams,
  component: CaseList,
});

const orders = createRoute({
  getParentRoute: () => root,
  path: '/orders',
  validateSearch: parseOrderListParams,
  component: OrderList,
});

export const createDeskRouter = () =>
  createRouter({
    routeTree: root.addChildren([start, cases, orders]),
    basepath: '/desk',
    defaultPreload: false,
    scrollRestoration: false,
  });

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createDeskRouter>;
  }
}
