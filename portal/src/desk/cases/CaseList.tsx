import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useEffect, useRef, useState } from 'react';
import { Button } from 'react-aria-components';
import { useClient } from 'urql';
import { DeskCaseExportDocument, type DeskCaseRowFragment, DeskCasesDocument } from '../../generated/graphql.ts';
import { announce } from '../components/announce.tsx';
import { TakeAlong } from '../export/TakeAlong.tsx';
import { errorOf } from '../graph/client.ts';
import { persisted } from '../graph/documents.ts';
import { useBindings } from '../keys/bindings.ts';
import { ChooseColumns } from '../list/ChooseColumns.tsx';
import { useShownColumns } from '../list/hidden-columns.ts';
import { ListHead } from '../list/ListHead.tsx';
import { usePages } from '../list/use-pages.ts';
import { type Column, VirtualList } from '../list/VirtualList.tsx';
import { LookingMark } from '../presence/Looking.tsx';
import { type CaseListParams, orderReferenceOf, panelParamsOf } from '../search-params.ts';
import { CaseFilters } from './CaseFilters.tsx';
import { caseColumns } from './case-export.ts';
import { caseFilterOf, caseOrderOf, caseViewTexts } from './case-views.ts';
import { caseTypeTexts, dueText } from './case-words.ts';
import styles from './cases.module.css';
import { onCasesChanged } from './changes.ts';
import { Severity } from './Severity.tsx';
import { useCaseCounts } from './use-case-counts.ts';
import { useSelection } from './use-selection.ts';
import { begin, type WorkKind } from './work.ts';

const pageSize = 100;
type Row = DeskCaseRowFragment;
const idOf = ({ id }: Row) => id;

/** Many cases of one cause are one row. */
const isIncident = ({ incident }: Row, params: CaseListParams) =>
  incident != null && incident.caseCount > 1 && !params.incident && params.view !== 'closed';

function columnsOf(params: CaseListParams, selection: ReturnType<typeof useSelection>): Column<Row>[] {
  return [
    {
      id: 'chosen',
      name: <span className="sr-only">Chosen</span>,
      flex: '0 0 1rem',
      isFixed: true,
      cell: (row) => (
        <input
          type="checkbox"
          tabIndex={-1}
          aria-label={`Choose ${caseTypeTexts[row.type]} ${row.order?.name ?? ''}`}
          checked={selection.ids.has(row.id)}
          onClick={(event) => {
            event.stopPropagation();
            selection.toggle(row.id, event.shiftKey);
          }}
          onChange={() => {}}
        />
      ),
    },
    { id: 'severity', name: 'Severity', flex: '0 99 5rem', cell: ({ severity }) => <Severity severity={severity} /> },
    {
      id: 'type',
      name: 'Case',
      isFixed: true,
      flex: '1 1 8rem',
      cell: (row) =>
        isIncident(row, params) ? (
          <strong>{row.incident?.caseCount} cases, one cause</strong>
        ) : (
          <>
            <strong>{caseTypeTexts[row.type]}</strong>
            <LookingMark ids={[row.id, row.order?.id, row.shipment?.id]} />
          </>
        ),
    },
    {
      id: 'reason',
      name: 'Why',
      flex: '3 1 10rem',
      givesWay: 1,
      cell: (row) => {
        const text = isIncident(row, params) ? row.incident?.title : row.reason;
        return <span title={text}>{text}</span>;
      },
    },
    {
      id: 'order',
      name: 'Order',
      flex: '0 0 4.25rem',
      cell: (row) => (isIncident(row, params) ? '' : (row.order?.name ?? '–')),
    },
    {
      id: 'customer',
      name: 'Customer',
      flex: '1.5 1 7rem',
      givesWay: 1,
      cell: (row) => (isIncident(row, params) ? '' : (row.order?.customer?.name ?? '–')),
    },
    {
      id: 'due',
      name: 'Due',
      flex: '0 0 5rem',
      cell(row) {
        const { text, isBad } = dueText(row);
        return (
          <span className={styles['due']} data-bad={isBad}>
            {text}
          </span>
        );
      },
    },
    {
      id: 'assignee',
      name: 'Assignee',
      flex: '0 1 6rem',
      givesWay: 2,
      cell: ({ assignee }) => assignee?.name ?? <span className={styles['nobody']}>nobody</span>,
    },
  ];
}

/** What needs a person, most urgent first. */
export function CaseList() {
  const client = useClient();
  const navigate = useNavigate({ from: '/cases' });
  const params = useSearch({ from: '/cases' });
  const { view = 'open', type, severity, carrier, incident, sort } = params;
  const key = ['cases', view, type, severity, carrier, incident, sort].join(' ');
  const read = async (after: string | null) => {
    const { data, error } = await client
      .query(
        persisted(DeskCasesDocument),
        { filter: caseFilterOf(params), orderBy: caseOrderOf(params), first: pageSize, after },
        { requestPolicy: 'network-only' },
      )
      .toPromise();
    if (error || !data) throw errorOf(error);
    const { nodes, pageInfo } = data.cases;
    return { rows: nodes, next: pageInfo.hasNextPage ? (pageInfo.endCursor ?? null) : null };
  };
  const pages = usePages<Row>(key, read);
  const { replace } = pages;
  const replaceNow = useRef(replace);
  replaceNow.current = replace;
  useEffect(() => onCasesChanged((changed) => replaceNow.current(changed, idOf)), []);

  const selection = useSelection(key, pages.rows, idOf);
  const [active, setActive] = useState<Row | null>(null);
  const chosen = pages.rows.filter(({ id }) => selection.ids.has(id));
  const target = chosen.length > 0 ? chosen : active ? [active] : [];
  const work = (kind: WorkKind) => () => begin(kind, target);
  useBindings({
    name: 'Cases',
    bindings: [
      { keys: 'a', label: 'Assign', run: work('assign') },
      { keys: 'n', label: 'Note', run: work('note') },
      { keys: 'z', label: 'Put aside', run: work('snooze') },
      { keys: 'e', label: 'Resolve', run: work('resolve') },
      ...(chosen.length > 0 ? [{ keys: 'Escape', label: 'Choose none', run: selection.clear }] : []),
    ],
  });
  const columns = columnsOf(params, selection);
  const shown = useShownColumns('cases', columns);
  const news = useNewCases(key, view, pages.isLoading, hasFilter(params));
  const onOpen = useCallback(
    (row: Row) => {
      if (isIncident(row, params))
        return void navigate({
          to: '/cases',
          search: (before) => ({ ...panelParamsOf(before), view: params.view, incident: row.incident?.id }),
        });
      void navigate({
        to: '/cases',
        search: ({ order: _o, company: _c, parcel: _p, case: _k, ...rest }) => ({
          ...rest,
          case: row.id,
          ...(row.order ? { order: row.order.id } : row.shipment && { parcel: row.shipment.id }),
        }),
      });
    },
    [navigate, params],
  );
  const { name, empty } = caseViewTexts[view];
  const incidentTitle = incident ? (pages.rows[0]?.incident?.title ?? 'one incident') : null;
  const reference = orderReferenceOf(params);
  return (
    <>
      <ListHead
        title={name}
        of={incidentTitle}
        ofAll="Show all cases"
        onAll={() => void navigate({ to: '/cases', search: ({ incident: _, ...rest }) => rest })}
        count={pages.rows.length}
        isComplete={pages.isComplete}
        news={news > 0 ? `${news} new` : null}
        onReload={() => {
          selection.clear();
          pages.reload();
        }}
        tools={
          <>
            <ChooseColumns list="cases" columns={columns} />
            <TakeAlong
              title={name}
              list={() => ({
                name: `cases ${view}`,
                async begin() {
                  const { data, error } = await client
                    .mutation(persisted(DeskCaseExportDocument), {
                      filter: caseFilterOf(params),
                      orderBy: caseOrderOf(params),
                    })
                    .toPromise();
                  if (error || !data) throw errorOf(error);
                  return data.caseListExport;
                },
                read,
                idOf,
                columns: caseColumns,
              })}
            />
          </>
        }
      />
      {chosen.length > 0 ? (
        <div className={styles['chosen']} role="toolbar" aria-label="Chosen cases">
          <b>{chosen.length} chosen</b>
          <Button onPress={work('assign')}>Assign</Button>
          <Button onPress={work('note')}>Note</Button>
          <Button onPress={work('snooze')}>Put aside</Button>
          <Button onPress={work('resolve')}>Resolve</Button>
          <Button
            onPress={() => {
              selection.clear();
              announce('No case is chosen');
            }}
          >
            Choose none
          </Button>
        </div>
      ) : (
        <CaseFilters params={params} />
      )}
      <VirtualList
        label={name}
        pages={pages}
        columns={shown}
        idOf={idOf}
        openId={
          params.case ??
          pages.rows.find(({ order }) => reference && 'id' in reference && order?.id === reference.id)?.id ??
          null
        }
        onOpen={onOpen}
        onActive={setActive}
        isOver={(row) => row.state === 'CLOSED' && view !== 'closed'}
        selection={selection}
        empty={<p>{hasFilter(params) ? 'No case fits this filter.' : empty}</p>}
      />
    </>
  );
}

const hasFilter = ({ type, severity, carrier, incident }: CaseListParams) =>
  Boolean(type ?? severity ?? carrier ?? incident);

/** How many cases a view has more than when it was read. Not of a filtered list: its cases are not counted. */
function useNewCases(
  key: string,
  view: NonNullable<CaseListParams['view']>,
  isLoading: boolean,
  isFiltered: boolean,
): number {
  const count = useCaseCounts()[view];
  const seen = useRef<{ key: string; count: number | undefined }>({ key: '', count: undefined });
  if (isLoading || seen.current.key !== key) seen.current = { key, count: undefined };
  else if (seen.current.count === undefined || (count ?? 0) < seen.current.count) seen.current.count = count;
  return isFiltered || count === undefined || seen.current.count === undefined ? 0 : count - seen.current.count;
}
