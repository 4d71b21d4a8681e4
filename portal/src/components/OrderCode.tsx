import { useWords } from '../words.ts';

/** At levels L1 and L2: what a code by mail would show more, and the button that sends one. */
export function OrderCodeOffer({ orderId, isReadOnly }: { orderId: string; isReadOnly: boolean }) {
  const { t } = useWords();
  return (
    <section className="card" id="more">
      <h2>{t('code.offerHeading')}</h2>
      <p>{t('code.offerText')}</p>
      {isReadOnly ? (
        <button className="button" type="button" disabled>
          {t('code.send')}
        </button>
      ) : (
        <form method="post" action={`/orders/${orderId}/code`}>
          <button className="button" type="submit">
            {t('code.send')}
          </button>
        </form>
      )}
    </section>
  );
}

/** Where the code is typed in. What went wrong stands at the field. */
export function OrderCodeForm({
  orderId,
  codeId,
  problem,
}: {
  orderId: string;
  codeId: string;
  problem: string | null;
}) {
  const { t } = useWords();
  return (
    <form method="post" action={`/orders/${orderId}/code`} className="card">
      <input type="hidden" name="codeId" value={codeId} />
      {problem && (
        <p className="problem" id="problem" role="alert">
          {problem}
        </p>
      )}
      <p className="field">
        <label htmlFor="code">{t('code.label')}</label>
        <input
          id="code"
          name="code"
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={20}
          required
          aria-invalid={problem ? true : undefined}
          aria-describedby={problem ? 'problem' : undefined}
        />
      </p>
      <button className="button" type="submit">
        {t('code.showMore')}
      </button>
    </form>
  );
}
