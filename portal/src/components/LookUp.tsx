import { useWords } from '../words.ts';

export interface LookUpValues {
  orderName: string;
  email: string;
  postalCode: string;
  trackingNumber: string;
}
export const emptyLookUp: LookUpValues = { orderName: '', email: '', postalCode: '', trackingNumber: '' };

export interface Problem {
  field: keyof LookUpValues | null;
  message: string;
}

function Field({
  name,
  label,
  hint,
  values,
  problem,
  ...rest
}: {
  name: keyof LookUpValues;
  label: string;
  hint?: string;
  values: LookUpValues;
  problem: Problem | null;
} & Pick<
  React.InputHTMLAttributes<HTMLInputElement>,
  'autoComplete' | 'inputMode' | 'type' | 'required' | 'maxLength'
>) {
  const isWrong = problem?.field === name;
  const described = [hint && `${name}-hint`, isWrong && 'problem'].filter(Boolean).join(' ');
  return (
    <p className="field">
      <label htmlFor={name}>{label}</label>
      <input
        id={name}
        name={name}
        defaultValue={values[name]}
        aria-invalid={isWrong || undefined}
        aria-describedby={described || undefined}
        autoCapitalize="off"
        spellCheck={false}
        {...rest}
      />
      {hint && (
        <span className="hint" id={`${name}-hint`}>
          {hint}
        </span>
      )}
    </p>
  );
}

/** Two ways to a page, both plain forms. What was typed stays, so that nothing is asked twice. */
export function LookUp({ values, problem }: { values: LookUpValues; problem: Problem | null }) {
  const { t } = useWords();
  const given = { values, problem };
  const isParcel = problem?.field === 'trackingNumber';
  const alert = problem && (
    <p className="problem" id="problem" role="alert">
      {problem.message}
    </p>
  );
  return (
    <div className="lookup">
      <form className="card" method="post" action="/track">
        <h2>{t('lookUp.byOrder')}</h2>
        {!isParcel && alert}
        <Field
          {...given}
          name="orderName"
          label={t('lookUp.orderNumber')}
          hint={t('lookUp.orderHint')}
          required
          maxLength={100}
        />
        <Field {...given} name="email" label={t('lookUp.email')} type="email" autoComplete="email" maxLength={320} />
        <p className="or" aria-hidden="true">
          {t('lookUp.or')}
        </p>
        <Field {...given} name="postalCode" label={t('lookUp.postcode')} autoComplete="postal-code" maxLength={40} />
        <button type="submit">{t('lookUp.showOrder')}</button>
      </form>
      <form className="card" method="get" action="/track">
        <h2>{t('lookUp.byNumber')}</h2>
        {isParcel && alert}
        <Field
          {...given}
          name="trackingNumber"
          label={t('lookUp.trackingNumber')}
          hint={t('lookUp.numberHint')}
          required
          maxLength={60}
        />
        <button type="submit">{t('lookUp.showParcel')}</button>
      </form>
    </div>
  );
}
