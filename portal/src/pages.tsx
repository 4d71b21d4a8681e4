import { DeliveryAddress } from './components/DeliveryAddress.tsx';
import { ToneIcon } from './components/Icon.tsx';
import { Layout, type Shell } from './components/Layout.tsx';
import { emptyLookUp, LookUp, type LookUpValues, type Problem } from './components/LookUp.tsx';
import { OrderCodeForm, OrderCodeOffer } from './components/OrderCode.tsx';
import { ItemName, Items, ParcelCard, ParcelGroupCards } from './components/ParcelCard.tsx';
import { page } from './components/page.ts';
import { StaffBar, type StaffViewInput } from './components/StaffView.tsx';
import { Stepper } from './components/Stepper.tsx';
import { dayOf, eventTime, isPast, moment } from './lib/dates.ts';
import { orderAnswer, parcelAnswer } from './order/answer.ts';
import { arrange, type Order, type Parcel, withoutDoubtful } from './order/parcels.ts';
import { orderSteps } from './order/stepper.ts';

export type { Shell } from './components/Layout.tsx';
export type { LookUpValues, Problem } from './components/LookUp.tsx';
export { type ViewLevel, viewLevels } from './components/StaffView.tsx';
export { deskPage } from './desk/desk-page.tsx';
export type { Me, Ways } from './sign-in/sign-in-pages.tsx';
export {
  accountPage,
  codePage,
  followLinkPage,
  linkSentPage,
  passwordPage,
  secondFactorCodePage,
  secondFactorPasswordPage,
  signInPage,
} from './sign-in/sign-in-pages.tsx';

/** All pages as text. Pure: what they show is given, `now` included. */

export function lookUpPage({
  shell,
  values = emptyLookUp,
  problem = null,
}: {
  shell: Shell;
  values?: LookUpValues;
  problem?: Problem | null;
}): string {
  return page(
    <Layout shell={shell} title="Track your order">
      <main id="page" tabIndex={-1}>
        <h1>Where is my order?</h1>
        <p className="lead">Enter what you know; either way takes you there.</p>
        <LookUp values={values} problem={problem} />
        <p className="quiet">
          Business customer, or from our team? <a href="/sign-in">Sign in</a>
        </p>
      </main>
    </Layout>,
  );
}

/** One message and the way on: not found, no access, out of order. */
export function messagePage({
  shell,
  heading,
  text,
  withLookUp = false,
  looksAgain = false,
  back = '/',
  backText = back === '/' ? 'Track an order' : 'Back to the order',
}: {
  shell: Shell;
  heading: string;
  text: string;
  /** Where the button leads; the look-up when left out. */
  back?: string;
  backText?: string;
  withLookUp?: boolean;
  /** The page tries by itself whether it can be shown meanwhile. */
  looksAgain?: boolean;
}): string {
  return page(
    <Layout shell={shell} title={heading}>
      <main id="page" tabIndex={-1} data-poll={looksAgain ? '' : undefined}>
        <h1>{heading}</h1>
        <p className="lead">{text}</p>
        {looksAgain && <p id="connection" className="connection" />}
        {withLookUp ? (
          <LookUp values={emptyLookUp} problem={null} />
        ) : (
          <p>
            <a className="button" href={back}>
              {backText}
            </a>
          </p>
        )}
      </main>
    </Layout>,
  );
}

/** Several carriers use one number: the visitor says which, we never guess. */
export function carrierChoicePage({
  shell,
  trackingNumber,
  carriers,
}: {
  shell: Shell;
  trackingNumber: string;
  carriers: readonly string[];
}): string {
  return page(
    <Layout shell={shell} title="Which carrier?">
      <main id="page" tabIndex={-1}>
        <h1>Which carrier is it?</h1>
        <p className="lead">
          Several carriers use the number <code className="number">{trackingNumber}</code>.
        </p>
        <ul className="choices">
          {carriers.map((code) => (
            <li key={code}>
              <a
                className="button"
                href={`/track/${encodeURIComponent(trackingNumber)}?carrier=${encodeURIComponent(code)}`}
              >
                {code}
              </a>
            </li>
          ))}
        </ul>
      </main>
    </Layout>,
  );
}

/** Longer than it takes to read our order system anew; shorter than what anybody would take for now. */
const orderIsOldMs = 600_000;

/** How old the order itself is, where it is not as new as the page: parcels are heard of in other ways. An order that was never read whole says 1970. */
function OrderAge({ asOf, now }: { asOf: string; now: Date }) {
  const at = new Date(asOf);
  if (now.getTime() - at.getTime() < orderIsOldMs) return null;
  return (
    <p className="stale" role="note">
      {at.getTime() > 0 ? (
        <>
          We cannot reach our order system at the moment. What stands here of the order is from{' '}
          <time dateTime={asOf}>{moment(asOf)}</time>; news of parcels still comes in.
        </>
      ) : (
        'We could not read all of this order yet. Something may be missing here.'
      )}
    </p>
  );
}

/**
 * Who said so, and how old what stands here is. The clocks stand at the end of their lines: a script may put the reader's own in their place without
 * moving anything.
 */
function Freshness({
  parcels,
  staleSince,
  orderAsOf = null,
  self,
  now,
}: {
  parcels: readonly Parcel[];
  staleSince: string | null;
  /** How old the order is; null where none is shown. */
  orderAsOf?: string | null;
  /** The page's own address. */
  self: string;
  now: Date;
}) {
  const checkedAt = parcels
    .map((parcel) => parcel.checkedAt)
    .filter((at): at is string => at != null)
    .sort()
    .at(-1);
  const newest = parcels
    .flatMap((parcel) => parcel.events.nodes.slice(0, 1).map((event) => ({ event, carrier: parcel.carrier?.name })))
    .sort((a, b) => (a.event.occurredAt.local < b.event.occurredAt.local ? 1 : -1))[0];
  const time = newest && eventTime(newest.event.occurredAt, newest.event.location, now);
  const asOf = checkedAt ?? orderAsOf ?? now.toISOString();
  return (
    <div className="freshness">
      {staleSince && (
        <p className="stale" role="note">
          We cannot reach all our systems at the moment. This is the last known state, from{' '}
          <time dateTime={staleSince}>{moment(staleSince)}</time>.
        </p>
      )}
      {!staleSince && orderAsOf && <OrderAge asOf={orderAsOf} now={now} />}
      {time && (
        <p>
          {newest.carrier ?? 'The carrier'} said so{' '}
          <time dateTime={time.machine}>
            {[time.day, time.clock].filter(Boolean).join(', ')}
            {time.zone && ` (${time.zone})`}
          </time>
        </p>
      )}
      <p>
        <a href={self}>Refresh</a>
        {Date.parse(asOf) > 0 && (
          <>
            {' '}
            · {checkedAt ? 'checked' : 'as of'}{' '}
            <time dateTime={asOf} data-own-zone="">
              {moment(asOf)}
            </time>
          </>
        )}
      </p>
      <p id="connection" className="connection" />
    </div>
  );
}

function Tools() {
  return (
    <p className="tools" hidden>
      <button type="button" data-zones="">
        Show times in my time zone
      </button>
      <button type="button" data-print="">
        Print
      </button>
    </p>
  );
}

/** The promised date where what is known now says something else, or nothing; null while it holds, and when all has arrived. */
function brokenPromise(order: Order, parcels: readonly Parcel[]): string | null {
  const promised = order.promisedDeliveryAt;
  const open = parcels.filter(({ status }) => status !== 'DELIVERED');
  if (!promised || order.state !== 'SALE' || (parcels.length > 0 && open.length === 0)) return null;
  const latest = open.map(({ estimate }) => estimate?.latest ?? estimate?.earliest);
  const holds = latest.length > 0 && latest.every((day) => day != null && day.slice(0, 10) <= promised.slice(0, 10));
  return holds ? null : promised;
}

export interface OrderPageInput {
  shell: Shell;
  order: Order;
  liveCursor: string;
  /** When the state shown was read, where it could not be read now; null normally. */
  staleSince: string | null;
  /** A colleague looks: the same page, marked, without live updates and without anything to do. */
  view?: StaffViewInput;
  now: Date;
}

export function orderPage({ shell, order, liveCursor, staleSince, view, now }: OrderPageInput): string {
  const arranged = arrange(order);
  const answer = orderAnswer(order, arranged, now);
  const parcels = arranged.forward.flatMap((group) => group.parcels);
  const all = [...parcels, ...arranged.returns.flatMap((group) => group.parcels)];
  const titleOf = (parcel: Parcel) =>
    parcels.length > 1 ? `Parcel ${parcels.indexOf(parcel) + 1} of ${parcels.length}` : 'Parcel';
  const promised = brokenPromise(order, parcels);
  return page(
    <Layout
      shell={shell}
      title={`${view ? 'As the customer sees it · ' : ''}${answer.heading} · Order ${order.name}`}
      bar={view && <StaffBar view={view} />}
    >
      <main
        id="page"
        tabIndex={-1}
        data-live={staleSince || view ? undefined : `/live/${order.id}`}
        data-poll={staleSince ? '' : undefined}
        data-cursor={liveCursor}
        data-tone={answer.tone}
      >
        <p className="eyebrow">
          Order {order.name} · {order.company.name}
        </p>
        <h1>
          <ToneIcon tone={answer.tone} />
          <span>{answer.heading}</span>
        </h1>
        {answer.detail && <p className="lead">{answer.detail}</p>}
        {promised && <p className="promise">You were promised {dayOf(promised, now)}.</p>}
        <Freshness
          parcels={all}
          staleSince={staleSince}
          orderAsOf={order.asOf}
          self={view ? `${view.address}?level=${view.level}` : `/orders/${order.id}`}
          now={now}
        />
        {parcels.length === 0 && order.state === 'SALE' && (
          <section className="card">
            <h2>Progress</h2>
            <Stepper steps={orderSteps(order)} label="Progress of the order" />
          </section>
        )}
        {arranged.forward.map((group) => (
          <ParcelGroupCards
            key={group.parcels[0]?.id}
            group={group}
            titleOf={titleOf}
            pageHeading={answer.heading}
            now={now}
          />
        ))}
        {arranged.untracked.map(({ id, sentAt, carrierName, items }) => (
          <section className="card" key={id} id={id}>
            <h2>Sent without a tracking number</h2>
            <p>
              {sentAt ? `Left the warehouse on ${dayOf(sentAt, now)}` : 'Left the warehouse'}
              {carrierName ? ` with ${carrierName}.` : '.'} It is not scanned on the way.
            </p>
            <Items items={items} label="Items sent without a tracking number" />
          </section>
        ))}
        {arranged.notSent.length > 0 && (
          <section className="card not-sent" id="not-sent">
            <h2>Not sent yet</h2>
            <ul className="items" aria-label="Items not sent yet">
              {arranged.notSent.map(({ leavesAt, ...item }) => (
                <li key={item.lineId}>
                  <span className="quantity">
                    {item.unit === 'Units' ? `${item.quantity} ×` : `${item.quantity} ${item.unit}`}
                  </span>{' '}
                  <span>
                    <ItemName description={item.description} />
                    {leavesAt && !isPast(leavesAt, now) && (
                      <span className="hint"> · planned to leave by {dayOf(leavesAt, now)}</span>
                    )}
                  </span>
                </li>
              ))}
            </ul>
          </section>
        )}
        {arranged.returns.length > 0 && (
          <section className="returns" aria-labelledby="returns">
            <h2 id="returns">Coming back</h2>
            {arranged.returns.map((group) => (
              <ParcelGroupCards
                key={group.parcels[0]?.id}
                group={group}
                titleOf={() => 'Return'}
                pageHeading={answer.heading}
                now={now}
              />
            ))}
          </section>
        )}
        {order.deliveryAddress?.street && <DeliveryAddress address={order.deliveryAddress} />}
        {!staleSince && (order.viewerAccess === 'L1' || order.viewerAccess === 'L2') && (
          <OrderCodeOffer orderId={order.id} isReadOnly={view !== undefined} />
        )}
        <Tools />
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
  return page(
    <Layout shell={shell} title="Enter the code">
      <main id="page" tabIndex={-1}>
        <h1>Look into your e-mails</h1>
        <p className="lead">A code is on its way to the address of this order. It may take a minute.</p>
        <OrderCodeForm orderId={orderId} codeId={codeId} problem={problem} />
        <p>
          <a href={`/orders/${orderId}`}>Back to the order</a>
        </p>
      </main>
    </Layout>,
  );
}

function parcelAddress({ trackingNumber, carrier }: Parcel): string {
  return `/track/${encodeURIComponent(trackingNumber)}${carrier ? `?carrier=${encodeURIComponent(carrier.code)}` : ''}`;
}

/** What anybody sees who holds a tracking number: no names, no items, coarse places. */
export function parcelPage({
  shell,
  parcel: given,
  staleSince,
  now,
}: {
  shell: Shell;
  parcel: Parcel;
  staleSince: string | null;
  now: Date;
}): string {
  const parcel = withoutDoubtful(given);
  const answer = parcelAnswer(parcel, now);
  return page(
    <Layout shell={shell} title={answer.heading}>
      <main id="page" tabIndex={-1} data-poll="" data-tone={answer.tone}>
        <p className="eyebrow">{parcel.carrier?.name ?? 'Parcel'}</p>
        <h1>
          <ToneIcon tone={answer.tone} />
          <span>{answer.heading}</span>
        </h1>
        {answer.detail && <p className="lead">{answer.detail}</p>}
        <Freshness parcels={[parcel]} staleSince={staleSince} self={parcelAddress(parcel)} now={now} />
        <ParcelCard parcel={parcel} items={[]} title="Parcel" isPacked={false} pageHeading={answer.heading} now={now} />
        {parcel.viewerAccess === 'L0' && (
          <p className="quiet">
            To see items and exact places, <a href="/">look up the order</a>.
          </p>
        )}
        <Tools />
      </main>
      <div id="news" className="sr-only" role="status" aria-live="polite" />
    </Layout>,
  );
}
