import { useState } from 'react';
import { Button, Form, Input, Label, TextField } from 'react-aria-components';
import { useClient } from 'urql';
import { DeskPhoneDocument } from '../../generated/graphql.ts';
import { Dialog } from '../components/Dialog.tsx';
import { problemOf } from '../graph/client.ts';
import { persisted } from '../graph/documents.ts';
import styles from './panel.module.css';

/** Asks why somebody needs a phone number, and shows it. */
export default function PhoneDialog({
  customerId,
  onClose,
  onPhone,
}: {
  customerId: string;
  onClose: () => void;
  onPhone: (phone: string) => void;
}) {
  const client = useClient();
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  async function reveal() {
    const { data, error } = await client
      .mutation(persisted(DeskPhoneDocument), { input: { customerId, reason: reason.trim() } })
      .toPromise();
    const refused = data?.customerPhoneReveal.userErrors[0]?.message;
    if (error || refused || !data?.customerPhoneReveal.phone)
      return setProblem(error ? problemOf(error) : (refused ?? 'There is no number.'));
    onPhone(data.customerPhoneReveal.phone);
  }
  return (
    <Dialog title="Show the phone number" isOpen onClose={onClose}>
      <Form
        className={styles['form'] ?? ''}
        onSubmit={(event) => {
          event.preventDefault();
          void reveal();
        }}
      >
        <TextField value={reason} onChange={setReason} isRequired minLength={5} maxLength={500} autoFocus>
          <Label>Why do you need it?</Label>
          <Input placeholder="Customer asked to be called back" />
        </TextField>
        {problem && (
          <p className={styles['problem']} role="alert">
            {problem}
          </p>
        )}
        <p className={styles['quiet']}>Your name and the reason are put on record.</p>
        <Button type="submit" className={styles['primary'] ?? ''}>
          Show it
        </Button>
      </Form>
    </Dialog>
  );
}
