import { parentPort, workerData } from 'node:worker_threads';
import { answerQuestions } from '../threads/answer-questions.ts';
import { type CountingSources, patientsCounter } from './count-patients.ts';

if (parentPort !== null)
  answerQuestions(parentPort, patientsCounter(workerData as CountingSources));
