import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';
import {
  commandSchemas,
  cyclePageSchema,
  type DataPage,
  dataPageSchema,
  inboxSchema,
  type Job,
  loopsSchema,
  measureListSchema,
  measurePageSchema,
  type Overview,
  organisationSchema,
  overviewAnswerSchema,
  type ProblemBody,
  sessionSchema,
  threadListSchema,
  threadPageSchema,
} from '#api';
import { chartInColumns } from '../../../src/server/chart-columns.ts';
import { made, measureRef } from './measures.ts';
import { organisation, personas, units } from './organisation.ts';
import { inboxFor, measurePageFor, overviewFor } from './pages.ts';
import { cycleFor, threadFor, threadSummaries } from './threads.ts';

/** What a test may turn: refusals, slowness and live events; and the commands that came in. */
export interface Fixture {
  readonly address: string;
  readonly received: { readonly name: string; readonly body: unknown }[];
  /** Requests whose path begins so are answered with this; status 0 ends it. */
  refuse: (path: string, status: number, problem: ProblemBody) => void;
  delay: (milliseconds: number) => void;
  tell: (event: unknown) => void;
  stop: () => Promise<void>;
}

const builtWeb = join(import.meta.dirname, '../../../dist/web');
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** Content rules as strict as a real server's, so that a page that breaks them is seen. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' blob:; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

const job: Job = {
  id: 'j-1',
  kind: 'import',
  state: 'running',
  share: 0.62,
  rate: '41 MB/s',
  secondsLeft: 74,
  message: 'Reading Observation.ndjson',
  said: { code: 'reading', values: { file: 'Observation.ndjson', resources: 1200, findings: 3 } },
  startedAt: '2026-11-03T08:00:00Z',
  endedAt: null,
};

const correct = {
  en: 'Correct it at the source and import again.',
  sv: 'Rätta i källan och importera igen.',
};

function dataFor(role: string): DataPage {
  const maySee = role === 'analyst';
  return {
    dataVersion: '2026-11-02.1',
    resources: ['Condition', 'Encounter', 'Observation', 'Patient', 'QuestionnaireResponse'].map(
      (type, i) => ({ type, count: 20_000 * (i + 1) ** 2 }),
    ),
    imports: [
      {
        id: 'i-1',
        source: 'demo/fhir',
        startedAt: '2026-11-02T04:00:00Z',
        endedAt: '2026-11-02T04:01:30Z',
        read: 1_100_007,
        stored: 1_100_000,
        changed: 1_100_000,
        findings: 7,
      },
    ],
    findingsByRule: maySee
      ? [
          {
            rule: 'date-impossible',
            count: 7,
            allowed: { en: 'A date of the calendar.', sv: 'Ett datum i kalendern.' },
            nextStep: correct,
            severity: 'warning',
          },
        ]
      : [],
    jobs: [job],
    ownMeasures: [
      {
        ...{ measureId: 'waiting-days', unitId: 'div-psy', way: 'memory', counted: 0.4 },
        title: { en: 'Visits by the hour', sv: 'Besök efter längd' },
      },
    ],
    mayImport: maySee,
    maySeeFindings: maySee,
  };
}

const loops = {
  units: units.map((u, i) => ({
    unit: { id: u.id, name: u.name, level: u.level },
    open: i % 4,
    overdue: i % 2,
    closed: (i * 3) % 5,
    medianLoopDays: i % 3 === 0 ? null : 90 + i * 7,
    medianDaysToDecision: i % 3 === 0 ? null : 12 + i,
  })),
};

interface Asked {
  readonly path: string;
  readonly search: URLSearchParams;
  readonly personId: string | null;
}

type Route = (asked: Asked, parts: readonly string[], role: string) => unknown;

/** What the real server answers, checked against the same contract. A null is a 404. */
const sent = (page: Overview | null) =>
  page === null
    ? null
    : {
        ...page,
        measures: page.measures.map((one) => ({ ...one, chart: chartInColumns(one.chart) })),
      };

const routes: readonly [pattern: RegExp, route: Route][] = [
  [/^\/api\/measures$/, () => measureListSchema.parse({ measures: made.map(measureRef) })],
  [/^\/api\/organisation$/, () => organisationSchema.parse(organisation)],
  [
    /^\/api\/units\/([^/]+)\/overview$/,
    (_, [id]) => parsed(overviewAnswerSchema, sent(overviewFor(id ?? ''))),
  ],
  [
    /^\/api\/units\/([^/]+)\/measures\/([^/]+)$/,
    (_, [unit, measure], role) =>
      parsed(measurePageSchema, measurePageFor(unit ?? '', measure ?? '', role)),
  ],
  [/^\/api\/units\/([^/]+)\/measures\/([^/]+)\/patients$/, () => patients],
  [/^\/api\/explain$/, (asked) => explanation(asked)],
  [
    /^\/api\/inbox$/,
    (asked) => parsed(inboxSchema, inboxFor(asked.search.get('unitId') ?? 'div-psy')),
  ],
  [
    /^\/api\/threads$/,
    (asked) => threadListSchema.parse({ threads: threadsFor(asked), mayRaiseIdea: true }),
  ],
  [
    /^\/api\/threads\/([^/]+)$/,
    (_, [id], role) => parsed(threadPageSchema, threadFor(id ?? '', role)),
  ],
  [
    /^\/api\/cycles\/([^/]+)$/,
    (_, [id], role) => parsed(cyclePageSchema, cycleFor(id ?? '', role)),
  ],
  [/^\/api\/loops$/, () => loopsSchema.parse(loops)],
  [/^\/api\/data$/, (_, _parts, role) => dataPageSchema.parse(dataFor(role))],
  [/^\/api\/data\/findings$/, () => findings],
];

const parsed = <T>(schema: { parse: (value: unknown) => T }, value: T | null): T | null =>
  value === null ? null : schema.parse(value);

const threadsFor = ({ search }: Asked) =>
  threadSummaries.filter(
    (t) =>
      (search.get('state') === null || t.state === search.get('state')) &&
      inUnit(t.unit.id, search.get('unitId')),
  );

const inUnit = (id: string, within: string | null): boolean => {
  if (within === null || id === within) return true;
  const parent = units.find((u) => u.id === id)?.parentId ?? null;
  return parent !== null && inUnit(parent, within);
};

const patients = {
  patients: Array.from({ length: 30 }, (_, i) => ({
    patientId: `p-${String(i).padStart(6, '0')}`,
    eventId: `e-${1000 + i}`,
    initialPopulation: true,
    denominator: true,
    numerator: i % 3 > 0,
    observation: null,
  })),
  truncated: true,
};

const explanation = ({ search }: Asked) => ({
  measureId: search.get('measureId') ?? '',
  patientId: search.get('patientId') ?? '',
  month: search.get('month') ?? '',
  definitions: [
    {
      name: 'Initial Population',
      value: '1 Encounter',
      holds: true,
      rests: [{ type: 'Encounter', id: 'e-1000', file: 'Encounter.ndjson', line: 812 }],
    },
    { name: 'Numerator', value: 'none', holds: false, rests: [] },
  ],
});

const findings = {
  findings: Array.from({ length: 7 }, (_, i) => ({
    file: 'Observation.ndjson',
    line: 100 + i,
    rule: 'date-impossible',
    found: 'a month 13',
    nextStep: correct,
  })),
  total: 7,
};

const missing: ProblemBody = {
  code: 'not-found',
  message: 'There is nothing here.',
  tip: 'Go back.',
  where: '',
};

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(Buffer.from(part));
  return JSON.parse(Buffer.concat(parts).toString() || '{}');
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-security-policy': policy,
  });
  response.end(JSON.stringify(body));
}

function file(response: ServerResponse, webFolder: string, path: string): void {
  const wanted = join(webFolder, normalize(path));
  const found =
    existsSync(wanted) && statSync(wanted).isFile() ? wanted : join(webFolder, 'index.html');
  response.writeHead(200, {
    'content-type': types[extname(found)] ?? 'application/octet-stream',
    'content-security-policy': policy,
  });
  createReadStream(found).pipe(response);
}

const personIn = (request: IncomingMessage): string | null =>
  /person=([^;]+)/.exec(request.headers.cookie ?? '')?.[1] ?? null;

function sessionFor(personId: string | null): unknown {
  const person = personas.find((p) => p.id === personId) ?? null;
  return sessionSchema.parse({ person, personas, permissions: [] });
}

function command(name: string, body: unknown, received: Fixture['received']): [number, unknown] {
  const schema = Object.entries(commandSchemas).find(([known]) => known === name)?.[1];
  const checked = schema?.safeParse(body);
  if (checked === undefined || !checked.success)
    return [400, { ...missing, code: 'bad-input', message: 'The request has the wrong shape.' }];
  received.push({ name, body });
  return [
    200,
    {
      ledgerSeq: 999,
      threadId: 't-1',
      proposalId: null,
      cycleId: name === 'cycle.start' ? 'c-1' : null,
    },
  ];
}

interface State {
  readonly webFolder: string;
  readonly received: { name: string; body: unknown }[];
  readonly refusals: Map<string, [number, ProblemBody]>;
  readonly listeners: Set<ServerResponse>;
  delay: number;
}

function listen(state: State, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(': here\n\n');
  state.listeners.add(response);
}

async function session(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== 'POST') return answer(response, 200, sessionFor(personIn(request)));
  const body = await bodyOf(request);
  const id =
    typeof body === 'object' && body !== null && 'personId' in body ? String(body.personId) : '';
  response.setHeader('set-cookie', `person=${id}; Path=/; HttpOnly; SameSite=Lax`);
  answer(response, 200, sessionFor(id));
}

function read(url: URL, personId: string | null, response: ServerResponse): void {
  const role = personas.find((p) => p.id === personId)?.role ?? '';
  const asked = { path: url.pathname, search: url.searchParams, personId };
  for (const [pattern, route] of routes) {
    const match = pattern.exec(url.pathname);
    const found = match === null ? null : route(asked, match.slice(1), role);
    if (found === null) continue;
    answer(response, 200, found);
    return;
  }
  answer(response, 404, missing);
}

async function take(
  state: State,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://fixture');
  const path = url.pathname;
  if (!path.startsWith('/api/')) return file(response, state.webFolder, path);
  if (state.delay > 0) await new Promise((resolve) => setTimeout(resolve, state.delay));
  const refusal = [...state.refusals].find(([refused]) => path.startsWith(refused))?.[1];
  if (refusal !== undefined) return answer(response, ...refusal);
  if (path === '/api/session') return session(request, response);
  if (path === '/api/events') return listen(state, response);
  if (request.method !== 'POST') return read(url, personIn(request), response);
  const name = path.replace('/api/commands/', '');
  answer(response, ...command(name, await bodyOf(request), state.received));
}

interface FixtureWanted {
  /** Where the built web app lies. */
  readonly webFolder?: string;
  readonly port?: number;
}

/** Starts the fixture, on a free port unless one is named. */
export async function startFixture({
  webFolder = builtWeb,
  port = 0,
}: FixtureWanted = {}): Promise<Fixture> {
  const state: State = {
    webFolder,
    received: [],
    refusals: new Map(),
    listeners: new Set(),
    delay: 0,
  };
  const server: Server = createServer((request, response) => {
    take(state, request, response).catch((error: unknown) =>
      answer(response, 500, { ...missing, code: 'fixture', message: String(error) }),
    );
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const at = server.address();
  return {
    address: `http://127.0.0.1:${typeof at === 'object' && at !== null ? at.port : port}`,
    received: state.received,
    refuse: (path, status, problem) => {
      if (status === 0) state.refusals.delete(path);
      else state.refusals.set(path, [status, problem]);
    },
    delay: (milliseconds) => {
      state.delay = milliseconds;
    },
    tell: (event) => {
      for (const response of state.listeners) response.write(`data: ${JSON.stringify(event)}\n\n`);
    },
    stop: async () => {
      for (const response of state.listeners) response.end();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
