/** What methods other than reads answer. */

/** Ids of the records that a method returned: JSON-RPC writes them as `mail.activity(16,)`, JSON-2 as a list. Null: neither. */
export function recordsOf(answer: unknown): number[] | null {
  if (Array.isArray(answer)) return answer.every((id) => Number.isInteger(id)) ? (answer as number[]) : null;
  const match = typeof answer === 'string' ? /^[a-z][\w.]*\(((?:\d+, ?)*\d*)\)$/.exec(answer) : null;
  return match ? ((match[1] ?? '').match(/\d+/g) ?? []).map(Number) : null;
}

/**
 * The wizard that a button asks for instead of acting, by its model: as long as it is not answered, NOTHING HAS HAPPENED. Null: it is no wizard.
 */
export function wizardOf(answer: unknown): string | null {
  if (typeof answer !== 'object' || answer === null) return null;
  const { type, res_model: model } = answer as { type?: unknown; res_model?: unknown };
  if (typeof type !== 'string' || !type.startsWith('ir.actions.')) return null;
  // Closing a window is all that is left to do: what was asked for has happened.
  return type === 'ir.actions.act_window_close' ? null : typeof model === 'string' ? model : type;
}
