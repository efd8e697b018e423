import type { ReactNode } from 'react';

interface EmptyProps {
  /** What would be here. */
  readonly what: string;
  /** How it gets there; empty when `what` has said it all. */
  readonly next: string;
  readonly children?: ReactNode;
}

export function Empty({ what, next, children }: EmptyProps): ReactNode {
  return (
    <div className="state">
      <p>
        {next === '' ? what : <strong>{what}</strong>} {next}
      </p>
      {children}
    </div>
  );
}
