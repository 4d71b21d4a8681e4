import { type NavigateOptions, useRouter } from '@tanstack/react-router';
import type { MouseEvent, ReactNode } from 'react';

/** A link to a view. The router's own would call every view current whose address begins like this one. */
export function ViewLink({
  options,
  isCurrent,
  children,
}: {
  options: NavigateOptions;
  isCurrent: boolean;
  children: ReactNode;
}) {
  const router = useRouter();
  const { href } = router.buildLocation(options);
  function onClick(event: MouseEvent): void {
    // Another tab or window is the browser's business.
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button !== 0) return;
    event.preventDefault();
    void router.navigate(options);
  }
  return (
    <a href={router.history.createHref(href)} aria-current={isCurrent ? 'page' : undefined} onClick={onClick}>
      {children}
    </a>
  );
}
