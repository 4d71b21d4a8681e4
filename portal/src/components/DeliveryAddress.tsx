import type { Order } from '../order/parcels.ts';
import { useWords } from '../words.ts';
import { countryName } from './country-name.ts';

/** Where the goods go, as it stands in the order: for whoever signed in or proved the address on file. */
export function DeliveryAddress({ address }: { address: NonNullable<Order['deliveryAddress']> }) {
  const words = useWords();
  const { name, street, street2, city, countryCode } = address;
  const lines = [...new Set([name, street, street2, city, countryCode && countryName(countryCode, words)])];
  return (
    <section className="card" id="address">
      <h2>{words.t('order.address')}</h2>
      <address>
        {lines.filter(Boolean).map((line) => (
          <span key={line} dir="auto">
            {line}
            <br />
          </span>
        ))}
      </address>
    </section>
  );
}
