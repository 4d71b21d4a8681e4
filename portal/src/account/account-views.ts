/** What a business customer can choose to see; all but the first as `ordersByProgress` knows them. */
export const accountViews = ['ALL', 'OPEN', 'LATE', 'NEEDS_ATTENTION', 'DELIVERED'] as const;
type AccountView = (typeof accountViews)[number];

/** What stands in the address of a page of the list. */
export interface AccountAsk {
  view: AccountView;
  /** Looked for instead, among all orders; empty: nothing. */
  text: string;
  after: string | null;
}

/** Shortest text that is looked for. */
export const shortestText = 3;
const longestText = 100;

export function readAsk(parameters: URLSearchParams): AccountAsk {
  const wanted = parameters.get('show')?.toUpperCase().replaceAll('-', '_');
  const after = parameters.get('after');
  return {
    view: accountViews.find((view) => view === wanted) ?? 'ALL',
    text: (parameters.get('q') ?? '')
      .replaceAll(/\p{Cc}/gu, ' ')
      .trim()
      .slice(0, longestText),
    after: after && /^[\w-]{1,400}$/.test(after) ? after : null,
  };
}

/** The address of a page of the list. A text is looked for among all. */
export function addressOfList({ view, text, after }: Partial<AccountAsk>): string {
  const parameters = new URLSearchParams();
  if (text) parameters.set('q', text);
  else if (view && view !== 'ALL') parameters.set('show', view.toLowerCase().replaceAll('_', '-'));
  if (after) parameters.set('after', after);
  return `/account${parameters.size > 0 ? `?${parameters}` : ''}`;
}
