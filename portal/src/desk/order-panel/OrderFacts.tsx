import { dayOf } from '@milepost/wording';
import { type ReactNode, useState } from 'react';
import { Button, Form, Input, Label, TextField } from 'react-aria-components';
import { useClient } from 'urql';
import { DeskPhoneDocument } from '../../generated/graphql.ts';
import { CopyButton } from '../components/CopyButton.tsx';
import { Dialog } from '../components/Dialog.tsx';
import { english } from '../english.ts';
import { problemOf } from '../graph/client.ts';
import { persisted } from '../graph/documents.ts';
import { shortDay } from '../lib/days.ts';
import styles from './panel.module.css';
import type { DeskOrder } from './use-order.ts';
import { invoiceTexts, orderStateTexts } from './words.ts';

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
  const client = useClient();
  const [isAsking, setIsAsking] = useState(false);
  const [reason, setReason] = useState('');
  const [phone, setPhone] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  async function reveal() {
    const { data, error } = await client
      .mutation(persisted(DeskPhoneDocument), { input: { customerId, reason: reason.trim() } })
      .toPromise();
    const refused = data?.customerPhoneReveal.userErrors[0]?.message;
    if (error || refused || !data?.customerPhoneReveal.phone)
      return setProblem(error ? problemOf(error) : (refused ?? 'There is no number.'));
    setPhone(data.customerPhoneReveal.phone);
    setIsAsking(false);
  }
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
      <Dialog title="Show the phone number" isOpen={isAsking} onClose={() => setIsAsking(false)}>
        <Form
          className={styles['form'] ?? ''}
          onSubmit={(event) => {
            event.preventDefault();
            void reveal();
          }}
        >
          <TextField value={reason} onChange={setReason} isRequired minLength={5} maxLength={500} autoFocus>
            <Label>Why do you need it?</Label>
            <Input placeholder="Customer asked to be called back" />
          </TextField>
          {problem && (
            <p className={styles['problem']} role="alert">
              {problem}
            </p>
          )}
          <p className={styles['quiet']}>Your name and the reason are put on record.</p>
          <Button type="submit" className={styles['primary'] ?? ''}>
            Show it
          </Button>
        </Form>
      </Dialog>
    </>
  );
}
