import { moment } from '@milepost/wording';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { Button } from 'react-aria-components';
import type { CombinedError } from 'urql';
import { ToneIcon } from '../../components/Icon.tsx';
import { orderAnswer } from '../../order/answer.ts';
import { arrange } from '../../order/parcels.ts';
import { Cases } from '../cases/Cases.tsx';
import { onCasesChanged } from '../cases/changes.ts';
import { CopyButton } from '../components/CopyButton.tsx';
import { Glyph } from '../components/Glyph.tsx';
import { english } from '../english.ts';
import { problemOf } from '../graph/client.ts';
import { hasActed, useBindings } from '../keys/bindings.ts';
import { rememberRecent } from '../omnibox/recent.ts';
import { LookingLine } from '../presence/Looking.tsx';
import { useLookingAt } from '../presence/looking-at.ts';
import { Reply } from '../reply/Reply.tsx';
import type { OrderReference } from '../search-params.ts';
import { Goods } from './Goods.tsx';
import { OrderFacts } from './OrderFacts.tsx';
import { ParcelSection } from './ParcelSection.tsx';
import styles from './panel.module.css';
import { type DeskOrder, useOrder } from './use-order.ts';
import { ViewAsCustomer } from './ViewAsCustomer.tsx';

/** Older than it takes to read our order system anew. */
const orderIsOldMs = 600_000;

/** Everything about one order, beside the list. */
export function OrderPanel({
  reference,
  parcelId,
  caseId,
  onClose,
}: {
  reference: OrderReference;
  /** The parcel that was looked for. */
  parcelId: string | null;
  /** The case that was looked for. */
  caseId: string | null;
  onClose: () => void;
}) {
  const { order, isLoading, isOld, error, reload } = useOrder(reference);
  // A case that is changed here stands in the order, too.
  const caseIds = useRef<ReadonlySet<string>>(new Set());
  caseIds.current = new Set(order?.cases?.map(({ id }) => id));
  useEffect(() => onCasesChanged((changed) => changed.some(({ id }) => caseIds.current.has(id)) && reload()), [reload]);
  const panel = useRef<HTMLElement>(null);
  useBindings({
    name: 'In the order',
    bindings: [
      { keys: 'Escape', label: 'Close the order', run: onClose },
      { keys: 'p', label: 'Go to the order', run: () => panel.current?.focus() },
    ],
  });
  // Opened by somebody: the keyboard goes along. Not when the page itself was opened with it.
  useEffect(() => {
    if (hasActed()) panel.current?.focus();
  }, []);
  const id = order?.id;
  useLookingAt(id);
  // Remembered once it was opened, not with each update
  useEffect(() => {
    if (order) rememberRecent({ label: order.name, detail: order.customer?.name ?? '', open: { order: order.id } });
  }, [id]);
  return (
    <section ref={panel} className={styles['panel']} aria-label="Order" aria-busy={isLoading} tabIndex={-1}>
      <header className={styles['head']}>
        <Button className={styles['back'] ?? ''} aria-label="Back to the list" onPress={onClose}>
          <Glyph name="back" />
        </Button>
        <h2>{order?.name ?? ('name' in reference ? reference.name : 'Order')}</h2>
        {order && <CopyButton text={order.name} what="order name" />}
        <span className={styles['grow']} />
        {isOld && <span className={styles['reading']}>reading …</span>}
        {order && <Reply subject={{ order }} countryCode={order.deliveryAddress?.countryCode} />}
        {order && <ViewAsCustomer orderId={order.id} />}
        <Button className={styles['close'] ?? ''} aria-label="Close the order" onPress={onClose}>
          <Glyph name="close" />
        </Button>
      </header>
      {order && <LookingLine ids={[order.id, ...order.shipments.map((parcel) => parcel.id), ...caseIds.current]} />}
      {isLoading && <Skeleton />}
      {error && !order && <Problem error={error} onRetry={reload} />}
      {!isLoading && !error && !order && <Missing reference={reference} />}
      {order && <OrderContent order={order} parcelId={parcelId} caseId={caseId} onChanged={reload} />}
    </section>
  );
}

function OrderContent({
  order,
  parcelId,
  caseId,
  onChanged,
}: {
  order: DeskOrder;
  parcelId: string | null;
  caseId: string | null;
  onChanged: () => void;
}) {
  const now = new Date();
  const answer = orderAnswer(order, arrange(order), now, english);
  const asOf = new Date(order.asOf);
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
      {now.getTime() - asOf.getTime() > orderIsOldMs && (
        <p className={styles['old']} role="note">
          {asOf.getTime() > 0
            ? `Odoo cannot be read at the moment: what stands here of the order is from ${moment(order.asOf, english)}.`
            : 'This order was not read whole from Odoo yet. Something may be missing.'}
        </p>
      )}
      <Cases cases={order.cases ?? []} wantedId={caseId} lines={order.lines ?? []} />
      <OrderFacts order={order} />
      {order.shipments.map((parcel, i) => (
        <ParcelSection
          key={parcel.id}
          parcel={parcel}
          order={order}
          orderAnswer={answer.heading}
          title={order.shipments.length > 1 ? `Parcel ${i + 1} of ${order.shipments.length}` : 'Parcel'}
          isWanted={parcel.id === parcelId}
          onChanged={onChanged}
        />
      ))}
      <Goods order={order} />
    </div>
  );
}

function Skeleton() {
  return (
    <div className={styles['skeleton']} aria-hidden="true">
      <span />
      <span />
      <span />
      <span />
    </div>
  );
}

function Missing({ reference }: { reference: OrderReference }) {
  return (
    <div className={styles['message']}>
      <p>
        {'name' in reference ? (
          <>
            There is no order <strong>{reference.name}</strong> in your scope.
          </>
        ) : (
          'There is no such order in your scope.'
        )}
      </p>
      <p className={styles['quiet']}>Names and numbers that look alike are found by the search (press /).</p>
    </div>
  );
}

interface CompanyOption {
  id: string;
  name: string;
}

/** Companies that have an order of this name, where the graph asks which one is meant. */
function companiesOf(error: CombinedError): CompanyOption[] {
  const options = error.graphQLErrors.find(({ extensions }) => extensions['field'] === 'companyId')?.extensions[
    'options'
  ];
  return Array.isArray(options)
    ? options.filter(
        (option): option is CompanyOption => typeof option?.id === 'string' && typeof option?.name === 'string',
      )
    : [];
}

function Problem({ error, onRetry }: { error: CombinedError; onRetry: () => void }) {
  const navigate = useNavigate();
  const companies = companiesOf(error);
  if (companies.length > 0)
    return (
      <div className={styles['message']}>
        <p>Several of our companies have an order of this name. Which one?</p>
        <ul className={styles['choices']}>
          {companies.map(({ id, name }) => (
            <li key={id}>
              <Button
                onPress={() =>
                  void navigate({ to: '.', search: (before: Record<string, unknown>) => ({ ...before, company: id }) })
                }
              >
                {name}
              </Button>
            </li>
          ))}
        </ul>
      </div>
    );
  return (
    <div className={styles['message']} role="alert">
      <p>{problemOf(error)}</p>
      <Button onPress={onRetry}>Try again</Button>
    </div>
  );
}
