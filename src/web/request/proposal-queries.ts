import { queryOptions } from '@tanstack/react-query';
import type { AttributeList, Meeting, ProposalList, ProposalPage, Similar } from '#api';
import { request } from './request.ts';

const part = encodeURIComponent;

export interface ProposalsWanted {
  readonly unitId?: string | undefined;
  readonly state?: string | undefined;
  readonly kind?: string | undefined;
  readonly origin?: string | undefined;
  readonly text?: string | undefined;
  readonly page?: number | undefined;
}

export function proposalsQuery(wanted: ProposalsWanted) {
  const given = Object.entries(wanted).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [[name, String(value)]],
  );
  const path = `/api/proposals?${new URLSearchParams(given)}`;
  return queryOptions({
    queryKey: ['proposals', path],
    queryFn: ({ signal }) => request<ProposalList>(path, { signal }),
    placeholderData: (before) => before,
  });
}

export const proposalQuery = (proposalId: string) =>
  queryOptions({
    queryKey: ['proposal', proposalId],
    queryFn: ({ signal }) =>
      request<ProposalPage>(`/api/proposals/${part(proposalId)}`, { signal }),
  });

/** Earlier proposals that look like this text; what was found for the text before stays while the next is looked for. */
export const similarQuery = (text: string) =>
  queryOptions({
    queryKey: ['similar', text],
    queryFn: ({ signal }) =>
      request<Similar>(`/api/proposals/similar?text=${part(text)}`, { signal }),
    placeholderData: (before) => before,
  });

/** Dots are laid on other screens without a word to this one: while a round is open it is asked for again. */
const roundMilliseconds = 4000;

export const meetingQuery = (forumId: string) =>
  queryOptions({
    queryKey: ['meeting', forumId],
    queryFn: ({ signal }) => request<Meeting>(`/api/forums/${part(forumId)}/meeting`, { signal }),
    refetchInterval: ({ state }) => {
      const dots = state.data?.dots;
      return dots != null && dots.openedAt === null ? roundMilliseconds : false;
    },
  });

export const attributesQuery = () =>
  queryOptions({
    queryKey: ['attributes'],
    queryFn: ({ signal }) => request<AttributeList>('/api/attributes', { signal }),
  });
