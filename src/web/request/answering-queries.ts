import { queryOptions } from '@tanstack/react-query';
import type {
  Alert,
  AnswerForm,
  AnswerValue,
  InstrumentList,
  ParticipantList,
  SharedView,
  Welcome,
} from '#api';
import { request, send } from './request.ts';

const part = encodeURIComponent;

/** A patient's own: kept by no cache beyond the page, and asked again each time. */
const fresh = <T>(name: readonly string[], ask: (signal: AbortSignal) => Promise<T>) =>
  queryOptions({
    queryKey: name,
    queryFn: ({ signal }) => ask(signal),
    ...{ staleTime: 0, gcTime: 0, retry: false },
  });

export const welcomeQuery = () =>
  fresh(['answering'], (signal) => request<Welcome>('/api/answering', { signal }));

export const ownViewQuery = () =>
  fresh(['own'], (signal) => request<SharedView>('/api/answering/own', { signal }));

export const formQuery = (instrumentId: string) =>
  fresh(['answering-form', instrumentId], () =>
    send<AnswerForm>('POST', `/api/answering/forms/${part(instrumentId)}`),
  );

export const saveAnswer = (responseId: string, linkId: string, values: readonly AnswerValue[]) =>
  send<AnswerForm>('POST', `/api/answering/responses/${part(responseId)}/answers`, {
    ...{ linkId, values },
  });

export const endForm = (responseId: string, language: 'en' | 'sv') =>
  send<AnswerForm>('POST', `/api/answering/responses/${part(responseId)}/end`, { language });

export const instrumentsQuery = (unitId: string) =>
  queryOptions({
    queryKey: ['instruments', unitId],
    queryFn: ({ signal }) =>
      request<InstrumentList>(`/api/units/${part(unitId)}/instruments`, { signal }),
  });

export const alertQuery = (alertId: string) =>
  queryOptions({
    queryKey: ['alert', alertId],
    queryFn: ({ signal }) => request<Alert>(`/api/alerts/${part(alertId)}`, { signal }),
  });

export const participantsQuery = (unitId: string, purpose: string) =>
  fresh(['participants', unitId, purpose], () =>
    send<ParticipantList>('POST', `/api/units/${part(unitId)}/participants`, { purpose }),
  );

export const participantQuery = (participantId: string, purpose: string) =>
  fresh(['participant', participantId, purpose], () =>
    send<SharedView>('POST', `/api/participants/${part(participantId)}`, { purpose }),
  );
