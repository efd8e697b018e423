import { useQuery } from '@tanstack/react-query';
import { Navigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Skeleton } from '../parts/answered.tsx';
import { organisationQuery } from '../request/queries.ts';
import { useUnitId } from './use-unit.ts';

/** The front door leads to where one was last, or to one's own unit. */
export function Home(): ReactNode {
  const unitId = useUnitId();
  const organisation = useQuery(organisationQuery());
  if (organisation.status === 'pending') return <Skeleton />;
  return unitId === null ? (
    <Navigate to="/sign-in" replace />
  ) : (
    <Navigate to="/units/$unitId" params={{ unitId }} replace />
  );
}
