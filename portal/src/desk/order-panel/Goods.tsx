import { Status } from '../components/Status.tsx';
import { shortDay } from '../lib/days.ts';
import styles from './panel.module.css';
import type { DeskOrder } from './use-order.ts';
import { deliveryStateTexts } from './words.ts';

const counted = (quantity: number, unit: string) => (unit === 'Units' ? `${quantity} ×` : `${quantity} ${unit}`);
/** Descriptions of Odoo have more lines than the name. */
const firstLine = (text: string) => text.split('\n', 1)[0] ?? text;

/** What was ordered, and in which deliveries it leaves. */
export function Goods({ order }: { order: DeskOrder }) {
  return (
    <>
      <section className={styles['section']} aria-labelledby="deliveries">
        <h3 id="deliveries">Deliveries</h3>
        {order.deliveries.length === 0 && <p className={styles['quiet']}>None yet.</p>}
        <ul className={styles['deliveries']}>
          {order.deliveries.map((delivery) => {
            const { text, tone } = deliveryStateTexts[delivery.state];
            const numbers = delivery.shipments.map(
              ({ id }) => order.shipments.find((parcel) => parcel.id === id)?.trackingNumber,
            );
            return (
              <li key={delivery.id}>
                <div className={styles['deliveryHead']}>
                  <strong>{delivery.name}</strong>
                  <Status tone={tone}>
                    {delivery.kind === 'RETURN' && delivery.state === 'DONE' ? 'Received back' : text}
                  </Status>
                  <span className={styles['soft']}>
                    {delivery.doneAt ? shortDay(delivery.doneAt) : `planned ${shortDay(delivery.scheduledAt)}`}
                    {delivery.carrierName && ` · ${delivery.carrierName}`}
                  </span>
                </div>
                <ul className={styles['items']}>
                  {delivery.items?.map((item) => (
                    <li key={`${item.line?.id}${item.description}${item.unit}`}>
                      <span className={styles['quantity']}>{counted(item.quantity, item.unit)}</span>{' '}
                      {firstLine(item.description)}
                    </li>
                  ))}
                </ul>
                {numbers.some(Boolean) && <p className={styles['soft']}>{numbers.filter(Boolean).join(', ')}</p>}
              </li>
            );
          })}
        </ul>
      </section>
      <section className={styles['section']} aria-labelledby="lines">
        <h3 id="lines">Ordered</h3>
        <table className={styles['lines']}>
          <thead>
            <tr>
              <th scope="col">Item</th>
              <th scope="col">Ordered</th>
              <th scope="col">Left our stock</th>
            </tr>
          </thead>
          <tbody>
            {order.lines?.map((line) => (
              <tr key={line.id}>
                <td>{firstLine(line.description)}</td>
                <td>{counted(line.quantityOrdered, line.unit)}</td>
                <td data-open={line.isShippable && line.quantityDelivered < line.quantityOrdered}>
                  {line.isShippable ? counted(line.quantityDelivered, line.unit) : 'service'}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}
