import { dayOf } from '@milepost/wording';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { Button } from 'react-aria-components';
import { CopyButton } from '../components/CopyButton.tsx';
import { english } from '../english.ts';
import { shortDay } from '../lib/days.ts';
import styles from './panel.module.css';
import type { DeskOrder } from './use-order.ts';
import { invoiceTexts, orderStateTexts } from './words.ts';

/** Comes when somebody wants it. */
const PhoneDialog = lazy(() => import('./PhoneDialog.tsx'));

const countries = new Intl.DisplayNames(['en'], { type: 'region' });

function Fact({ name, isWhole = false, children }: { name: string; isWhole?: boolean; children: ReactNode }) {
  return (
    <div className={isWhole ? styles['whole'] : undefined}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** What Odoo says of the order and of who ordered it. */
export function OrderFacts({ order }: { order: DeskOrder }) {
  const { customer, total, deliveryAddress: address } = order;
  const now = new Date();
  return (
    <section className={styles['section']} aria-label="Customer and order">
      <dl className={styles['facts']}>
        <Fact name="Customer">
          {customer?.name ?? 'unknown'}
          {customer?.hasPhone && <Phone customerId={customer.id} />}
        </Fact>
        <Fact name="E-mail">
          {customer?.email ? (
            <span className={styles['copied']}>
              <a href={`mailto:${customer.email}`} title={customer.email}>
                {customer.email}
              </a>
              <CopyButton text={customer.email} what="e-mail address" />
            </span>
          ) : (
            'none'
          )}
        </Fact>
        <Fact name="Promised">
          <Promised order={order} now={now} />
        </Fact>
        <Fact name="Placed">
          {order.placedAt ? shortDay(order.placedAt, now) : 'unknown'} · {orderStateTexts[order.state]}
        </Fact>
        <Fact name="Sold by">{order.company.name}</Fact>
        <Fact name="Method">{order.deliveryMethod ?? 'none chosen'}</Fact>
        {order.customerReference && (
          <Fact name="Reference">
            {order.customerReference}
            <CopyButton text={order.customerReference} what="reference" />
          </Fact>
        )}
        <Fact name="Total">
          {total
            ? new Intl.NumberFormat('en-GB', { style: 'currency', currency: total.currencyCode }).format(
                Number(total.amount),
              )
            : 'unknown'}
          {order.invoiceState && <span className={styles['soft']}> · {invoiceTexts[order.invoiceState]}</span>}
        </Fact>
        <Fact name="Goes to" isWhole>
          {address
            ? [
                address.name,
                address.street,
                address.street2,
                address.city,
                address.countryCode && countries.of(address.countryCode),
              ]
                .filter(Boolean)
                .join(', ')
            : 'unknown'}
        </Fact>
      </dl>
    </section>
  );
}

/** The first promise is kept when Odoo's is moved: who was told an earlier day is asked to wait. */
function Promised({ order, now }: { order: DeskOrder; now: Date }) {
  const { promisedDeliveryAt: promised, firstPromisedDeliveryAt: first } = order;
  if (!promised) return first ? <>taken back; first {dayOf(first, now, english)}</> : <>no date</>;
  const isMoved = first != null && first.slice(0, 10) !== promised.slice(0, 10);
  return (
    <>
      {dayOf(promised, now, english)}
      {isMoved && <span className={styles['moved']}> · first {shortDay(first, now)}</span>}
    </>
  );
}

/** A phone number is shown to whoever says why; that is on record. */
function Phone({ customerId }: { customerId: string }) {
  const [isAsking, setIsAsking] = useState(false);
  const [phone, setPhone] = useState<string | null>(null);
  if (phone)
    return (
      <>
        {' '}
        · <a href={`tel:${phone.replace(/[^\d+]/g, '')}`}>{phone}</a>
        <CopyButton text={phone} what="phone number" />
      </>
    );
  return (
    <>
      {' '}
      <Button className={styles['textButton'] ?? ''} onPress={() => setIsAsking(true)}>
        show phone
      </Button>
      {isAsking && (
        <Suspense>
          <PhoneDialog
            customerId={customerId}
            onClose={() => setIsAsking(false)}
            onPhone={(found) => {
              setPhone(found);
              setIsAsking(false);
            }}
          />
        </Suspense>
      )}
    </>
  );
}
