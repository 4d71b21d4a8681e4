import { Layout, type Shell } from '../components/Layout.tsx';
import { OrderTitle } from '../components/OrderTitle.tsx';
import { page } from '../components/page.ts';
import { MadeLink, SharedLinks, ShareForm } from '../components/Share.tsx';
import type { OrderSharesQuery } from '../generated/graphql.ts';

export type SharedOrder = NonNullable<OrderSharesQuery['order']>;

/** The links by which customers share an order, and the form that makes one. `made`: the one that was made just now. */
export function sharePage({
  shell,
  order,
  made = null,
  problem = null,
  now,
}: {
  shell: Shell;
  order: SharedOrder;
  made?: string | null;
  problem?: string | null;
  now: Date;
}): string {
  const { t } = shell.words;
  return page(
    <Layout shell={shell} title={`${t('share.heading')} · ${t('order.title', { name: order.name })}`}>
      <main id="page" tabIndex={-1}>
        <p className="eyebrow">
          <OrderTitle order={order} />
        </p>
        <h1>{t('share.heading')}</h1>
        <p className="lead">{t('share.offer')}</p>
        {made && <MadeLink url={made} />}
        <ShareForm orderId={order.id} problem={problem} />
        <SharedLinks orderId={order.id} links={order.links ?? []} now={now} />
        <p>
          <a href={`/orders/${order.id}`}>{t('message.back')}</a>
        </p>
      </main>
    </Layout>,
  );
}
