const levels: Readonly<Record<number, string>> = { 40: 'warning', 50: 'error', 60: 'fatal' };

/**
 * What a person watching the whole stack sees of one line of a process's output; null for what belongs only into the log file. JSON lines show
 * from level warn on, shortened to message and cause; anything else shows as it is.
 */
export function describeLine(line: string, stream: 'out' | 'err'): string | null {
  if (line.trim() === '') return null;
  let record: { level?: unknown; msg?: unknown; err?: { message?: unknown; code?: unknown; name?: unknown } };
  try {
    record = JSON.parse(line) as typeof record;
  } catch {
    return line;
  }
  if (typeof record !== 'object' || record === null || typeof record.level !== 'number') return line;
  const level = levels[record.level];
  if (!level) return stream === 'err' ? line : null;
  const reason = record.err?.message ?? record.err?.code ?? record.err?.name;
  return `${level}: ${String(record.msg ?? '')}${reason === undefined ? '' : ` (${String(reason)})`}`;
}
