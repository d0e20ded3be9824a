import type { MouseEvent, ReactNode } from 'react';
import { addressOf, go, type Page } from '../location.ts';

/** A link within the console. With a key held it opens a tab, as links do. */
export function Link({
  to,
  className,
  children,
}: {
  to: Page;
  className?: string;
  children: ReactNode;
}): ReactNode {
  const follow = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go(to);
  };
  return (
    <a href={addressOf(to)} className={className} onClick={follow}>
      {children}
    </a>
  );
}
