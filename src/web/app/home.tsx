import { Navigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useUnitId } from './use-unit.ts';

/** The front door leads to where one was last, or to one's own unit. */
export function Home(): ReactNode {
  const unitId = useUnitId();
  return unitId === null ? (
    <Navigate to="/sign-in" replace />
  ) : (
    <Navigate to="/units/$unitId" params={{ unitId }} replace />
  );
}
