import type { Sql } from 'postgres';
import { UpstreamUnavailableError } from '../errors.ts';
import type { PartnerScope } from '../partner-scopes.ts';
import type { Viewer } from '../viewer.ts';
import { auditActor, recordAudits } from './record-audit.ts';

/** Subjects of one row; an operation that shows more leaves several. */
const subjectsPerRow = 200;
/** Partner clients with this scope are known to read in bulk: recorded like all, left out by the alarm on unusual reading. */
export const bulkReadScope = 'orders:bulk' satisfies PartnerScope;

/** Whose personal data one operation shows. Each operation has its own. */
export interface Disclosures {
  /**
   * Says that a field of personal data goes into the answer: called by the resolver that gives it. `subject` is whose (`customer 45`) or in what (`order 123`,
   * `shipment <uuid>`), `field` its name in the graph (`Customer.name`). Costs nothing for customers, whose own data it is.
   */
  shown(subject: string, field: string): void;
  /** Writes what was shown since the last time, in one statement, or nothing. Throws UPSTREAM_UNAVAILABLE: then the answer must not leave. */
  write(): Promise<void>;
}

/** `sql`: best a client whose sessions do not wait for the disk (`synchronous_commit` off). */
export function createDisclosures({
  sql,
  schema,
  viewer,
  requestId,
}: {
  sql: Pick<Sql, 'unsafe'>;
  schema: 'odoo' | 'tracking';
  viewer: Viewer;
  requestId: string;
}): Disclosures {
  const isAudited =
    viewer.viewedBy !== undefined || viewer.role === 'agent' || viewer.role === 'operator' || viewer.role === 'partner';
  let subjects = new Set<string>();
  let fields = new Set<string>();
  return {
    shown(subject, field) {
      if (!isAudited) return;
      subjects.add(subject);
      fields.add(field);
    },
    async write() {
      if (subjects.size === 0) return;
      const all = [...subjects];
      const detail = {
        fields: [...fields].sort(),
        ...(viewer.role === 'partner' && viewer.scopes.includes(bulkReadScope) && { isBulk: true }),
      };
      subjects = new Set();
      fields = new Set();
      const rows = Array.from({ length: Math.ceil(all.length / subjectsPerRow) }, (_, i) =>
        all.slice(i * subjectsPerRow, (i + 1) * subjectsPerRow),
      );
      try {
        await recordAudits(
          sql,
          rows.map((group) => ({
            schema,
            ...auditActor(viewer),
            action: 'personal_data.read' as const,
            subject: group.length === 1 ? (group[0] as string) : `${group.length} subjects`,
            subjects: group,
            requestId,
            detail,
          })),
        );
      } catch (error) {
        throw new UpstreamUnavailableError(
          'personal data is not shown while its audit cannot be written; try again',
          error,
        );
      }
    },
  };
}
