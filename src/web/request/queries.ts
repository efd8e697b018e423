import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type {
  AdoptionPage,
  AdviceList,
  AdvicePage,
  BalancePage,
  Commons,
  CountedPatients,
  CyclePage,
  DataPage,
  Explanation,
  Findings,
  Inbox,
  Loops,
  MeasurePage,
  MeasureRef,
  MessageEffectPage,
  MessagesPage,
  Organisation,
  OverviewAnswer,
  PracticePage,
  ProgramsPage,
  Session,
  SpreadPage,
  ThreadList,
  ThreadPage,
} from '#api';
import { overviewOf } from './chart-points.ts';
import { request } from './request.ts';

const asked = (values: Readonly<Record<string, string | undefined>>): string => {
  const given = Object.entries(values).filter((e): e is [string, string] => e[1] !== undefined);
  const text = new URLSearchParams(given).toString();
  return text === '' ? '' : `?${text}`;
};

const part = encodeURIComponent;

/** One question to the server: its name in the cache and its address. */
const question = <T>(name: readonly string[], path: string) =>
  queryOptions({ queryKey: name, queryFn: ({ signal }) => request<T>(path, { signal }) });

export const sessionQuery = () => question<Session>(['session'], '/api/session');

export const organisationQuery = () =>
  question<Organisation>(['organisation'], '/api/organisation');

export const overviewQuery = (unitId: string) =>
  queryOptions({
    queryKey: ['overview', unitId],
    queryFn: async ({ signal }) =>
      overviewOf(await request<OverviewAnswer>(`/api/units/${part(unitId)}/overview`, { signal })),
  });

/** How far a measure is being counted is asked again and again, until it is. */
const countingMilliseconds = 3000;

export const measureQuery = (unitId: string, measureId: string) =>
  queryOptions({
    ...question<MeasurePage>(
      ['measure', unitId, measureId],
      `/api/units/${part(unitId)}/measures/${part(measureId)}`,
    ),
    refetchInterval: ({ state }) =>
      state.data?.own?.counting == null ? false : countingMilliseconds,
  });

/** The measures of the library in use. */
export const measureListQuery = () =>
  question<{ measures: MeasureRef[] }>(['measures'], '/api/measures');

export const inboxQuery = (unitId: string) =>
  question<Inbox>(['inbox', unitId], `/api/inbox${asked({ unitId })}`);

export interface ThreadsWanted {
  readonly unitId: string | undefined;
  readonly state: 'open' | 'parked' | 'closed' | undefined;
}

export const threadsQuery = ({ unitId, state }: ThreadsWanted) =>
  question<ThreadList>(
    ['threads', unitId ?? '', state ?? ''],
    `/api/threads${asked({ unitId, state })}`,
  );

export const threadQuery = (threadId: string) =>
  question<ThreadPage>(['thread', threadId], `/api/threads/${part(threadId)}`);

export const cycleQuery = (cycleId: string) =>
  question<CyclePage>(['cycle', cycleId], `/api/cycles/${part(cycleId)}`);

export interface PracticesWanted {
  readonly text: string | undefined;
  readonly origin: string | undefined;
  readonly measureId: string | undefined;
  readonly shown: 'all' | undefined;
}

export const commonsQuery = (wanted: PracticesWanted) =>
  question<Commons>(
    ['practices', ...Object.values(wanted).map((value) => value ?? '')],
    `/api/practices${asked({ ...wanted })}`,
  );

export const practiceQuery = (practiceId: string) =>
  question<PracticePage>(['practice', practiceId], `/api/practices/${part(practiceId)}`);

export const adoptionQuery = (adoptionId: string) =>
  question<AdoptionPage>(['adoption', adoptionId], `/api/adoptions/${part(adoptionId)}`);

export const spreadQuery = () => question<SpreadPage>(['spread'], '/api/spread');

export const balanceQuery = () => question<BalancePage>(['balance'], '/api/balance');

export const adviceListQuery = () => question<AdviceList>(['advice'], '/api/advice');

export const programsQuery = () => question<ProgramsPage>(['programs'], '/api/programs');

export const adviceQuery = (ruleId: string) =>
  question<AdvicePage>(['advice', ruleId], `/api/advice/${part(ruleId)}`);

export const messagesQuery = () => question<MessagesPage>(['messages'], '/api/messages');

export const messageEffectQuery = () =>
  question<MessageEffectPage>(['messages', 'effect'], '/api/messages/effect');

export const loopsQuery = (unitId: string | undefined) =>
  question<Loops>(['loops', unitId ?? ''], `/api/loops${asked({ unitId })}`);

export const dataQuery = () => question<DataPage>(['data'], '/api/data');

/** The findings of one rule, page by page from 0, until all have come. */
export const findingsQuery = (rule: string) =>
  infiniteQueryOptions({
    queryKey: ['findings', rule],
    queryFn: ({ pageParam, signal }) =>
      request<Findings>(`/api/data/findings${asked({ rule, page: String(pageParam) })}`, {
        signal,
      }),
    initialPageParam: 0,
    getNextPageParam: (last, pages) => {
      const seen = pages.reduce((sum, page) => sum + page.findings.length, 0);
      return last.findings.length === 0 || seen >= last.total ? null : pages.length;
    },
  });

export interface PatientsAsked {
  readonly unitId: string;
  readonly measureId: string;
  readonly month: string;
  readonly purpose: string;
}

/** Not kept: what was read about patients for one purpose is asked for again for the next. */
export const patientsQuery = ({ unitId, measureId, month, purpose }: PatientsAsked) => ({
  ...question<CountedPatients>(
    ['patients', unitId, measureId, month, purpose],
    `/api/units/${part(unitId)}/measures/${part(measureId)}/patients${asked({ month, purpose })}`,
  ),
  gcTime: 0,
});

export interface ExplanationAsked {
  readonly measureId: string;
  readonly patientId: string;
  readonly month: string;
  readonly purpose: string;
}

export const explanationQuery = (wanted: ExplanationAsked) => ({
  ...question<Explanation>(
    ['explain', wanted.measureId, wanted.patientId, wanted.month, wanted.purpose],
    `/api/explain${asked({ ...wanted })}`,
  ),
  gcTime: 0,
});
