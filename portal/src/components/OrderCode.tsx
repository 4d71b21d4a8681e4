/** At levels L1 and L2: what a code by mail would show more, and the button that sends one. */
export function OrderCodeOffer({ orderId, isReadOnly }: { orderId: string; isReadOnly: boolean }) {
  return (
    <section className="card" id="more">
      <h2>Address and signature</h2>
      <p>
        The delivery address and who signed are shown to whoever reads the e‑mails of this order. We send a code there;
        it is good for ten minutes.
      </p>
      {isReadOnly ? (
        <button className="button" type="button" disabled>
          Send me a code
        </button>
      ) : (
        <form method="post" action={`/orders/${orderId}/code`}>
          <button className="button" type="submit">
            Send me a code
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
  return (
    <form method="post" action={`/orders/${orderId}/code`} className="card">
      <input type="hidden" name="codeId" value={codeId} />
      {problem && (
        <p className="problem" id="problem" role="alert">
          {problem}
        </p>
      )}
      <p className="field">
        <label htmlFor="code">Code from the e-mail</label>
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
        Show more
      </button>
    </form>
  );
}
