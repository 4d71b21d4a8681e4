import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { Button } from 'react-aria-components';
import { DeskCaseDocument } from '../../generated/graphql.ts';
import { Glyph } from '../components/Glyph.tsx';
import { problemOf } from '../graph/client.ts';
import { useFreshQuery } from '../graph/use-fresh-query.ts';
import { hasActed, useBindings } from '../keys/bindings.ts';
import panel from '../order-panel/panel.module.css';
import { LookingLine } from '../presence/Looking.tsx';
import { useLookingAt } from '../presence/looking-at.ts';
import { CaseCard } from './Cases.tsx';
import { caseTypeTexts } from './case-words.ts';
import { onCasesChanged } from './changes.ts';

/** A case whose order nobody knows, where an order would stand. */
export function CasePanel({ caseId, onClose }: { caseId: string; onClose: () => void }) {
  const { data, error, isReading, reload } = useFreshQuery(DeskCaseDocument, { id: caseId });
  const navigate = useNavigate();
  const section = useRef<HTMLElement>(null);
  useEffect(() => {
    if (hasActed()) section.current?.focus();
  }, []);
  useEffect(() => onCasesChanged((changed) => changed.some(({ id }) => id === caseId) && reload()), [caseId, reload]);
  useBindings({ name: 'In the order', bindings: [{ keys: 'Escape', label: 'Close the case', run: onClose }] });
  const one = data?.case;
  useLookingAt(one?.id);
  return (
    <section ref={section} className={panel['panel']} aria-label="Case" tabIndex={-1}>
      <header className={panel['head']}>
        <Button className={panel['back'] ?? ''} aria-label="Back to the list" onPress={onClose}>
          <Glyph name="back" />
        </Button>
        <h2>{one ? caseTypeTexts[one.type] : 'Case'}</h2>
        <span className={panel['grow']} />
        <Button className={panel['close'] ?? ''} aria-label="Close the case" onPress={onClose}>
          <Glyph name="close" />
        </Button>
      </header>
      {one && <LookingLine ids={[one.id, one.shipment?.id]} />}
      {error && !one && <p className={panel['message']}>{problemOf(error)}</p>}
      {!isReading && !error && !one && <p className={panel['message']}>There is no such case in your scope.</p>}
      {one && (
        <div className={panel['content']}>
          <CaseCard one={one} isWanted />
          <p className={panel['quiet']}>
            No order in your scope belongs to it.{' '}
            {one.shipment && (
              <Button
                className={panel['textButton'] ?? ''}
                onPress={() =>
                  void navigate({
                    to: '.',
                    search: (before: Record<string, unknown>) => ({ ...before, parcel: one.shipment?.id }),
                  })
                }
              >
                Open its parcel
              </Button>
            )}
          </p>
        </div>
      )}
    </section>
  );
}
