import { eventSentence } from '@milepost/wording';
import { useState } from 'react';
import { Button, Form, Label, TextArea, TextField } from 'react-aria-components';
import { useClient } from 'urql';
import { DeskCorrectDocument, type MilestoneCode } from '../../generated/graphql.ts';
import { announce } from '../components/announce.tsx';
import { Dialog } from '../components/Dialog.tsx';
import { english } from '../english.ts';
import { problemOf } from '../graph/client.ts';
import { persisted } from '../graph/documents.ts';
import type { DeskParcel } from './ParcelSection.tsx';
import styles from './panel.module.css';

/** What colleagues find out by a call or a mail. The graph takes others, too; these are the ones that carriers get wrong. */
const truths: readonly MilestoneCode[] = [
  'DELIVERED',
  'LOST',
  'DAMAGED',
  'RETURNED_TO_SENDER',
  'RETURN_STARTED',
  'READY_FOR_PICKUP',
  'OUT_FOR_DELIVERY',
  'IN_TRANSIT',
  'PICKED_UP',
  'CANCELLED',
];

/** A colleague's word about a parcel. It becomes an event of its own and stands above what carriers say up to its instant. */
export default function CorrectDialog({
  parcel,
  eventId,
  onClose,
  onDone,
}: {
  parcel: DeskParcel;
  /** The event that did not happen; null: only something is true. */
  eventId: string | null;
  onClose: () => void;
  onDone: () => void;
}) {
  const client = useClient();
  const [milestone, setMilestone] = useState<MilestoneCode | ''>('');
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [isSending, setIsSending] = useState(false);
  const voided = parcel.events.nodes.find(({ id }) => id === eventId);

  async function send(): Promise<void> {
    if (!milestone && !eventId) return setProblem('Choose what is true.');
    setIsSending(true);
    const { data, error } = await client
      .mutation(persisted(DeskCorrectDocument), {
        input: {
          shipmentId: parcel.id,
          reason: reason.trim(),
          ...(milestone && { milestone }),
          ...(eventId && { voidsEventId: eventId }),
        },
      })
      .toPromise();
    setIsSending(false);
    const refused = data?.shipmentCorrect.userErrors[0]?.message;
    if (error || refused) return setProblem(error ? problemOf(error) : (refused ?? null));
    announce('The correction is stored');
    onDone();
  }

  return (
    <Dialog title={`Correct ${parcel.trackingNumber}`} isOpen onClose={onClose}>
      <Form
        className={styles['form'] ?? ''}
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        {voided && (
          <p>
            “{eventSentence(voided.milestone, voided.reason, english)}” <strong>did not happen</strong>, or is not about
            these goods. It stays visible and decides nothing.
          </p>
        )}
        <label className={styles['field']}>
          <span>{eventId ? 'What is true instead' : 'What is true now'}</span>
          <select
            value={milestone}
            required={!eventId}
            onChange={(event) => setMilestone(event.target.value as MilestoneCode | '')}
          >
            <option value="">{eventId ? 'Nothing else' : 'Choose …'}</option>
            {truths.map((code) => (
              <option key={code} value={code}>
                {eventSentence(code, null, english)}
              </option>
            ))}
          </select>
        </label>
        <TextField
          className={styles['field'] ?? ''}
          value={reason}
          onChange={setReason}
          isRequired
          minLength={3}
          maxLength={500}
        >
          <Label>How do you know?</Label>
          <TextArea rows={3} placeholder="Customer called: the parcel stands in the garage" />
        </TextField>
        {problem && (
          <p className={styles['problem']} role="alert">
            {problem}
          </p>
        )}
        <p className={styles['quiet']}>
          Colleagues see your reason, customers never do. What carriers say later goes on from here.
        </p>
        <Button type="submit" className={styles['primary'] ?? ''} isDisabled={isSending}>
          Store the correction
        </Button>
      </Form>
    </Dialog>
  );
}
