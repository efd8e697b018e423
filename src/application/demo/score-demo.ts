import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { ProblemError, problem } from '#core';
import { type DemoTruth, type Score, scoreConclusions } from '#data';
import { lastEvaluation } from '#store';
import type { ApplicationOptions } from '../open-application.ts';
import { fillWithDemo } from '../program/bring-up.ts';
import { openProgram } from '../program/open-program.ts';
import { conclusionsOf } from './conclusions.ts';
import { writeDemo } from './write-demo.ts';

export interface ScoringDemo extends Omit<ApplicationOptions, 'demo'> {
  readonly patients: number;
  readonly seed: number;
  readonly until: string;
}

export interface ScoredDemo {
  readonly score: Score;
  /** The score in words, a line for each planted truth and one for each figure. */
  readonly lines: readonly string[];
}

/** Writes a demo, lets the program draw its conclusions, and only then compares them with what was planted. */
export async function scoreDemo(scoring: ScoringDemo): Promise<ScoredDemo> {
  const { patients, seed, until, ...options } = scoring;
  const folder = path.join(options.dataFolder, `demo-seed-${seed}`);
  const program = await openProgram({ ...options, demo: false });
  try {
    if ((await lastEvaluation(program.db)) !== null) throw notEmpty(options.dataFolder);
    await writeDemo({ patients, seed, until, out: folder });
    await fillWithDemo(program, { folder, language: 'en' }, () => undefined);
    const conclusions = await conclusionsOf(program);
    const truth: DemoTruth = JSON.parse(await readFile(path.join(folder, 'truth.json'), 'utf8'));
    return scoreConclusions(truth, conclusions);
  } finally {
    await program.close();
  }
}

const notEmpty = (dataFolder: string): ProblemError =>
  new ProblemError(
    problem(
      'data-folder-not-empty',
      'The data folder holds results already; a score needs one of its own.',
      'Set GYRUS_DATA to a new folder, for instance: GYRUS_DATA=/tmp/score gyrus demo score --seed 7',
      dataFolder,
    ),
  );
