import { parentPort, workerData } from 'node:worker_threads';
import { answerQuestions } from '../threads/answer-questions.ts';
import { type RuleSources, ruleEvaluator } from './evaluate-rule.ts';

if (parentPort !== null) answerQuestions(parentPort, ruleEvaluator(workerData as RuleSources));
