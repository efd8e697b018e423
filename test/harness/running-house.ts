import { randomUUID } from 'node:crypto';
import { type Month, monthNumber, monthsFromTo } from '#core';
import type { Measure } from '#cql';
import type { Organisation } from '#organisation';
import {
  type Database,
  dataVersion,
  inTransaction,
  type OperationalTables,
  openClinicalStore,
  saveOrganisation,
  takeRulesIntoUse,
} from '#store';
import { openAnswering } from '../../src/application/answering/open-answering.ts';
import type { Application } from '../../src/application/context.ts';
import { openDecisionSupport } from '../../src/application/decision-support/open-decision-support.ts';
import { effectKeeper } from '../../src/application/effect/effect-keeper.ts';
import { evaluateLibrary } from '../../src/application/evaluate/evaluate-library.ts';
import { evaluationMemory } from '../../src/application/evaluate/evaluation-memory.ts';
import { openFeed } from '../../src/application/feed/feed.ts';
import { turns } from '../../src/application/feed/turns.ts';
import { importPaths } from '../../src/application/import/import-paths.ts';
import { jobRunner } from '../../src/application/jobs/job-runner.ts';
import type { Library } from '../../src/application/library/open-library.ts';
import { newsBoard } from '../../src/application/news-board.ts';
import { BesideCounter } from '../../src/application/own-measures/count-beside.ts';
import { type Background, background } from '../../src/application/program/background.ts';
import type { ClinicalSide } from '../../src/application/program/clinical-side.ts';
import type { Program } from '../../src/application/program/open-program.ts';
import { receiveSignals } from '../../src/application/signals/receive-signals.ts';
import { startServer, type Trouble } from '../../src/server/index.ts';
import { freshOperationalStore } from './operational.ts';
import { smallOrganisation } from './small-organisation.ts';

/** The real server over a real, fresh database with the small organisation and one measure. */
export interface RunningHouse {
  readonly application: Program;
  readonly db: Database;
  readonly address: string;
  readonly dataFolder: string;
  readonly troubles: readonly Trouble[];
  /** Turns the clock. */
  readonly setNow: (instant: string) => void;
  readonly as: (personId: string | null) => Promise<Client>;
  readonly stop: () => Promise<void>;
}

export interface Client {
  readonly cookie: string;
  readonly get: (path: string) => Promise<Answer>;
  readonly post: (path: string, body: unknown, headers?: Record<string, string>) => Promise<Answer>;
  /** Gives a command with a request id of its own. */
  readonly give: (name: string, input: object, requestId?: string) => Promise<Answer>;
}

export interface Answer {
  readonly status: number;
  // The tests read into answers freely; their shape is what is tested.
  // biome-ignore lint/suspicious/noExplicitAny: see above
  readonly body: any;
  readonly headers: Headers;
}

export async function runningHouse(
  organisation: Organisation = smallOrganisation(),
  library: Library = emptyLibrary,
  webFolder = 'no-web-folder',
): Promise<RunningHouse> {
  const store = await freshOperationalStore<OperationalTables>();
  await inTransaction(store.db, (tx) => saveOrganisation(tx, organisation));
  await addMeasure(store.db, 'waiting-days');
  let now = '2026-03-02T08:00:00.000Z';
  const troubles: Trouble[] = [];
  const onTrouble = (trouble: Trouble) => troubles.push(trouble);
  const { listen, announce } = newsBoard();
  const base: Application = {
    db: store.db,
    clock: () => now,
    newId: randomUUID,
    announce,
    auditKey: Buffer.alloc(32, 7),
  };
  const jobs = await jobRunner({
    ...base,
    onTrouble: (error) => onTrouble({ incident: '', request: 'job', error: String(error) }),
  });
  const clinical = await openClinicalStore({ dataFolder: store.dataFolder, memoryMb: 256 });
  const decisionSupport = openDecisionSupport({ application: base, clinical, library, timeZone });
  const rules = library.rules.map(({ rule }) => rule);
  await inTransaction(store.db, (tx) => takeRulesIntoUse(tx, rules, now));
  const close = async () => {
    await clinicalSide.beside.stop();
    await keeper.stop();
    await answering.close();
    await clinicalSide.feed.close();
    await decisionSupport.close();
    await jobs.stop();
    await clinical.close();
    await store.close();
  };
  const { hold, free } = background();
  const clinicalSide = clinicalSideOf(base, { clinical, library, free }, (error) =>
    onTrouble({ incident: '', request: 'feed', error: String(error) }),
  );
  const keeper = effectKeeper({
    ...{ ...base, listen, free },
    onTrouble: (error) => onTrouble({ incident: '', request: 'effects', error: String(error) }),
  });
  const { feed } = clinicalSide;
  const answering = await openAnswering({
    ...{ application: base, clinical, library, feed },
    onTrouble: (error) => onTrouble({ incident: '', request: 'answers', error: String(error) }),
  });
  const application: Program = {
    ...{ ...base, listen, demo: true, jobs, close },
    ...{ ...clinicalSide, clinicalSide, decisionSupport, answering, effectsKept: keeper.idle },
    holdBackground: hold,
  };
  const server = await startServer({
    dataFolder: store.dataFolder,
    port: 0,
    host: '127.0.0.1',
    webFolder,
    onTrouble,
  });
  server.open(application);
  return {
    application,
    db: store.db,
    address: server.address,
    dataFolder: store.dataFolder,
    troubles,
    setNow: (instant) => {
      now = instant;
    },
    as: (personId) => clientOf(server.address, personId),
    stop: async () => {
      await server.close();
      await clinicalSide.beside.stop();
      await keeper.stop();
      await answering.close();
      await clinicalSide.feed.close();
      await decisionSupport.close();
      await jobs.stop();
      await clinical.close();
      await store.remove();
    },
  };
}

const timeZone = 'Europe/Stockholm';

export const emptyLibrary: Library = {
  ...{ measures: [], elm: [], cql: [], groupings: [], rules: [], instruments: [] },
  ...{ valueSets: new Map(), views: new Map() },
};

/** Real imports and real evaluations. */
function clinicalSideOf(
  { db, clock, newId, announce }: Application,
  {
    clinical,
    library,
    free,
  }: Pick<ClinicalSide, 'clinical' | 'library'> & Pick<Background, 'free'>,
  onTrouble: (error: unknown) => void,
): ClinicalSide {
  const { take } = turns();
  const importFrom: ClinicalSide['importFrom'] = (paths, importing = {}) =>
    take(() => importPaths(clinical, paths, importing));
  const memory = evaluationMemory();
  const evaluateChanged: ClinicalSide['evaluateChanged'] = () => take(() => evaluateNow());
  const beside = new BesideCounter({
    ...{ db, free, evaluate: evaluateChanged, onTrouble, patientsAtOnce: 40 },
  });
  const evaluateNow = async () =>
    evaluateLibrary({
      ...{ db, clinical, library, timeZone, memory, clock, newId, announce, beside, onTrouble },
      dataVersion: await dataVersion(clinical),
    });
  const evaluate = () =>
    take(() => {
      memory.forget();
      return evaluateNow();
    });
  const feed = openFeed({ clock, clinical, importFrom, evaluate: evaluateChanged, onTrouble });
  return { clinical, library, timeZone, importFrom, evaluate, evaluateChanged, beside, feed };
}

export async function clientOf(address: string, personId: string | null): Promise<Client> {
  let cookie = '';
  const send = async (path: string, init: RequestInit): Promise<Answer> => {
    const response = await fetch(`${address}${path}`, {
      ...init,
      headers: { ...(cookie === '' ? {} : { cookie }), ...init.headers },
    });
    const text = await response.text();
    return { status: response.status, body: parsed(text), headers: response.headers };
  };
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    send(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  if (personId !== null) {
    const { status, headers } = await post('/api/session', { personId });
    if (status !== 200) throw new Error(`${personId} could not sign in: ${status}`);
    cookie = headers.get('set-cookie')?.split(';')[0] ?? '';
  }
  return {
    cookie,
    get: (path) => send(path, {}),
    post,
    give: (name, input, requestId = randomUUID()) =>
      post(`/api/commands/${name}`, { requestId, ...input }),
  };
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

export async function addMeasure(
  db: Database,
  measureId: string,
  different: Partial<Measure> = {},
): Promise<void> {
  const title = { en: `Title of ${measureId}`, sv: `Namn på ${measureId}` };
  const measure: Measure = {
    id: measureId,
    version: '1.0.0',
    title,
    sentence: title,
    rationale: title,
    interest: 'management',
    kind: 'process',
    scoring: 'continuous',
    basis: 'Encounter',
    direction: 'down',
    target: null,
    chart: 'xmr',
    unitLabel: { en: 'days', sv: 'dagar' },
    multiplier: 1,
    populations: { initialPopulation: 'Initial Population', denominator: 'Denominator' },
    library: measureId,
    ...different,
  };
  await db
    .insertInto('measure_version')
    .values({
      digest: `digest-${measureId}`,
      measure_id: measureId,
      version: measure.version,
      definition: JSON.stringify(measure),
      cql: '',
      recorded_at: '2026-01-01T00:00:00.000Z',
    })
    .execute();
}

/** Stores an evaluation with one unit's results, for every month from March 2022 to February 2026. */
export async function addResults(
  db: Database,
  { unitId, measureId }: { readonly unitId: string; readonly measureId: string },
  of: (month: Month, i: number) => { readonly numerator: number; readonly denominator: number },
): Promise<void> {
  const [first, last] = ['2022-03', '2026-02'];
  const evaluation = await db
    .insertInto('evaluation')
    .values({
      data_version: 'd1',
      first_month: monthNumber(first),
      last_month: monthNumber(last),
      events_unassigned: 0,
      started_at: '2026-03-01T00:00:00.000Z',
      finished_at: '2026-03-01T00:00:00.000Z',
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const rows = monthsFromTo(first, last).map((month, i) => ({
    measure_id: measureId,
    unit_id: unitId,
    month: monthNumber(month),
    ...of(month, i),
    sum_of_squares: 0,
    definition_digest: `digest-${measureId}`,
    evaluation_id: evaluation.id,
    superseded_by: null,
  }));
  await db.insertInto('result').values(rows).execute();
}

interface SignalWanted {
  readonly id: string;
  readonly unitId: string;
  readonly measureId: string;
  readonly month: string;
}

/** Stores a signal as the evaluation does, and hands it over. */
export async function storeSignal(
  db: Database,
  wanted: SignalWanted,
  asOf: string,
): Promise<string> {
  const { id, unitId, measureId, month } = wanted;
  return inTransaction(db, async (tx) => {
    const evaluation = await tx
      .insertInto('evaluation')
      .values({
        data_version: 'd1',
        first_month: monthNumber('2023-01'),
        last_month: monthNumber(month),
        events_unassigned: 0,
        started_at: asOf,
        finished_at: asOf,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await tx
      .insertInto('signal')
      .values({
        id,
        measure_id: measureId,
        unit_id: unitId,
        month: monthNumber(month),
        first_month: monthNumber(month),
        last_month: monthNumber(month),
        rule: 'shift',
        reading: 'concern',
        side: 'high',
        preset: 'test',
        state: 'new',
        cautions: '[]',
        evaluation_id: evaluation.id,
        found_at: asOf,
        closed_reason: null,
        owner_id: null,
        thread_id: null,
      })
      .execute();
    const signal = { id, unitId, measureId, month, firstMonth: month };
    const touched = await receiveSignals(
      tx,
      [{ ...signal, rule: 'shift', reading: 'concern' }],
      asOf,
    );
    return touched[0] ?? '';
  });
}
