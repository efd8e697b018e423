import { createHash } from 'node:crypto';
import { leadOf } from '#organisation';
import { openForSignal, overriddenRule, overridesTitle, type Thread } from '#practice';
import {
  appendEntry,
  type Changes,
  insertThread,
  loadThread,
  measuresInUse,
  openThreadOn,
  placeSignal,
  rulesInUse,
} from '#store';
import { blankEntry } from '../command.ts';
import { type OrganisationInForce, organisationInForce } from '../context.ts';

/** A signal as the evaluation has stored it. */
export interface NewSignal {
  readonly id: string;
  readonly measureId: string;
  readonly unitId: string;
  readonly month: string;
  readonly firstMonth: string;
  readonly rule: string;
  readonly reading: 'improvement' | 'concern' | 'neutral';
}

/**
 * Gives each stored signal its owner and its thread, in the transaction that stored it: the open thread on the same
 * unit and measure, or a new one that waits for the unit's lead to look.
 *
 * @returns the threads that were opened or joined
 */
export async function receiveSignals(
  tx: Changes,
  signals: readonly NewSignal[],
  asOf: string,
): Promise<readonly string[]> {
  if (signals.length === 0) return [];
  const organisation = await organisationInForce(tx);
  const [measures, rules] = [await measuresInUse(tx), await rulesInUse(tx)];
  const touched = new Set<string>();
  for (const signal of signals) {
    const title = titleOf(signal.measureId, measures, rules);
    touched.add(await receive(tx, { signal, title, organisation, asOf }));
  }
  return [...touched];
}

function titleOf(
  measureId: string,
  measures: Awaited<ReturnType<typeof measuresInUse>>,
  rules: Awaited<ReturnType<typeof rulesInUse>>,
): string {
  const rule = rules.get(overriddenRule(measureId) ?? '');
  if (rule !== undefined) return overridesTitle(rule).en;
  return measures.get(measureId)?.title.en ?? measureId;
}

interface Receiving {
  readonly signal: NewSignal;
  readonly title: string;
  readonly organisation: OrganisationInForce;
  readonly asOf: string;
}

async function receive(tx: Changes, receiving: Receiving): Promise<string> {
  const { signal, asOf } = receiving;
  const thread = (await joinable(tx, signal)) ?? (await openNew(tx, receiving));
  const state = thread.lookedAt === null ? 'new' : 'in-thread';
  await placeSignal(tx, { id: signal.id, state, threadId: thread.id, ownerId: thread.ownerId });
  const { unitId, measureId, month, firstMonth, rule, reading } = signal;
  await appendEntry(tx, {
    ...blankEntry,
    ...{ at: asOf, personId: null, command: 'signal.received', threadId: thread.id },
    ...{ unitId, measureId, signalId: signal.id },
    words: { month, firstMonth, rule, reading },
  });
  return thread.id;
}

async function joinable(tx: Changes, signal: NewSignal): Promise<Thread | null> {
  const threadId = await openThreadOn(tx, signal);
  const content = threadId === null ? null : await loadThread(tx, threadId);
  return content?.thread ?? null;
}

async function openNew(tx: Changes, receiving: Receiving): Promise<Thread> {
  const { signal, title, organisation, asOf } = receiving;
  const { unitId, measureId, reading, firstMonth } = signal;
  const thread = openForSignal({
    // One signal opens one thread: the same evaluation run again finds the same one.
    id: `t-${createHash('sha256').update(signal.id).digest('hex').slice(0, 16)}`,
    unitId,
    measureId,
    title: `${title}: ${inWords[reading]} since ${firstMonth}`,
    ownerId: leadOf(organisation.people, organisation.tree, unitId)?.id ?? null,
    at: asOf,
  });
  await insertThread(tx, thread);
  return thread;
}

const inWords = { improvement: 'improvement', concern: 'concern', neutral: 'change' } as const;
