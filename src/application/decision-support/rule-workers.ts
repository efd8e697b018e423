import { startThread } from '#store';
import { type ThreadPool, threadPool } from '../threads/thread-pool.ts';
import type { RuleAnswer, RuleQuestion, RuleSources } from './evaluate-rule.ts';

/** Threads that evaluate rules, so that the thread that answers people never does. */
export type RuleWorkers = ThreadPool<RuleQuestion, RuleAnswer>;

/** A thread with more questions than this says no, rather than letting everybody wait. */
const waitingMax = 500;

export const ruleWorkers = (sources: RuleSources, threads: number): RuleWorkers =>
  threadPool({
    start: () => startThread('application/decision-support/rule-worker.ts', sources),
    ...{ threads, waitingMax, doing: 'evaluating rules' },
  });
