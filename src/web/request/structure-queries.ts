import { queryOptions } from '@tanstack/react-query';
import type { ForumPage, StructureLoadAnswer, StructurePage } from '#api';
import { request } from './request.ts';

export const structureQuery = () =>
  queryOptions({
    queryKey: ['structure'],
    queryFn: ({ signal }) => request<StructurePage>('/api/structure', { signal }),
  });

/** What to simulate: how much is raised, and one kind of forum that would meet otherwise. */
export interface LoadWanted {
  readonly factor: number;
  readonly kind: string | null;
  readonly cadenceDays: number;
  readonly mattersPerMeeting: number;
}

export function structureLoadQuery({ factor, kind, ...meets }: LoadWanted) {
  const { cadenceDays, mattersPerMeeting } = meets;
  const given = {
    factor: String(factor),
    ...(kind === null
      ? {}
      : { kind, cadenceDays: String(cadenceDays), mattersPerMeeting: String(mattersPerMeeting) }),
  };
  const path = `/api/structure/load?${new URLSearchParams(given)}`;
  return queryOptions({
    queryKey: ['structure', path],
    queryFn: ({ signal }) => request<StructureLoadAnswer>(path, { signal }),
    placeholderData: (before) => before,
  });
}

export const forumQuery = (forumId: string) =>
  queryOptions({
    queryKey: ['forum', forumId],
    queryFn: ({ signal }) =>
      request<ForumPage>(`/api/forums/${encodeURIComponent(forumId)}`, { signal }),
  });
