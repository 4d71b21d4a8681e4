import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { Button } from 'react-aria-components';
import { ToneIcon } from '../../components/Icon.tsx';
import { DeskShipmentDocument, type DeskShipmentQuery, ShipmentMilestonesDocument } from '../../generated/graphql.ts';
import { parcelAnswer } from '../../order/answer.ts';
import { withoutDoubtful } from '../../order/parcels.ts';
import { Cases } from '../cases/Cases.tsx';
import { onCasesChanged } from '../cases/changes.ts';
import { CopyButton } from '../components/CopyButton.tsx';
import { Glyph } from '../components/Glyph.tsx';
import { english } from '../english.ts';
import { problemOf } from '../graph/client.ts';
import { useFreshQuery } from '../graph/use-fresh-query.ts';
import { hasActed, useBindings } from '../keys/bindings.ts';
import { rememberRecent } from '../omnibox/recent.ts';
import { LookingLine } from '../presence/Looking.tsx';
import { useLookingAt } from '../presence/looking-at.ts';
import { Reply } from '../reply/Reply.tsx';
import { ParcelSection } from './ParcelSection.tsx';
import styles from './panel.module.css';
import { useMilestones } from './use-milestones.ts';

type Shipment = NonNullable<DeskShipmentQuery['shipment']>;

/** Everything about a parcel that no order has, where an order would stand: registered by hand, or its number is linked to none. */
export function ParcelPanel({
  shipmentId,
  caseId,
  onClose,
}: {
  shipmentId: string;
  /** The case that was looked for. */
  caseId: string | null;
  onClose: () => void;
}) {
  const { data, error, isReading, reload } = useFreshQuery(DeskShipmentDocument, { id: shipmentId });
  const shipment = data?.shipment ?? null;
  useMilestones(ShipmentMilestonesDocument, {
    id: shipment && shipmentId,
    variables: { shipmentId, after: data?.liveCursor ?? null },
    onNews: reload,
    what: 'the open parcel',
  });
  const caseIds = useRef<ReadonlySet<string>>(new Set());
  caseIds.current = new Set(shipment?.cases?.map(({ id }) => id));
  useEffect(() => onCasesChanged((changed) => changed.some(({ id }) => caseIds.current.has(id)) && reload()), [reload]);
  const panel = useRef<HTMLElement>(null);
  useBindings({
    name: 'In the order',
    bindings: [
      { keys: 'Escape', label: 'Close the parcel', run: onClose },
      { keys: 'p', label: 'Go to the parcel', run: () => panel.current?.focus() },
    ],
  });
  // Opened by somebody: the keyboard goes along. Not when the page itself was opened with it.
  useEffect(() => {
    if (hasActed()) panel.current?.focus();
  }, []);
  const isRead = shipment !== null;
  useLookingAt(isRead ? shipmentId : null);
  // Remembered once it was opened, not with each update
  useEffect(() => {
    if (shipment)
      rememberRecent({
        label: shipment.trackingNumber,
        detail: shipment.order ? `of ${shipment.order.name}` : 'of no order',
        open: { parcel: shipmentId },
      });
  }, [isRead]);
  return (
    <section ref={panel} className={styles['panel']} aria-label="Parcel" aria-busy={!data && isReading} tabIndex={-1}>
      <header className={styles['head']}>
        <Button className={styles['back'] ?? ''} aria-label="Back to the list" onPress={onClose}>
          <Glyph name="back" />
        </Button>
        <h2>{shipment?.trackingNumber ?? 'Parcel'}</h2>
        {shipment && <CopyButton text={shipment.trackingNumber} what="tracking number" />}
        <span className={styles['grow']} />
        {isReading && shipment && <span className={styles['reading']}>reading …</span>}
        {shipment && <Reply subject={{ parcel: shipment }} countryCode={null} />}
        <Button className={styles['close'] ?? ''} aria-label="Close the parcel" onPress={onClose}>
          <Glyph name="close" />
        </Button>
      </header>
      {shipment && <LookingLine ids={[shipmentId, ...caseIds.current]} />}
      {error && !shipment && (
        <div className={styles['message']} role="alert">
          <p>{problemOf(error)}</p>
          <Button onPress={reload}>Try again</Button>
        </div>
      )}
      {!isReading && !error && !shipment && <p className={styles['message']}>There is no such parcel in your scope.</p>}
      {shipment && <ParcelContent shipment={shipment} caseId={caseId} onChanged={reload} />}
    </section>
  );
}

function ParcelContent({
  shipment,
  caseId,
  onChanged,
}: {
  shipment: Shipment;
  caseId: string | null;
  onChanged: () => void;
}) {
  const navigate = useNavigate();
  const { order } = shipment;
  const answer = parcelAnswer(withoutDoubtful(shipment), new Date(), english);
  return (
    <div className={styles['content']}>
      <div className={styles['answer']} data-tone={answer.tone}>
        <ToneIcon tone={answer.tone} />
        <div>
          <p className={styles['eyebrow']}>What the customer reads</p>
          <p className={styles['heading']}>{answer.heading}</p>
          {answer.detail && <p className={styles['detail']}>{answer.detail}</p>}
        </div>
      </div>
      <p className={styles['quiet']}>
        {order ? (
          <>
            It belongs to {order.name}.{' '}
            <Button
              className={styles['textButton'] ?? ''}
              onPress={() =>
                void navigate({
                  to: '.',
                  search: (before: Record<string, unknown>) => ({ ...before, order: order.id }),
                })
              }
            >
              Open the order
            </Button>
          </>
        ) : (
          'No order has this parcel: its number was registered by hand, or is written at no delivery.'
        )}
      </p>
      <Cases cases={shipment.cases ?? []} wantedId={caseId} />
      <ParcelSection
        parcel={shipment}
        order={{ promisedDeliveryAt: null, deliveries: [], cases: shipment.cases ?? null, writeBacks: null }}
        orderAnswer={answer.heading}
        title="Parcel"
        isWanted={false}
        onChanged={onChanged}
        // The right one is another parcel, which no order has either.
        onReplaced={(parcel) =>
          void navigate({
            to: '.',
            search: ({ case: _, ...before }: Record<string, unknown>) => ({ ...before, parcel }),
          })
        }
      />
    </div>
  );
}
