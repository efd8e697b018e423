import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { addMonths, type Language, type Month } from '#core';
import { seedDemoAdvice } from '../demo/seed-advice.ts';
import { seedDemoFollowUp, seedDemoHistory, seedDemoOrganisation } from '../demo/seed-demo.ts';
import { seedDemoMessages } from '../demo/seed-messages.ts';
import type { DemoTold } from '../demo/story.ts';
import { demoPatientsDefault, writeDemo } from '../demo/write-demo.ts';
import { compiledLibrary } from '../evaluate/compile-library.ts';
import type { ApplicationOptions } from '../open-application.ts';
import { openProgram, type Program } from './open-program.ts';

export interface BringingUp extends ApplicationOptions {
  /** On data of one's own one may sign in by choosing a person; for programs that answer this machine only. */
  readonly choosePerson: boolean;
  /** In which the people of the demo write. */
  readonly language?: Language;
  /** Told of each step in one line. */
  readonly onStep: (step: string) => void;
}

/** The demo that a fresh start shows. */
const demoSeed = 1;

/** The month before the one of this instant: the last that is whole. */
export const lastWholeMonth = (instant: string): Month => addMonths(instant.slice(0, 7), -1);

/**
 * Opens the program and, in the demo, fills an empty data folder; one that holds data of its own is never mixed with the demo.
 * Every step may be killed and taken again: what is done stays done.
 */
export async function bringUp(options: BringingUp): Promise<Program> {
  const folder = path.join(options.dataFolder, 'demo');
  const holdsOwn = !existsSync(folder) && existsSync(path.join(options.dataFolder, 'clinical'));
  if (!options.demo || holdsOwn) return openProgram({ ...options, demo: options.choosePerson });
  // Marks the folder as the demo's before anything else is in it.
  await mkdir(folder, { recursive: true });
  const ready = path.join(folder, 'ready');
  const [program] = await Promise.all([
    openProgram(options),
    existsSync(ready) ? undefined : writeDemoOnce(options, folder),
  ]);
  if (existsSync(ready)) return program;
  const letGo = program.holdBackground();
  try {
    const { language = 'en', onStep } = options;
    await fillWithDemo(program, { folder, language }, onStep);
    await writeFile(ready, '');
    letGo();
    return program;
  } catch (error) {
    letGo();
    await program.close();
    throw error;
  }
}

/** truth.json is written last: where it stands, the demo is whole. */
async function writeDemoOnce({ clock, onStep }: BringingUp, folder: string): Promise<void> {
  if (existsSync(path.join(folder, 'truth.json'))) return;
  onStep('Inventing a health system …');
  const now = clock?.() ?? new Date().toISOString();
  await writeDemo({
    ...{ patients: demoPatientsDefault, seed: demoSeed, out: folder },
    until: lastWholeMonth(now),
  });
}

/**
 * What the organisation knows of its own past is entered while its records come in. Both before anything is evaluated:
 * results belong to units, and signals must meet the changes they belong to.
 */
export async function fillWithDemo(
  program: Program,
  told: DemoTold,
  onStep: (step: string) => void,
): Promise<void> {
  const { folder } = told;
  await seedDemoOrganisation(program, folder);
  onStep('Bringing its records in …');
  const [records, past] = await Promise.allSettled([
    program.importFrom([path.join(folder, 'fhir'), path.join(folder, 'cost.csv')]),
    enterPast(program, told),
  ]);
  if (records.status === 'rejected') throw records.reason;
  if (past.status === 'rejected') throw past.reason;
  onStep('Asking every measure for every month and unit …');
  await program.evaluate();
  await seedDemoFollowUp(program, told);
  await seedDemoMessages(program, told);
}

async function enterPast(program: Program, told: DemoTold): Promise<void> {
  compiledLibrary(program.library, program.timeZone);
  await seedDemoHistory(program, told);
  if (program.decisionSupport !== null)
    await seedDemoAdvice(program, program.decisionSupport, told);
}
