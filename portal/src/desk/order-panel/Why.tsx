import { useState } from 'react';
import { Button, Disclosure, DisclosurePanel, Heading } from 'react-aria-components';
import { useQuery } from 'urql';
import { DeskWhyDocument } from '../../generated/graphql.ts';
import { problemOf } from '../graph/client.ts';
import { persisted } from '../graph/documents.ts';
import { ownMoment } from '../lib/days.ts';
import styles from './panel.module.css';
import { sourceText } from './words.ts';

/** Why a parcel stands as it does: each statement with its rule and the facts behind it. Asked for when somebody wants to know. */
export function Why({ shipmentId }: { shipmentId: string }) {
  const [isOpen, setIsOpen] = useState(false);
  const [{ data, fetching, error }] = useQuery({
    query: persisted(DeskWhyDocument),
    variables: { id: shipmentId },
    pause: !isOpen,
    requestPolicy: 'cache-and-network',
  });
  const explanations = data?.shipment?.why;
  return (
    <Disclosure className={styles['why'] ?? ''} isExpanded={isOpen} onExpandedChange={setIsOpen}>
      <Heading level={4}>
        <Button slot="trigger" className={styles['textButton'] ?? ''}>
          Why does it stand like this?
        </Button>
      </Heading>
      <DisclosurePanel>
        {fetching && !data && <p className={styles['quiet']}>Looking …</p>}
        {error && <p className={styles['problem']}>{problemOf(error)}</p>}
        {explanations?.length === 0 && <p className={styles['quiet']}>There is nothing to explain yet.</p>}
        <ul>
          {explanations?.map(({ statement, rule, facts }) => (
            <li key={`${statement}${rule}`}>
              <p className={styles['what']}>{statement}</p>
              <p className={styles['soft']}>{rule}</p>
              {facts.map((fact) => (
                <p key={fact.id} className={styles['fact']}>
                  {fact.kind} of {sourceText(fact.source)}, stored {ownMoment(fact.recordedAt)}, read by mapping{' '}
                  {fact.mappingVersion}
                  {fact.reason && <> · “{fact.reason}”</>}
                </p>
              ))}
            </li>
          ))}
        </ul>
      </DisclosurePanel>
    </Disclosure>
  );
}
