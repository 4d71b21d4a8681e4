import { useNavigate } from '@tanstack/react-router';
import type { CaseListParams } from '../search-params.ts';
import { caseTypeTexts, severityTexts } from './case-words.ts';
import styles from './cases.module.css';

const sorts = { priority: 'Most urgent first', due: 'Due first', new: 'Newest first' } as const;

/** What of a view is listed, and in which order. Everything is in the address. */
export function CaseFilters({ params }: { params: CaseListParams }) {
  const navigate = useNavigate({ from: '/cases' });
  const set = (name: 'type' | 'severity' | 'sort', value: string) =>
    void navigate({
      to: '/cases',
      search: ({ [name]: _, ...rest }) => ({ ...rest, ...(value && { [name]: value }) }),
    });
  return (
    <div className={styles['filters']}>
      <select aria-label="Kind of case" value={params.type ?? ''} onChange={(event) => set('type', event.target.value)}>
        <option value="">All kinds</option>
        {Object.entries(caseTypeTexts).map(([code, text]) => (
          <option key={code} value={code}>
            {text}
          </option>
        ))}
      </select>
      <select
        aria-label="Severity"
        value={params.severity ?? ''}
        onChange={(event) => set('severity', event.target.value)}
      >
        <option value="">Any severity</option>
        {Object.entries(severityTexts).map(([code, { text }]) => (
          <option key={code} value={code}>
            {text}
          </option>
        ))}
      </select>
      <select
        aria-label="Order of the list"
        value={params.sort ?? ''}
        onChange={(event) => set('sort', event.target.value)}
      >
        <option value="">{sorts.priority}</option>
        <option value="due">{sorts.due}</option>
        <option value="new">{sorts.new}</option>
      </select>
    </div>
  );
}
