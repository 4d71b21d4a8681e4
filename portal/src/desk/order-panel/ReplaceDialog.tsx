import { useState } from 'react';
import { Button, Form, Input, Label, TextArea, TextField } from 'react-aria-components';
import { useClient } from 'urql';
import { DeskReplaceDocument } from '../../generated/graphql.ts';
import { Dialog } from '../components/Dialog.tsx';
import { tell } from '../components/Toast.tsx';
import { problemOf } from '../graph/client.ts';
import { persisted } from '../graph/documents.ts';
import type { DeskParcel } from './ParcelSection.tsx';
import styles from './panel.module.css';

/** The right number or carrier for goods that were registered under a wrong one. The wrong one stays in the history, cancelled. */
export default function ReplaceDialog({
  parcel,
  onClose,
  onDone,
}: {
  parcel: DeskParcel;
  onClose: () => void;
  /** Told which shipment took the place of this one. */
  onDone: (shipmentId: string) => void;
}) {
  const client = useClient();
  const [trackingNumber, setTrackingNumber] = useState('');
  const [carrierCode, setCarrierCode] = useState('');
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState<{ text: string; isNumber: boolean } | null>(null);
  const [acceptUnusual, setAcceptUnusual] = useState(false);
  const [isSending, setIsSending] = useState(false);
  const number = trackingNumber.trim();
  const carrier = carrierCode.trim().toLowerCase();

  async function replace(): Promise<void> {
    if (!number && !carrier)
      return setProblem({ text: 'Enter the right number or the right carrier.', isNumber: false });
    setIsSending(true);
    const { data, error } = await client
      .mutation(persisted(DeskReplaceDocument), {
        input: {
          shipmentId: parcel.id,
          reason: reason.trim(),
          acceptUnusual,
          ...(number && { trackingNumber: number }),
          ...(carrier && { carrierCode: carrier }),
        },
      })
      .toPromise();
    setIsSending(false);
    const refused = data?.shipmentReplace.userErrors[0];
    const right = data?.shipmentReplace.shipment;
    if (error || refused || !right)
      return setProblem({
        text: error ? problemOf(error) : (refused?.message ?? 'Something went wrong.'),
        isNumber: refused?.field?.includes('trackingNumber') ?? false,
      });
    tell({ text: `It is ${right.trackingNumber} now.` });
    onDone(right.id);
  }

  return (
    <Dialog title={`Another number: ${parcel.trackingNumber}`} isOpen onClose={onClose}>
      <Form
        className={styles['form'] ?? ''}
        onSubmit={(event) => {
          event.preventDefault();
          void replace();
        }}
      >
        <TextField value={trackingNumber} onChange={setTrackingNumber} maxLength={60}>
          <Label>Right number (empty: the number is right)</Label>
          <Input autoComplete="off" spellCheck="false" />
        </TextField>
        <TextField value={carrierCode} onChange={setCarrierCode} maxLength={60}>
          <Label>Right carrier, by our code (empty: the delivery method decides)</Label>
          <Input autoComplete="off" placeholder={parcel.carrier?.code ?? 'dhl'} />
        </TextField>
        <TextField value={reason} onChange={setReason} isRequired minLength={3} maxLength={300}>
          <Label>How do you know?</Label>
          <TextArea rows={2} placeholder="The warehouse read the label again" />
        </TextField>
        {problem && (
          <p className={styles['problem']} role="alert">
            {problem.text}
          </p>
        )}
        {(problem?.isNumber || acceptUnusual) && (
          <label className={styles['check']}>
            <input
              type="checkbox"
              checked={acceptUnusual}
              onChange={(event) => setAcceptUnusual(event.target.checked)}
            />
            The number is right all the same
          </label>
        )}
        <p className={styles['quiet']}>
          The right one is tracked for the same deliveries; the wrong one is cancelled and stays in the history. The
          number in Odoo stays as it is.
        </p>
        <Button type="submit" className={styles['primary'] ?? ''} isDisabled={isSending}>
          Replace it
        </Button>
      </Form>
    </Dialog>
  );
}
