import { Link, useParams, useRouterState } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { UnitNode } from '#api';
import { useWords } from '../words/words-context.tsx';

interface UnitLinkProps {
  readonly unit: UnitNode;
  readonly isCurrent: boolean;
  readonly onFollow: () => void;
}

/** A unit in the tree. It keeps the question: from a measure one comes to the same measure, from an inbox to the inbox. */
export function UnitLink({ unit, isCurrent, onFollow }: UnitLinkProps): ReactNode {
  const name = useWords().text(unit.name);
  const { measureId } = useParams({ strict: false });
  const path = useRouterState({ select: (state) => state.location.pathname });
  const look = { 'aria-current': isCurrent ? ('true' as const) : undefined, onClick: onFollow };
  if (measureId !== undefined)
    return (
      <Link
        to="/units/$unitId/measures/$measureId"
        params={{ unitId: unit.id, measureId }}
        {...look}
      >
        {name}
      </Link>
    );
  if (path === '/needs-us' || path === '/threads')
    return (
      <Link to={path} search={{ unitId: unit.id }} {...look}>
        {name}
      </Link>
    );
  return (
    <Link to="/units/$unitId" params={{ unitId: unit.id }} {...look}>
      {name}
    </Link>
  );
}
