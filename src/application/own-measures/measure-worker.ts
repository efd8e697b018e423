import { parentPort, workerData } from 'node:worker_threads';
import { answerQuestions } from '../threads/answer-questions.ts';
import { type CountingSources, partCounter } from './count-patients.ts';

if (parentPort !== null) answerQuestions(parentPort, partCounter(workerData as CountingSources));
