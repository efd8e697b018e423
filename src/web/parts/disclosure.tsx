import type { ReactNode } from 'react';

interface DisclosureProps {
  readonly title: string;
  readonly isOpen?: boolean;
  readonly children: ReactNode;
}

/** A part of the page that is folded until it is wanted; printed in full. */
export function Disclosure({ title, isOpen = false, children }: DisclosureProps): ReactNode {
  return (
    <details className="fold" open={isOpen}>
      <summary>
        <h2>{title}</h2>
      </summary>
      <div className="fold-body">{children}</div>
    </details>
  );
}
