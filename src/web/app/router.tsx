import {
  createRootRoute,
  createRoute,
  createRouter,
  type ErrorComponentProps,
  lazyRouteComponent,
} from '@tanstack/react-router';
import type { Origin } from '#api';
import { Skeleton } from '../parts/answered.tsx';
import { PageTrouble } from '../parts/trouble.tsx';
import { origins } from '../sentences/practice-words.ts';
import { Frame } from './frame.tsx';
import { Home } from './home.tsx';
import { NotFound } from './not-found.tsx';

/** A page of ours that broke: the frame around it stays, so that one can go on elsewhere. */
const Broken = ({ error, reset }: ErrorComponentProps) => (
  <PageTrouble error={error instanceof Error ? error : new Error(String(error))} retry={reset} />
);

const root = createRootRoute({
  component: Frame,
  notFoundComponent: NotFound,
  errorComponent: (trouble) => (
    <main>
      <Broken {...trouble} />
    </main>
  ),
});

/** Text given after the question mark of an address, when it is text. */
const textIn = (search: Record<string, unknown>, name: string): string | undefined => {
  const value = search[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
};

interface ProposalsSearch {
  readonly unitId?: string;
  readonly state?: string;
  readonly kind?: string;
  readonly origin?: string;
  readonly text?: string;
  readonly page?: number;
}

/** Which proposals to show, from an address. */
function proposalsIn(search: Record<string, unknown>): ProposalsSearch {
  const texts = (['unitId', 'state', 'kind', 'origin', 'text'] as const).flatMap((name) => {
    const value = textIn(search, name);
    return value === undefined ? [] : [[name, value] as const];
  });
  const page = Number(search.page);
  return {
    ...Object.fromEntries(texts),
    ...(Number.isInteger(page) && page > 0 ? { page } : {}),
  };
}

const at = <P extends string>(path: P) => ({ getParentRoute: () => root, path });

const home = createRoute({ ...at('/'), component: Home });
const signIn = createRoute({
  ...at('/sign-in'),
  validateSearch: (search): { from?: string } => {
    const from = textIn(search, 'from');
    return from === undefined ? {} : { from };
  },
  component: lazyRouteComponent(() => import('../pages/sign-in.tsx'), 'SignInPage'),
});
const unit = createRoute({
  ...at('/units/$unitId'),
  component: lazyRouteComponent(() => import('../pages/unit/unit.tsx'), 'UnitPage'),
});
const measure = createRoute({
  ...at('/units/$unitId/measures/$measureId'),
  component: lazyRouteComponent(() => import('../pages/measure/measure.tsx'), 'MeasurePage'),
});

const quality = createRoute({
  ...at('/units/$unitId/quality'),
  component: lazyRouteComponent(() => import('../pages/quality/quality.tsx'), 'QualityPage'),
});
const handbook = createRoute({
  ...at('/units/$unitId/handbook'),
  component: lazyRouteComponent(() => import('../pages/quality/handbook.tsx'), 'HandbookPage'),
});

interface UnitSearch {
  readonly unitId?: string;
}
const unitIn = (search: Record<string, unknown>): UnitSearch => {
  const unitId = textIn(search, 'unitId');
  return unitId === undefined ? {} : { unitId };
};

const needsUs = createRoute({
  ...at('/needs-us'),
  validateSearch: unitIn,
  component: lazyRouteComponent(() => import('../pages/needs-us.tsx'), 'NeedsUsPage'),
});
/** Which threads to show, when not the open ones. */
const threadStates = ['parked', 'closed', 'all'] as const;

const threads = createRoute({
  ...at('/threads'),
  validateSearch: (search): UnitSearch & { state?: (typeof threadStates)[number] } => {
    const state = threadStates.find((s) => s === search.state);
    return state === undefined ? unitIn(search) : { ...unitIn(search), state };
  },
  component: lazyRouteComponent(() => import('../pages/threads.tsx'), 'ThreadsPage'),
});
const thread = createRoute({
  ...at('/threads/$threadId'),
  component: lazyRouteComponent(() => import('../pages/thread/thread.tsx'), 'ThreadPage'),
});
const cycle = createRoute({
  ...at('/cycles/$cycleId'),
  component: lazyRouteComponent(() => import('../pages/cycle.tsx'), 'CyclePage'),
});
const proposals = createRoute({
  ...at('/proposals'),
  validateSearch: (search): ProposalsSearch => proposalsIn(search),
  component: lazyRouteComponent(() => import('../pages/proposals.tsx'), 'ProposalsPage'),
});
const raise = createRoute({
  ...at('/proposals/raise'),
  validateSearch: unitIn,
  component: lazyRouteComponent(() => import('../pages/proposal/raise.tsx'), 'RaisePage'),
});
const proposal = createRoute({
  ...at('/proposals/$proposalId'),
  component: lazyRouteComponent(() => import('../pages/proposal/proposal.tsx'), 'ProposalPage'),
});
const meeting = createRoute({
  ...at('/forums/$forumId/meeting'),
  validateSearch: (search): { item?: string } => {
    const item = textIn(search, 'item');
    return item === undefined ? {} : { item };
  },
  component: lazyRouteComponent(() => import('../pages/meeting/meeting.tsx'), 'MeetingPage'),
});

const forum = createRoute({
  ...at('/forums/$forumId'),
  component: lazyRouteComponent(() => import('../pages/forum/forum.tsx'), 'ForumPage'),
});
const structure = createRoute({
  ...at('/structure'),
  component: lazyRouteComponent(() => import('../pages/structure/structure.tsx'), 'StructurePage'),
});

interface CommonsSearch {
  readonly text?: string;
  readonly origin?: Origin;
  readonly measureId?: string;
  readonly shown?: 'all';
}

const practices = createRoute({
  ...at('/practices'),
  validateSearch: (search): CommonsSearch => {
    const text = textIn(search, 'text');
    const measureId = textIn(search, 'measureId');
    const origin = origins.find((one) => one === search.origin);
    return {
      ...(text === undefined ? {} : { text }),
      ...(measureId === undefined ? {} : { measureId }),
      ...(origin === undefined ? {} : { origin }),
      ...(search.shown === 'all' ? { shown: 'all' } : {}),
    };
  },
  component: lazyRouteComponent(() => import('../pages/practices.tsx'), 'PracticesPage'),
});
const practice = createRoute({
  ...at('/practices/$practiceId'),
  component: lazyRouteComponent(() => import('../pages/practice/practice.tsx'), 'PracticePage'),
});
const adoption = createRoute({
  ...at('/adoptions/$adoptionId'),
  component: lazyRouteComponent(() => import('../pages/adoption/adoption.tsx'), 'AdoptionPage'),
});
const spread = createRoute({
  ...at('/spread'),
  component: lazyRouteComponent(() => import('../pages/spread.tsx'), 'SpreadPage'),
});
const balance = createRoute({
  ...at('/balance'),
  component: lazyRouteComponent(() => import('../pages/balance.tsx'), 'BalancePage'),
});
const adviceRules = createRoute({
  ...at('/advice'),
  component: lazyRouteComponent(() => import('../pages/advice/rules.tsx'), 'AdviceRulesPage'),
});
const advicePrograms = createRoute({
  ...at('/advice/programs'),
  component: lazyRouteComponent(() => import('../pages/advice/programs.tsx'), 'ProgramsPage'),
});
const adviceRule = createRoute({
  ...at('/advice/$ruleId'),
  component: lazyRouteComponent(() => import('../pages/advice/rule.tsx'), 'AdviceRulePage'),
});
const instruments = createRoute({
  ...at('/patients/$unitId'),
  component: lazyRouteComponent(
    () => import('../pages/instruments/instruments.tsx'),
    'InstrumentsPage',
  ),
});
const participants = createRoute({
  ...at('/patients/$unitId/participants'),
  component: lazyRouteComponent(
    () => import('../pages/instruments/participants.tsx'),
    'ParticipantsPage',
  ),
});
const participant = createRoute({
  ...at('/participants/$participantId'),
  component: lazyRouteComponent(
    () => import('../pages/instruments/participant.tsx'),
    'ParticipantPage',
  ),
});
const alert = createRoute({
  ...at('/alerts/$alertId'),
  component: lazyRouteComponent(() => import('../pages/instruments/alert.tsx'), 'AlertPage'),
});
const answer = createRoute({
  ...at('/answer'),
  component: lazyRouteComponent(() => import('../pages/answering/answer.tsx'), 'AnswerPage'),
});
const answerForm = createRoute({
  ...at('/answer/$instrumentId'),
  component: lazyRouteComponent(() => import('../pages/answering/form.tsx'), 'FormPage'),
});
const own = createRoute({
  ...at('/own'),
  component: lazyRouteComponent(() => import('../pages/answering/own.tsx'), 'OwnPage'),
});
const messages = createRoute({
  ...at('/messages'),
  component: lazyRouteComponent(() => import('../pages/messages/messages.tsx'), 'MessagesPage'),
});
const messageEffect = createRoute({
  ...at('/messages/effect'),
  component: lazyRouteComponent(() => import('../pages/messages/effect.tsx'), 'MessageEffectPage'),
});
const data = createRoute({
  ...at('/data'),
  component: lazyRouteComponent(() => import('../pages/data.tsx'), 'DataPage'),
});
const organisation = createRoute({
  ...at('/organisation'),
  component: lazyRouteComponent(() => import('../pages/organisation.tsx'), 'OrganisationPage'),
});
const help = createRoute({
  ...at('/help'),
  component: lazyRouteComponent(() => import('../pages/help.tsx'), 'HelpPage'),
});

export const router = createRouter({
  routeTree: root.addChildren([
    home,
    signIn,
    unit,
    measure,
    quality,
    handbook,
    needsUs,
    threads,
    thread,
    cycle,
    proposals,
    raise,
    proposal,
    meeting,
    forum,
    structure,
    practices,
    practice,
    adoption,
    spread,
    balance,
    adviceRules,
    advicePrograms,
    adviceRule,
    messages,
    messageEffect,
    instruments,
    participants,
    participant,
    alert,
    answer,
    answerForm,
    own,
    data,
    organisation,
    help,
  ]),
  defaultPreload: 'intent',
  defaultPendingComponent: Skeleton,
  defaultErrorComponent: Broken,
  defaultPendingMs: 200,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
