import type { Order } from '../order/parcels.ts';

const countries = new Intl.DisplayNames('en', { type: 'region' });

/** Where the goods go, as it stands in the order: for whoever signed in or proved the address on file. */
export function DeliveryAddress({ address }: { address: NonNullable<Order['deliveryAddress']> }) {
  const { name, street, street2, city, countryCode } = address;
  const lines = [...new Set([name, street, street2, city, countryCode && countries.of(countryCode)])].filter(Boolean);
  return (
    <section className="card" id="address">
      <h2>Delivery address</h2>
      <address>
        {lines.map((line) => (
          <span key={line}>
            {line}
            <br />
          </span>
        ))}
      </address>
    </section>
  );
}
