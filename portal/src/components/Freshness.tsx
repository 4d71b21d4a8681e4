import { eventTime, lengthOf, moment } from '@milepost/wording';
import type { Parcel } from '../order/parcels.ts';
import { useWords } from '../words.ts';

/** Sooner than this there is nothing to wait for. */
const aMinute = 60_000;
const waitsForScan: readonly Parcel['status'][] = ['PICKED_UP', 'IN_TRANSIT', 'OUT_FOR_DELIVERY'];

/** Longer than it takes to read our order system anew; shorter than what anybody would take for now. */
const orderIsOldMs = 600_000;

/** How old the order itself is, where it is not as new as the page: parcels are heard of in other ways. An order that was never read whole says 1970. */
function OrderAge({ asOf, now }: { asOf: string; now: Date }) {
  const words = useWords();
  const at = new Date(asOf);
  if (now.getTime() - at.getTime() < orderIsOldMs) return null;
  return (
    <p className="stale" role="note">
      {at.getTime() > 0 ? (
        <>
          {words.t('fresh.orderOld')} <time dateTime={asOf}>{moment(asOf, words)}</time>.
        </>
      ) : (
        words.t('fresh.orderNotWhole')
      )}
    </p>
  );
}

/**
 * Who said so, and how old what stands here is. The clocks stand at the end of their lines: a script may put the reader's own in their place without
 * moving anything.
 */
export function Freshness({
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
  const words = useWords();
  const { t } = words;
  const checkedAt = parcels
    .map((parcel) => parcel.freshness.checkedAt)
    .filter((at): at is string => at != null)
    .sort()
    .at(-1);
  const newest = parcels
    .flatMap((parcel) => parcel.events.nodes.slice(0, 1).map((event) => ({ event, carrier: parcel.carrier?.name })))
    .sort((a, b) => (a.event.occurredAt.local < b.event.occurredAt.local ? 1 : -1))[0];
  const time = newest && eventTime(newest.event.occurredAt, newest.event.location, now, words);
  const next = parcels
    .map((parcel) => parcel.freshness.nextCheckAt)
    .filter((at): at is string => at != null && Date.parse(at) - now.getTime() > aMinute)
    .sort()[0];
  const [only] = parcels;
  // Where the next scan is what is waited for; when it is overdue the heading says so.
  const usual =
    parcels.length === 1 && only && waitsForScan.includes(only.status) && only.freshness.quietSince === null
      ? only.freshness.usualGapSeconds
      : null;
  const asOf = checkedAt ?? orderAsOf ?? now.toISOString();
  return (
    <div className="freshness">
      {staleSince && (
        <p className="stale" role="note">
          {t('fresh.stale')} <time dateTime={staleSince}>{moment(staleSince, words)}</time>.
        </p>
      )}
      {!staleSince && orderAsOf && <OrderAge asOf={orderAsOf} now={now} />}
      {time && (
        <p>
          {t('fresh.saidSo', { carrier: newest.carrier ?? t('carrier.someone') })}{' '}
          <time dateTime={time.machine}>
            {time.clock ? t('dates.at', { day: time.day, clock: time.clock }) : time.day}
            {time.zone && ` (${time.zone})`}
          </time>
        </p>
      )}
      <p>
        <a href={self}>{t('page.refresh')}</a>
        {Date.parse(asOf) > 0 && (
          <>
            {' '}
            · {t(checkedAt ? 'fresh.checked' : 'fresh.asOf')}{' '}
            <time dateTime={asOf} data-own-zone="">
              {moment(asOf, words)}
            </time>
            {next && !staleSince && (
              <>
                , {t('fresh.again')}{' '}
                <time dateTime={next} data-own-zone="">
                  {moment(next, words)}
                </time>
              </>
            )}
          </>
        )}
      </p>
      {usual != null && <p>{t('detail.usualGap', { gap: lengthOf(usual, words) })}</p>}
      <p id="connection" className="connection" />
    </div>
  );
}
