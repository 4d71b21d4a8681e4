import { dayOf, isPast } from '@milepost/wording';
import { DeliveryAddress } from '../components/DeliveryAddress.tsx';
import { Freshness } from '../components/Freshness.tsx';
import { ToneIcon } from '../components/Icon.tsx';
import { ItemTable } from '../components/ItemTable.tsx';
import { islandWords } from '../components/island-words.ts';
import { Layout, type Shell } from '../components/Layout.tsx';
import { OrderCodeForm, OrderCodeOffer } from '../components/OrderCode.tsx';
import { OrderTitle } from '../components/OrderTitle.tsx';
import { ItemName, Items, ParcelGroupCards, Quantity } from '../components/ParcelCard.tsx';
import { ParcelCare } from '../components/ParcelCare.tsx';
import { PrintedAddress } from '../components/PrintedAddress.tsx';
import { Promises } from '../components/Promises.tsx';
import { page } from '../components/page.ts';
import { ShareOffer } from '../components/Share.tsx';
import { StaffBar, type StaffViewInput } from '../components/StaffView.tsx';
import { Stepper } from '../components/Stepper.tsx';
import { Tools } from '../components/Tools.tsx';
import { orderAnswer } from '../order/answer.ts';
import { itemSummary } from '../order/item-summary.ts';
import { type Arranged, arrange, type PageOrder, type Parcel } from '../order/parcels.ts';
import { orderPromises } from '../order/promises.ts';
import { orderSteps } from '../order/stepper.ts';
import { useWords } from '../words.ts';

function SentWithoutNumber({ sent, now }: { sent: Arranged['untracked'][number]; now: Date }) {
  const words = useWords();
  const { t } = words;
  const { id, sentAt, carrierName: carrier, items } = sent;
  const day = sentAt && dayOf(sentAt, now, words);
  return (
    <section className="card" id={id}>
      <h2>{t('order.sentWithout')}</h2>
      <p>
        {day ? (carrier ? t('order.leftOnWith', { day, carrier }) : t('order.leftOn', { day })) : t('order.left')}{' '}
        {t('order.notScanned')}
      </p>
      <Items items={items} label={t('order.itemsWithout')} />
    </section>
  );
}

function NotSent({ items, now }: { items: Arranged['notSent']; now: Date }) {
  const words = useWords();
  const { t } = words;
  return (
    <section className="card not-sent" id="not-sent">
      <h2>{t('order.notSent')}</h2>
      <ul className="items" aria-label={t('order.itemsNotSent')}>
        {items.map(({ leavesAt, ...item }) => (
          <li key={item.lineId}>
            <Quantity quantity={item.quantity} unit={item.unit} />{' '}
            <span>
              <ItemName description={item.description} />
              {leavesAt && !isPast(leavesAt, now) && (
                <span className="hint"> · {t('order.plannedBy', { day: dayOf(leavesAt, now, words) })}</span>
              )}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

interface OrderPageInput {
  shell: Shell;
  order: PageOrder;
  liveCursor: string;
  /** When the state shown was read, where it could not be read now; null normally. */
  staleSince: string | null;
  /** A colleague looks: the same page, marked, without live updates and without anything to do. */
  view?: StaffViewInput;
  now: Date;
}

export function orderPage({ shell, order, liveCursor, staleSince, view, now }: OrderPageInput): string {
  const { words } = shell;
  const { t } = words;
  const arranged = arrange(order);
  const answer = orderAnswer(order, arranged, now, words);
  const parcels = arranged.forward.flatMap((group) => group.parcels);
  const all = [...parcels, ...arranged.returns.flatMap((group) => group.parcels)];
  const titleOf = (parcel: Parcel) =>
    parcels.length > 1
      ? t('parcel.titleOf', { number: parcels.indexOf(parcel) + 1, of: parcels.length })
      : t('parcel.title');
  const items = itemSummary(order, arranged);
  const isAlone = parcels.length === 1;
  // What is only remembered can be acted upon when it is known again.
  const care = {
    isStale: staleSince !== null,
    careOf: staleSince
      ? undefined
      : (parcel: Parcel) => <ParcelCare orderId={order.id} parcel={parcel} isReadOnly={view !== undefined} />,
  };
  const promises = orderPromises(order, parcels, now, words);
  const title = `${answer.heading} · ${t('order.title', { name: order.name })}`;
  return page(
    <Layout
      shell={shell}
      title={view ? `${t('order.asCustomer')} · ${title}` : title}
      bar={view && <StaffBar view={view} />}
    >
      <main
        id="page"
        tabIndex={-1}
        data-live={staleSince || view ? undefined : `/live/${order.id}`}
        data-poll={staleSince ? '' : undefined}
        data-cursor={liveCursor}
        data-read-at={now.toISOString()}
        data-tone={answer.tone}
        data-state={answer.state}
        data-words={JSON.stringify(islandWords(words))}
      >
        <p className="eyebrow">
          <OrderTitle order={order} />
        </p>
        <h1>
          <ToneIcon tone={answer.tone} />
          <span>{answer.heading}</span>
        </h1>
        {answer.detail && <p className="lead">{answer.detail}</p>}
        {promises && <Promises story={promises} />}
        <Freshness
          parcels={all}
          staleSince={staleSince}
          orderAsOf={order.asOf}
          self={view ? `${view.address}?level=${view.level}` : `/orders/${order.id}`}
          now={now}
        />
        {parcels.length === 0 && order.state === 'SALE' && (
          <section className="card">
            <h2>{t('order.progress')}</h2>
            <Stepper steps={orderSteps(order)} label={t('order.progressLabel')} />
          </section>
        )}
        {arranged.forward.map((group) => (
          <ParcelGroupCards
            key={group.parcels[0]?.id}
            group={group}
            titleOf={titleOf}
            pageHeading={answer.heading}
            isAlone={isAlone}
            {...care}
            now={now}
          />
        ))}
        {arranged.untracked.map((sent) => (
          <SentWithoutNumber key={sent.id} sent={sent} now={now} />
        ))}
        {arranged.notSent.length > 0 && <NotSent items={arranged.notSent} now={now} />}
        {arranged.returns.length > 0 && (
          <section className="returns" aria-labelledby="returns">
            <h2 id="returns">{t('order.comingBack')}</h2>
            {arranged.returns.map((group) => (
              <ParcelGroupCards
                key={group.parcels[0]?.id}
                group={group}
                titleOf={() => t('order.return')}
                pageHeading={answer.heading}
                isAlone={false}
                {...care}
                now={now}
              />
            ))}
          </section>
        )}
        {items && <ItemTable items={items} />}
        {order.deliveryAddress?.street && <DeliveryAddress address={order.deliveryAddress} />}
        {!staleSince && (order.viewerAccess === 'L1' || order.viewerAccess === 'L2') && (
          <OrderCodeOffer orderId={order.id} isReadOnly={view !== undefined} />
        )}
        {order.viewerAccess === 'L0' && (
          <p className="quiet">
            {t('parcel.more')} <a href="/">{t('parcel.lookUpOrder')}</a>
          </p>
        )}
        {!staleSince && (order.viewerAccess === 'L2' || order.viewerAccess === 'L3') && (
          <ShareOffer orderId={order.id} isReadOnly={view !== undefined} />
        )}
        <Tools />
        <PrintedAddress address={`${shell.origin}/orders/${order.id}`} />
      </main>
      <div id="news" className="sr-only" role="status" aria-live="polite" />
    </Layout>,
  );
}

/** A code is on its way: where it is typed in. */
export function orderCodePage({
  shell,
  orderId,
  codeId,
  problem,
}: {
  shell: Shell;
  orderId: string;
  codeId: string;
  problem: string | null;
}): string {
  const { t } = shell.words;
  return page(
    <Layout shell={shell} title={t('code.title')}>
      <main id="page" tabIndex={-1}>
        <h1>{t('code.heading')}</h1>
        <p className="lead">{t('code.lead')}</p>
        <OrderCodeForm orderId={orderId} codeId={codeId} problem={problem} />
        <p>
          <a href={`/orders/${orderId}`}>{t('message.back')}</a>
        </p>
      </main>
    </Layout>,
  );
}
