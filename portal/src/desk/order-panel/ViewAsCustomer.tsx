import { useRef } from 'react';
import { Glyph } from '../components/Glyph.tsx';
import { useBindings } from '../keys/bindings.ts';
import styles from './panel.module.css';

/** Opens the order's page as its customer sees it, in a tab of its own. A form and no link: a look is begun, and that is on record. */
export function ViewAsCustomer({ orderId }: { orderId: string }) {
  const form = useRef<HTMLFormElement>(null);
  useBindings({
    name: 'In the order',
    bindings: [{ keys: 'v', label: 'View as customer', run: () => form.current?.requestSubmit() }],
  });
  return (
    <form ref={form} method="post" action={`/orders/${orderId}/view`} target="_blank" rel="noopener">
      <button type="submit" className={styles['outLink']}>
        View as customer <Glyph name="out" />
      </button>
    </form>
  );
}
