import { queryOptions } from '@tanstack/react-query';
import type { BadRows, Handbook, QualityPage } from '#api';
import { request } from './request.ts';

const part = encodeURIComponent;

export const qualityQuery = (unitId: string) =>
  queryOptions({
    queryKey: ['quality', unitId],
    queryFn: ({ signal }) => request<QualityPage>(`/api/units/${part(unitId)}/quality`, { signal }),
  });

export const handbookQuery = (unitId: string) =>
  queryOptions({
    queryKey: ['handbook', unitId],
    queryFn: ({ signal }) => request<Handbook>(`/api/units/${part(unitId)}/handbook`, { signal }),
  });

export interface RowsAsked {
  readonly unitId: string;
  readonly checkId: string;
  readonly month: string;
  readonly purpose: string;
}

/** Reading rows is kept in the ledger: asked for once, never again by itself. */
export const badRowsQuery = ({ unitId, checkId, month, purpose }: RowsAsked) =>
  queryOptions({
    queryKey: ['bad-rows', unitId, checkId, month, purpose],
    queryFn: ({ signal }) =>
      request<BadRows>(
        `/api/units/${part(unitId)}/quality/${part(checkId)}/rows?${new URLSearchParams({ month, purpose })}`,
        { signal },
      ),
  });
