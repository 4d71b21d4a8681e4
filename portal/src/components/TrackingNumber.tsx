/** A tracking number: read from left to right in every language. */
export function TrackingNumber({ number }: { number: string }) {
  return (
    <code className="number" dir="ltr">
      {number}
    </code>
  );
}
