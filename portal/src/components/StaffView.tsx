/** A look of a colleague at a customer's page. */
export interface StaffViewInput {
  /** Who looks. */
  name: string;
  /** Whose page of this order it is: of whoever looked it up, has a link, or proved the address. */
  level: ViewLevel;
  /** The look's own address, without the level. */
  address: string;
  /** ISO instant at which the look ends. */
  endsAt: string;
}

/** What a customer can hold an order at, and how. */
const levelTexts = {
  L1: 'by order number and postcode',
  L2: 'by a link from us',
  L3: 'with a code, or signed in',
} as const;
export type ViewLevel = keyof typeof levelTexts;
export const viewLevels = Object.keys(levelTexts) as ViewLevel[];

/** Over the page, so that nobody takes it for his own. Its links read; nothing here does anything. */
export function StaffBar({ view: { name, level, address, endsAt } }: { view: StaffViewInput }) {
  return (
    <aside className="staff-view" aria-label="View of our team">
      <p>
        <strong>{name}</strong> sees what the customer sees. Nothing can be done here. On record; ends at{' '}
        <time dateTime={endsAt}>{endsAt.slice(11, 16)} UTC</time>.
      </p>
      <nav aria-label="How the customer came">
        The customer came{' '}
        {viewLevels.map((one, i) => (
          <span key={one}>
            {i > 0 && ' · '}
            <a href={`${address}?level=${one}`} aria-current={one === level ? 'page' : undefined}>
              {levelTexts[one]}
            </a>
          </span>
        ))}
      </nav>
    </aside>
  );
}
