import { type Language, type Problem, ProblemError, problem } from '#core';
import type { ElmLibrary, ValueSetCodes } from '#cql';
import type { UnitTree } from '#organisation';
import {
  armOf,
  type Card,
  cardOf,
  type DecisionSupportRule,
  type Hook,
  type Prefetch,
  type RuleSetting,
  settingIn,
  settingOfNewRule,
  type UnitRuleSetting,
} from '#practice';
import { type DecisionSupportClient, type ExposureLog, ruleSettings } from '#store';
import { type Application, organisationInForce } from '../context.ts';
import { patientMark } from '../patients/read-patients.ts';
import { seededChance } from '../seeded-chance.ts';
import { found, notFound } from '../trouble.ts';
import { untilChanged } from '../until-changed.ts';
import { isCardId, newCardId } from './card-id.ts';
import { type ClientContacts, clientContacts } from './client-contacts.ts';
import { type ClientTrust, clientTrust } from './client-trust.ts';
import { type ChosenParameters, prefetchOf, type RuleAnswer } from './evaluate-rule.ts';
import { readFeedback } from './feedback.ts';
import { CannotFetch, fetchMissing } from './fetch-missing.ts';
import type { Wanted } from './gather.ts';
import { type PastAdvice, rememberedEntries } from './past-advice.ts';
import type { RuleWorkers } from './rule-workers.ts';

/** A service of CDS Hooks, as discovery tells it. */
export interface Service {
  readonly hook: string;
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly prefetch: Prefetch;
}

/** Records that advice needs did not come, and could not be read: HTTP 412. */
export class PrefetchMissing extends ProblemError {
  override readonly name = 'PrefetchMissing';
}

export interface Call {
  readonly serviceId: string;
  readonly body: string;
  readonly language: Language;
  readonly client: DecisionSupportClient;
  /** This server, as readers reach it. */
  readonly address: string;
}

/** Advice at the point of care, and what becomes of it. */
export interface DecisionSupport {
  readonly trust: ClientTrust;
  readonly contacts: ClientContacts;
  readonly rules: readonly DecisionSupportRule[];
  services(language: Language): readonly Service[];
  /** The cards for a call; every one that was due is on the disk before the answer. */
  advise(call: Call): Promise<readonly Card[]>;
  /** Keeps what people did with cards; the same report again changes nothing. */
  feedback(serviceId: string, body: unknown): Promise<void>;
  /** Keeps advice that was given before; the same again changes nothing. */
  remember(past: readonly PastAdvice[]): Promise<void>;
  close(): Promise<void>;
}

export interface DecisionSupportParts extends Pick<Application, 'db' | 'clock' | 'auditKey'> {
  readonly rules: readonly DecisionSupportRule[];
  readonly elm: readonly ElmLibrary[];
  readonly valueSets: ValueSetCodes;
  readonly workers: RuleWorkers;
  readonly log: ExposureLog;
}

export function decisionSupport(parts: DecisionSupportParts): DecisionSupport {
  const { db, rules, elm, workers, log } = parts;
  const contacts = clientContacts(db);
  const prefetch = new Map(rules.map((rule) => [rule.id, prefetchOf(rule, elm)]));
  const served = new Map(
    rules.flatMap((rule) =>
      serviceIds(rule).map(({ serviceId, hook }) => [serviceId, servedAt(db, rule, hook)] as const),
    ),
  );
  const serviceNamed = (id: string): Served => found(served.get(id), 'service', id);
  return {
    trust: clientTrust(parts, contacts),
    contacts,
    rules,
    services: (language) =>
      rules.flatMap((rule) =>
        serviceIds(rule).map(({ serviceId, hook }) => ({
          ...{ hook, id: serviceId, title: rule.title[language] },
          description: rule.sentence[language],
          prefetch: prefetch.get(rule.id) ?? {},
        })),
      ),
    advise: (call) => advise(parts, serviceNamed(call.serviceId), call),
    feedback: async (serviceId, body) => {
      const { rule } = serviceNamed(serviceId);
      const reports = readFeedback(body, rule, parts.clock());
      const unknown = reports.filter(({ card }) => !isCardId(parts, rule.id, card));
      await Promise.all(
        reports.filter(({ card }) => isCardId(parts, rule.id, card)).map((one) => log.append(one)),
      );
      if (unknown.length > 0) throw notFound('card', unknown.map(({ card }) => card).join(', '));
    },
    remember: async (past) => {
      await Promise.all(rememberedEntries(parts, rules, past).map((one) => log.append(one)));
    },
    close: async () => {
      await contacts.close();
      await workers.close();
      await log.close();
    },
  };
}

/** A rule at one of its hooks. */
interface Served {
  readonly rule: DecisionSupportRule;
  readonly hook: Hook;
  readonly settings: () => Promise<Settings>;
}

interface Settings {
  readonly byUnit: ReadonlyMap<string, UnitRuleSetting>;
  readonly chosen: ChosenParameters;
  /** The organisation's units, by id: a record may name others. */
  readonly units: UnitTree['byId'];
}

const servedAt = (db: Application['db'], rule: DecisionSupportRule, hook: Hook): Served => ({
  ...{ rule, hook },
  settings: untilChanged(db, async () => {
    const [settings, { tree }] = await Promise.all([
      ruleSettings(db, rule.id),
      organisationInForce(db),
    ]);
    const chosen = settings.filter(({ parameters }) => Object.keys(parameters).length > 0);
    return {
      byUnit: new Map(settings.map((one) => [one.unitId, one])),
      chosen: Object.fromEntries(chosen.map(({ unitId, parameters }) => [unitId, parameters])),
      units: tree.byId,
    };
  }),
});

/** One service for each hook of a rule; a rule of one hook is a service of its own name. */
const serviceIds = ({ id, hooks }: DecisionSupportRule) =>
  hooks.map((hook) => ({ hook, serviceId: hooks.length === 1 ? id : `${id}-${hook}` }));

async function advise(
  parts: DecisionSupportParts,
  service: Served,
  call: Call,
): Promise<readonly Card[]> {
  const { rule, hook } = service;
  const { byUnit, chosen, units } = await service.settings();
  const answer = await answerFor(parts, service, call, chosen);
  if (answer.kind !== 'due') return [];
  const { unitId, patientId, facts } = answer;
  const setting = settingAt(unitId === null ? undefined : byUnit.get(unitId), parts.clock());
  const patient = patientMark(parts, patientId);
  const arm = armOf(setting, chanceOf(setting, { patient, unitId }));
  if (arm === null) return [];
  const cardId = newCardId(parts, rule.id);
  await parts.log.append({
    ...{ kind: 'exposure', card: cardId, at: parts.clock(), rule: rule.id },
    ...{ version: rule.version, hook, arm, unit: unitId, patient },
  });
  if (arm !== 'shown') return [];
  const { language, address } = call;
  const unit = units.get(unitId ?? '') ?? null;
  return [cardOf(rule, { language, cardId, patientId, facts, address, unit })];
}

const settingAt = (setting: UnitRuleSetting | undefined, at: string): RuleSetting =>
  setting === undefined ? settingOfNewRule : settingIn(setting, at.slice(0, 7));

type Answered = Exclude<RuleAnswer, { kind: 'missing' } | { kind: 'refused' }>;

async function answerFor(
  { workers, clock }: DecisionSupportParts,
  { rule, hook }: Served,
  { body, client }: Call,
  chosen: ChosenParameters,
): Promise<Answered> {
  const question = { ruleId: rule.id, hook, body, fetched: {}, chosen, asOf: clock() };
  const first = await workers.ask(question);
  if (first.kind === 'refused') throw new ProblemError(first.problem);
  if (first.kind !== 'missing') return first;
  const fetched = await fetchedFor(first, client);
  const second = await workers.ask({ ...question, fetched });
  if (second.kind === 'refused') throw new ProblemError(second.problem);
  if (second.kind === 'missing') throw new PrefetchMissing(missing(second.wanted));
  return second;
}

async function fetchedFor(
  { wanted, fhirServer, accessToken }: Extract<RuleAnswer, { kind: 'missing' }>,
  client: DecisionSupportClient,
): Promise<Readonly<Record<string, unknown>>> {
  const isTrusted =
    fhirServer !== null && client.fhirServers.some((one) => isSame(one, fhirServer));
  if (!isTrusted || accessToken === null) throw new PrefetchMissing(missing(wanted));
  try {
    return await fetchMissing({ fhirServer, accessToken }, wanted);
  } catch (error) {
    if (error instanceof CannotFetch) throw new PrefetchMissing(missing(wanted), { cause: error });
    throw error;
  }
}

const isSame = (a: string, b: string): boolean => a.replace(/\/$/, '') === b.replace(/\/$/, '');

const missing = (wanted: readonly Wanted[]): Problem =>
  problem(
    'prefetch-missing',
    `These parts of the prefetch are missing or not whole: ${wanted.map(({ key }) => key).join(', ')}.`,
    'Send them, or give a fhirServer that is trusted here, with fhirAuthorization.',
    'prefetch',
  );

/** A number from 0 to 1 that always belongs to the same patient, or the same unit, under the same seed. */
function chanceOf(
  { randomised }: RuleSetting,
  whom: { readonly patient: string; readonly unitId: string | null },
): number {
  if (randomised === null) return 0;
  const name = randomised.by === 'patient' ? whom.patient : (whom.unitId ?? '');
  return seededChance(randomised.seed, name);
}
