import { useWords } from '../words.ts';
import { QrCode } from './QrCode.tsx';

/** On paper only: where the page is, as text and as a code. The address opens nothing by itself: whoever follows it needs access as on any device. */
export function PrintedAddress({ address }: { address: string }) {
  const { t } = useWords();
  return (
    <section className="printed">
      <QrCode text={address} label={t('print.qr')} />
      <p>
        {t('print.again')} <bdi dir="ltr">{address}</bdi>
      </p>
    </section>
  );
}
