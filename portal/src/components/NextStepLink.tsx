import type { NextStep } from '@milepost/wording';
import type { Parcel } from '../order/parcels.ts';
import { useWords } from '../words.ts';

/** The one thing to do, as a button, where it can be done by an address. The words beside it say the same. */
export function NextStepLink({
  step,
  parcel,
  leadsToCare,
}: {
  step: NextStep;
  parcel: Parcel;
  /** Below stands where one says what is wrong (ParcelCare). */
  leadsToCare: boolean;
}) {
  const { t } = useWords();
  const { carrier, replacedBy } = parcel;
  if (step === 'FOLLOW_NEW_NUMBER' && replacedBy)
    return (
      <p>
        <a
          className="button"
          href={`/track/${encodeURIComponent(replacedBy.trackingNumber)}${replacedBy.carrier ? `?carrier=${encodeURIComponent(replacedBy.carrier.code)}` : ''}`}
        >
          {t('next.FOLLOW_NEW_NUMBER')}
        </a>
      </p>
    );
  if ((step === 'TELL_US' || step === 'CORRECT_ADDRESS') && leadsToCare)
    return (
      <p>
        <a className="button" href={`#care-${parcel.id}`}>
          {t(`next.${step}`)}
        </a>
      </p>
    );
  if (step === 'COLLECT' && parcel.pickupPoint?.lastDay)
    return (
      <p>
        <a className="button" href={`?collect=${encodeURIComponent(parcel.id)}`} download="">
          {t('next.COLLECT')}
        </a>
      </p>
    );
  if ((step === 'PAY_CHARGES' || step === 'GIVE_PAPERS') && carrier?.trackingUrl)
    return (
      <p>
        <a className="button" href={carrier.trackingUrl} rel="noreferrer external">
          {t(`next.${step}`, { carrier: carrier.name })}
        </a>
      </p>
    );
  return null;
}
