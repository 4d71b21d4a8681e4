import { dayOf } from '@milepost/wording';
import { ToneIcon } from '../components/Icon.tsx';
import { Layout, type Shell } from '../components/Layout.tsx';
import { OrderTitle } from '../components/OrderTitle.tsx';
import { page } from '../components/page.ts';
import type { AccountOrderFragment, AccountViewerFragment } from '../generated/graphql.ts';
import { orderAnswer } from '../order/answer.ts';
import { arrange } from '../order/parcels.ts';
import { useWords } from '../words.ts';
import { type AccountAsk, accountViews, addressOfList, shortestText } from './account-views.ts';

/** One page of the orders of a business customer. */
interface AccountOrders {
  viewer: AccountViewerFragment;
  orders: readonly AccountOrderFragment[];
  /** Where the next page begins; null: this is the last. */
  next: string | null;
}

function Search({ ask, isTooShort }: { ask: AccountAsk; isTooShort: boolean }) {
  const { t } = useWords();
  return (
    <search>
      <form className="find" method="get" action="/account">
        <p className="field">
          <label htmlFor="q">{t('orders.search')}</label>
          <input
            id="q"
            name="q"
            type="search"
            defaultValue={ask.text}
            maxLength={100}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            dir="auto"
            aria-invalid={isTooShort || undefined}
            aria-describedby={isTooShort ? 'problem' : undefined}
          />
        </p>
        <button type="submit">{t('orders.find')}</button>
      </form>
      {isTooShort && (
        <p className="problem" id="problem" role="alert">
          {t('orders.tooShort')}
        </p>
      )}
    </search>
  );
}

function Views({ ask }: { ask: AccountAsk }) {
  const { t } = useWords();
  return (
    <nav aria-label={t('orders.which')}>
      <ul className="views">
        {accountViews.map((view) => (
          <li key={view}>
            <a href={addressOfList({ view })} aria-current={!ask.text && view === ask.view ? 'page' : undefined}>
              {t(`orders.${view}`)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

const nobody = {
  earliest: null,
  isEstimate: false,
  toldBy: 'SHOP',
  toldAt: '',
  reason: null,
  isCurrent: false,
} as const;

/** An order in one sentence, the same as on its page. */
function OrderRow({ order: given, now }: { order: AccountOrderFragment; now: Date }) {
  const words = useWords();
  const { t } = words;
  // The ledger is not read for a row: whether a parcel may be late is told by the order's own date.
  const promised = given.promisedDeliveryAt ? [{ ...nobody, latest: given.promisedDeliveryAt }] : [];
  // What its sentence does not rest on is not read for a row.
  const order = {
    ...given,
    deliveryAddress: null,
    promises: [],
    shipments: given.shipments.map((parcel) => ({
      ...parcel,
      legs: [],
      promises: promised,
      feedback: null,
      proofOfDelivery: parcel.proofOfDelivery && { ...parcel.proofOfDelivery, documents: [] },
    })),
  };
  const answer = orderAnswer(order, arrange(order), now, words);
  const parcels = order.shipments.filter(({ direction }) => direction === 'FORWARD').length;
  const facts = [
    order.promisedDeliveryAt && t('orders.promised', { day: dayOf(order.promisedDeliveryAt, now, words) }),
    parcels > 0 && t('orders.parcels', { count: parcels }),
    order.placedAt && t('orders.placed', { day: dayOf(order.placedAt, now, words) }),
  ].filter((fact): fact is string => Boolean(fact));
  return (
    <li className="card" data-tone={answer.tone} data-state={answer.state}>
      <h2>
        <a href={`/orders/${order.id}`}>
          <OrderTitle order={order} />
        </a>
      </h2>
      <p className="answer">
        <ToneIcon tone={answer.tone} />
        <span>{answer.heading}</span>
      </p>
      <ul className="hint facts-line">
        {given.customerReference && (
          <li>
            <bdi>{t('orders.reference', { reference: given.customerReference })}</bdi>
          </li>
        )}
        {facts.map((fact) => (
          <li key={fact}>{fact}</li>
        ))}
      </ul>
    </li>
  );
}

/** What a business customer comes to: their orders, newest first, each with its answer. */
export function accountOrdersPage({
  shell,
  ask,
  given,
  now,
}: {
  shell: Shell;
  ask: AccountAsk;
  given: AccountOrders;
  now: Date;
}): string {
  const { t } = shell.words;
  const { viewer, orders, next } = given;
  const isTooShort = ask.text.length > 0 && ask.text.length < shortestText;
  const accounts = (viewer.customers ?? []).map(({ name }) => name).join(' · ');
  const nothing = ask.text
    ? t('orders.notFound', { text: ask.text })
    : t(ask.view === 'ALL' ? 'orders.none' : 'orders.noneSo');
  return page(
    <Layout shell={shell} title={t('orders.heading')}>
      <main id="page" tabIndex={-1}>
        {accounts && (
          <p className="eyebrow">
            <bdi>{accounts}</bdi>
          </p>
        )}
        <h1>{t('orders.heading')}</h1>
        <Search ask={ask} isTooShort={isTooShort} />
        <Views ask={ask} />
        {!isTooShort && (
          <section aria-label={t('orders.list')} className="orders">
            {orders.length === 0 ? (
              <p className="lead">{nothing}</p>
            ) : (
              ask.text && <p>{t('orders.found', { text: ask.text })}</p>
            )}
            <ol className="rows">
              {orders.map((order) => (
                <OrderRow key={order.id} order={order} now={now} />
              ))}
            </ol>
          </section>
        )}
        {(ask.after || next) && (
          <p className="pages">
            {ask.after && <a href={addressOfList({ ...ask, after: null })}>{t('orders.first')}</a>}
            {next && (
              <a className="button" rel="next" href={addressOfList({ ...ask, after: next })}>
                {t(ask.text ? 'orders.more' : 'orders.older')}
              </a>
            )}
          </p>
        )}
        <div className="account">
          <a href="/account/profile">{t('orders.profile')}</a>
          <form method="post" action="/account/sign-out">
            <button type="submit" className="secondary">
              {t('account.signOut')}
            </button>
          </form>
        </div>
      </main>
    </Layout>,
  );
}
