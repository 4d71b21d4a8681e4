import { useState } from 'react';
import { Button, Form, Label, TextArea, TextField } from 'react-aria-components';
import { useClient } from 'urql';
import { type CaseType, DeskCaseOpenDocument } from '../../generated/graphql.ts';
import { caseTypeTexts } from '../cases/case-words.ts';
import { casesChanged } from '../cases/changes.ts';
import { Dialog } from '../components/Dialog.tsx';
import { tell } from '../components/Toast.tsx';
import { problemOf } from '../graph/client.ts';
import { createIntent, sendOnce } from '../graph/intent.ts';
import type { DeskParcel } from './ParcelSection.tsx';
import styles from './panel.module.css';

/** What no source tells, and only a customer knows. The rules open all others. */
const types: readonly CaseType[] = ['DELIVERED_DISPUTED', 'DAMAGED', 'LOST', 'ADDRESS_PROBLEM'];

/** Opens a case by hand. */
export default function OpenCaseDialog({
  parcel,
  onClose,
  onDone,
}: {
  parcel: DeskParcel;
  onClose: () => void;
  onDone: () => void;
}) {
  const client = useClient();
  const [type, setType] = useState<CaseType>('DELIVERED_DISPUTED');
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [isSending, setIsSending] = useState(false);
  const [intent] = useState(createIntent);
  async function open(): Promise<void> {
    setIsSending(true);
    const input = { shipmentId: parcel.id, type, reason: reason.trim() };
    const { data, error } = await sendOnce(client, DeskCaseOpenDocument, input, intent);
    setIsSending(false);
    const refused = data?.answer.userErrors[0]?.message;
    if (error || refused || !data?.answer.case)
      return setProblem(error ? problemOf(error) : (refused ?? 'Something went wrong.'));
    casesChanged([data.answer.case]);
    tell({ text: 'The case is open.' });
    onDone();
  }
  return (
    <Dialog title={`Open a case: ${parcel.trackingNumber}`} isOpen onClose={onClose}>
      <Form
        className={styles['form'] ?? ''}
        onSubmit={(event) => {
          event.preventDefault();
          void open();
        }}
      >
        <label className={styles['field']}>
          <span>What it is about</span>
          <select value={type} onChange={(event) => setType(event.target.value as CaseType)}>
            {types.map((code) => (
              <option key={code} value={code}>
                {caseTypeTexts[code]}
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
          <Label>What happened?</Label>
          <TextArea rows={3} placeholder="Customer called: it is said to be delivered, and nothing is there" />
        </TextField>
        {problem && (
          <p className={styles['problem']} role="alert">
            {problem}
          </p>
        )}
        <Button type="submit" className={styles['primary'] ?? ''} isDisabled={isSending}>
          Open the case
        </Button>
      </Form>
    </Dialog>
  );
}
