import type { ReactNode } from 'react';
import type { Parcel } from '../order/parcels.ts';
import { useWords } from '../words.ts';

/** Where a customer may see that something is wrong; what is on its way only takes its time. */
const mayBeWrong: readonly Parcel['status'][] = [
  'DELIVERED',
  'AVAILABLE_FOR_PICKUP',
  'FAILED_ATTEMPT',
  'EXCEPTION',
  'EXPIRED',
  'RETURNING',
  'RETURNED',
];

/** Whether its card has ParcelCare, for those who lead there. */
export function hasCare(parcel: Parcel): boolean {
  return ['L1', 'L2', 'L3'].includes(parcel.viewerAccess) && mayBeWrong.includes(parcel.status);
}

/** How the delivery was, in one tap, and the way to say that something is wrong; plain forms. For who proved the order; colleagues who look can do neither. */
export function ParcelCare({ orderId, parcel, isReadOnly }: { orderId: string; parcel: Parcel; isReadOnly: boolean }) {
  const { t } = useWords();
  if (!hasCare(parcel)) return null;
  const asksHow = parcel.status === 'DELIVERED' && parcel.direction === 'FORWARD';
  return (
    <div className="care" id={`care-${parcel.id}`}>
      {asksHow && (
        <Feedback action={isReadOnly ? null : `/orders/${orderId}/feedback/${parcel.id}`}>
          <p id={`feedback-${parcel.id}`}>
            {parcel.feedback
              ? t(parcel.feedback === 'GOOD' ? 'feedback.thanksGood' : 'feedback.thanksBad')
              : t('feedback.question')}
          </p>
          <div className="answers">
            {(['GOOD', 'BAD'] as const).map((answer) => (
              <button
                key={answer}
                type={isReadOnly ? 'button' : 'submit'}
                name="answer"
                value={answer}
                disabled={isReadOnly}
                aria-pressed={parcel.feedback === answer}
                aria-describedby={`feedback-${parcel.id}`}
              >
                {t(answer === 'GOOD' ? 'feedback.good' : 'feedback.bad')}
              </button>
            ))}
          </div>
        </Feedback>
      )}
      <p>
        {isReadOnly ? (
          <span className="hint">{t('report.link')}</span>
        ) : (
          <a href={`/orders/${orderId}/report/${parcel.id}`}>{t('report.link')}</a>
        )}
      </p>
    </div>
  );
}

function Feedback({ action, children }: { action: string | null; children: ReactNode }) {
  if (action === null) return <div className="feedback">{children}</div>;
  return (
    <form method="post" action={action} className="feedback">
      {children}
    </form>
  );
}
