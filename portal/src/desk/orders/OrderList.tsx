import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useClient } from 'urql';
import { DeskOrderExportDocument, type DeskOrderRowFragment, DeskOrdersDocument } from '../../generated/graphql.ts';
import { Status } from '../components/Status.tsx';
import { TakeAlong } from '../export/TakeAlong.tsx';
import { errorOf } from '../graph/client.ts';
import { persisted } from '../graph/documents.ts';
import { shortDay } from '../lib/days.ts';
import { ChooseColumns } from '../list/ChooseColumns.tsx';
import { useShownColumns } from '../list/hidden-columns.ts';
import { ListHead } from '../list/ListHead.tsx';
import { useListNews } from '../list/use-list-news.ts';
import { usePages } from '../list/use-pages.ts';
import { type Column, VirtualList } from '../list/VirtualList.tsx';
import { LookingMark } from '../presence/Looking.tsx';
import { orderReferenceOf } from '../search-params.ts';
import { orderColumns } from './order-export.ts';
import { breaksPromise, rowExpected, rowState } from './order-row.ts';
import { orderFilterOf, orderViewTexts } from './order-views.ts';
import styles from './orders.module.css';

const pageSize = 100;
type Row = DeskOrderRowFragment;
const idOf = ({ id }: Row) => id;

const columns: Column<Row>[] = [
  { id: 'name', name: 'Order', flex: '0 0 6rem', isFixed: true, cell: ({ name }) => <strong>{name}</strong> },
  {
    id: 'customer',
    name: 'Customer',
    flex: '2 1 8rem',
    cell: ({ id, customer }) => (
      <>
        {customer?.name ?? '–'}
        <LookingMark ids={[id]} />
      </>
    ),
  },
  {
    id: 'state',
    name: 'Parcels',
    flex: '1 1 8.5rem',
    cell(row) {
      const { text, tone } = rowState(row);
      return <Status tone={tone}>{text}</Status>;
    },
  },
  { id: 'expected', name: 'Expected', flex: '0 0 5.25rem', cell: (row) => shortDay(rowExpected(row)), givesWay: 2 },
  {
    id: 'promised',
    name: 'Promised',
    flex: '0 0 5.25rem',
    givesWay: 1,
    cell: (row) =>
      breaksPromise(row, new Date()) ? (
        <span className={styles['broken']}>
          {shortDay(row.promisedDeliveryAt)}
          <span className="sr-only"> (not kept)</span>
        </span>
      ) : (
        shortDay(row.promisedDeliveryAt)
      ),
  },
  { id: 'placed', name: 'Placed', flex: '0 0 5.25rem', cell: ({ placedAt }) => shortDay(placedAt), givesWay: 1 },
  {
    id: 'method',
    name: 'Delivery method',
    flex: '1 1 7rem',
    cell: ({ deliveryMethod }) => deliveryMethod ?? '–',
    givesWay: 1,
  },
];

/** Orders of a view, newest first. */
export function OrderList() {
  const client = useClient();
  const navigate = useNavigate({ from: '/orders' });
  const params = useSearch({ from: '/orders' });
  const { view = 'open', customer } = params;
  const key = `orders ${view} ${customer ?? ''}`;
  // The same list keeps its filter, also over midnight
  const filter = useMemo(() => orderFilterOf(params, new Date()), [key]);
  const read = async (after: string | null) => {
    const { data, error } = await client
      .query(persisted(DeskOrdersDocument), { first: pageSize, after, filter }, { requestPolicy: 'network-only' })
      .toPromise();
    if (error || !data) throw errorOf(error);
    const { nodes, pageInfo } = data.orders;
    return { rows: nodes, next: pageInfo.hasNextPage ? (pageInfo.endCursor ?? null) : null };
  };
  const pages = usePages<Row>(key, read);
  const news = useListNews(
    key,
    useMemo(() => new Set(pages.rows.flatMap(({ shipments }) => shipments.map(({ id }) => id))), [pages.rows]),
  );
  const shown = useShownColumns('orders', columns);
  const reference = orderReferenceOf(params);
  const open = reference
    ? pages.rows.find((row) => ('id' in reference ? row.id === reference.id : row.name === reference.name))
    : undefined;
  const customerName = customer ? pages.rows[0]?.customer?.name : undefined;
  const { name, empty } = orderViewTexts[view];
  return (
    <>
      <ListHead
        title={name}
        of={customer ? (customerName ?? 'this customer') : null}
        ofAll="Show those of all customers"
        onAll={() => void navigate({ to: '/orders', search: ({ customer: _, ...rest }) => rest })}
        count={pages.rows.length}
        isComplete={pages.isComplete}
        news={news.count > 0 ? `${news.count} with news` : null}
        onReload={() => {
          news.clear();
          pages.reload();
        }}
        tools={
          <>
            <ChooseColumns list="orders" columns={columns} />
            <TakeAlong
              title={customer ? `${name}, ${customerName ?? 'this customer'}` : name}
              list={() => ({
                name: `orders ${view}`,
                async begin() {
                  const { data, error } = await client
                    .mutation(persisted(DeskOrderExportDocument), { filter })
                    .toPromise();
                  if (error || !data) throw errorOf(error);
                  return data.orderListExport;
                },
                read,
                idOf,
                columns: orderColumns,
              })}
            />
          </>
        }
      />
      <VirtualList
        label={name}
        pages={pages}
        columns={shown}
        idOf={idOf}
        openId={open?.id ?? null}
        onOpen={({ id }) =>
          void navigate({
            to: '/orders',
            search: ({ company: _c, parcel: _p, case: _k, ...rest }) => ({ ...rest, order: id }),
          })
        }
        empty={<p>{empty}</p>}
      />
    </>
  );
}
