type Input = Pick<
  React.InputHTMLAttributes<HTMLInputElement>,
  'type' | 'autoComplete' | 'inputMode' | 'required' | 'minLength' | 'maxLength' | 'defaultValue'
>;

/** A labelled field. `id` tells fields of one name apart where two forms stand on a page. */
export function TextField({
  name,
  id = name,
  label,
  hint,
  isWrong = false,
  ...input
}: { name: string; id?: string; label: string; hint?: string; isWrong?: boolean } & Input) {
  const described = [hint && `${id}-hint`, isWrong && 'problem'].filter(Boolean).join(' ');
  return (
    <p className="field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        name={name}
        aria-invalid={isWrong || undefined}
        aria-describedby={described || undefined}
        autoCapitalize="off"
        spellCheck={false}
        {...input}
      />
      {hint && (
        <span className="hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
    </p>
  );
}

export function ProblemText({ children }: { children: string | null }) {
  if (!children) return null;
  return (
    <p className="problem" id="problem" role="alert">
      {children}
    </p>
  );
}
