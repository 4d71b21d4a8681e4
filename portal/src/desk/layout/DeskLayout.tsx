import { Outlet, useLocation, useNavigate, useSearch } from '@tanstack/react-router';
import { type CSSProperties, lazy, Suspense, useState } from 'react';
import { Button } from 'react-aria-components';
import { CasePanel } from '../cases/CasePanel.tsx';
import { caseViewTexts } from '../cases/case-views.ts';
import { countText, useCaseCounts, useCountingCases } from '../cases/use-case-counts.ts';
import { WorkDialogs } from '../cases/WorkDialogs.tsx';
import { Announcer } from '../components/announce.tsx';
import { Glyph } from '../components/Glyph.tsx';
import { Toast } from '../components/Toast.tsx';
import { liveState } from '../graph/live.ts';
import { isSessionOver } from '../graph/session.ts';
import { useBindings } from '../keys/bindings.ts';
import { Omnibox } from '../omnibox/Omnibox.tsx';
import { OrderPanel } from '../order-panel/OrderPanel.tsx';
import { ParcelPanel } from '../order-panel/ParcelPanel.tsx';
import { orderViewTexts } from '../orders/order-views.ts';
import { useFollowingDesk } from '../presence/looking-at.ts';
import { caseViews, orderReferenceOf, orderViews, panelParamsOf } from '../search-params.ts';
import styles from './layout.module.css';
import { useMe } from './me.ts';
import { PanelDivider } from './PanelDivider.tsx';
import { panelWidth } from './panel-width.ts';
import { ViewLink } from './ViewLink.tsx';

const KeySheet = lazy(() => import('../keys/KeySheet.tsx'));

const liveTexts = { connecting: 'Connecting', live: 'Live', lost: 'Connection lost, trying again' } as const;

/** The desk: search on top, views on the left, a list in the middle, and one order on the right that stays while somebody moves through the list. */
export function DeskLayout() {
  const navigate = useNavigate();
  const params = useSearch({ from: '__root__' });
  const reference = orderReferenceOf(params);
  const [isSheetOpen, setIsSheetOpen] = useState(false);
  const { brand, name } = useMe();
  const { pathname } = useLocation();
  const shown = `${pathname} ${(params as { view?: string }).view ?? 'open'}`;
  useFollowingDesk();
  useCountingCases();
  const counts = useCaseCounts();
  const live = liveState.use();
  const isOver = isSessionOver.use();
  const isOpen = reference !== null || params.parcel !== undefined || params.case !== undefined;
  const width = panelWidth.use();
  const close = () => {
    void navigate({
      to: '.',
      search: ({ order: _o, company: _c, parcel: _p, case: _k, ...rest }: Record<string, unknown>) => rest,
    });
    focusList();
  };
  useBindings({
    name: 'Everywhere',
    bindings: [
      {
        keys: 'g q',
        label: 'Go to the queue of cases',
        run: () => void navigate({ to: '/cases', search: panelParamsOf }),
      },
      { keys: 'g o', label: 'Go to the orders', run: () => void navigate({ to: '/orders', search: panelParamsOf }) },
      { keys: '?', label: 'Show this sheet', run: () => setIsSheetOpen(true) },
    ],
  });
  return (
    <div
      className={styles['desk']}
      data-open={isOpen}
      style={width === null ? undefined : ({ '--panel': `${width}rem` } as CSSProperties)}
    >
      <a className="skip" href="#list">
        Skip to the list
      </a>
      <header className={styles['bar']}>
        <a className={styles['brand']} href="/desk">
          {brand}
        </a>
        <Omnibox />
        <p className={styles['live']} data-state={live}>
          <span aria-hidden="true" />
          <span className={styles['liveText']}>{liveTexts[live]}</span>
        </p>
        <Button
          className={styles['barButton'] ?? ''}
          aria-label="Keyboard shortcuts"
          onPress={() => setIsSheetOpen(true)}
        >
          <Glyph name="keyboard" />
        </Button>
        <a className={styles['barButton']} href="/account" title={name}>
          <Glyph name="person" />
          <span className={styles['name']}>{name}</span>
        </a>
      </header>
      {isOver && (
        <p className={styles['over']} role="alert">
          You are signed out. <a href={`${location.pathname}${location.search}`}>Sign in again</a> to go on from here.
        </p>
      )}
      <nav className={styles['views']} aria-label="Views">
        <h2>Cases</h2>
        <ul>
          {caseViews.map((view) => (
            <li key={view}>
              <ViewLink
                options={{ to: '/cases', search: { ...panelParamsOf(params), ...(view !== 'open' && { view }) } }}
                isCurrent={shown === `/cases ${view}`}
              >
                {caseViewTexts[view].name}
                {counts[view] !== undefined && (
                  <span className={styles['badge']} data-bad={view === 'overdue' && counts[view] > 0}>
                    {countText(counts[view])}
                  </span>
                )}
              </ViewLink>
            </li>
          ))}
        </ul>
        <h2>Orders</h2>
        <ul>
          {orderViews.map((view) => (
            <li key={view}>
              <ViewLink
                options={{ to: '/orders', search: { ...panelParamsOf(params), ...(view !== 'open' && { view }) } }}
                isCurrent={shown === `/orders ${view}`}
              >
                {orderViewTexts[view].name}
              </ViewLink>
            </li>
          ))}
        </ul>
      </nav>
      <main id="list" className={styles['list']} tabIndex={-1}>
        <h1 className="sr-only">Desk</h1>
        <Outlet />
        {isOpen && <PanelDivider />}
      </main>
      {!reference && params.parcel && (
        <ParcelPanel key={params.parcel} shipmentId={params.parcel} caseId={params.case ?? null} onClose={close} />
      )}
      {!reference && !params.parcel && params.case && (
        <CasePanel key={params.case} caseId={params.case} onClose={close} />
      )}
      {reference && (
        <OrderPanel
          key={'id' in reference ? reference.id : `${reference.name} ${reference.companyId}`}
          reference={reference}
          parcelId={params.parcel ?? null}
          caseId={params.case ?? null}
          onClose={close}
        />
      )}
      <WorkDialogs />
      <Toast />
      {isSheetOpen && (
        <Suspense>
          <KeySheet onClose={() => setIsSheetOpen(false)} />
        </Suspense>
      )}
      <Announcer />
    </div>
  );
}

/** Back to where the order was opened from; a moment later, because a narrow window shows the list only then. */
function focusList(): void {
  requestAnimationFrame(() =>
    document.querySelector<HTMLElement>('[role=grid] [role=row][tabindex="0"], [role=grid][tabindex="0"]')?.focus(),
  );
}
