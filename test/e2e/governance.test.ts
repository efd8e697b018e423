import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  openProgram,
  type Program,
  seedDemoOrganisation,
  verifyLedger,
  writeDemo,
} from '#application';
import { leadOf, type RoleKind, unitTree } from '#organisation';
import { type RunningServer, startServer } from '#server';
import { loadOrganisation } from '#store';
import { type KnownChange, knownHistory } from '../../src/application/demo/known-history.ts';
import { buildWebApp, describeInBrowser, openBrowser, openScreen, visit } from './browser.ts';

// The demo's planted pair: a change that two other units take up, working in one and not in the other. The organisation
// knows when each began (history.yaml); here people enter it by hand, and the program must see what came of it.
const patients = 8000;
const seed = 1;
const until = '2026-10';

describeInBrowser('an idea travels up, and a practice spreads by translation', () => {
  let browser: Browser;
  let program: Program;
  let server: RunningServer;
  let web: Awaited<ReturnType<typeof buildWebApp>>;
  let changes: readonly KnownChange[];
  const dataFolder = mkdtempSync(path.join(tmpdir(), 'gyrus-governance-'));
  const troubles: unknown[] = [];

  beforeAll(async () => {
    web = await buildWebApp();
    const onTrouble = (trouble: unknown) => troubles.push(trouble);
    const clock = () => '2026-11-10T09:00:00.000Z';
    program = await openProgram({ dataFolder, demo: true, onTrouble, clock });
    const folder = path.join(dataFolder, 'demo');
    await writeDemo({ patients, seed, until, out: folder });
    await seedDemoOrganisation(program, folder);
    // Everybody may sign in here, not only the personas.
    await program.db.updateTable('person').set({ persona: true }).execute();
    await program.importFrom([path.join(folder, 'fhir'), path.join(folder, 'cost.csv')]);
    changes = await knownHistory(folder);
    server = await startServer({
      ...{ dataFolder, host: '127.0.0.1', port: 0, webFolder: web.folder, onTrouble },
    });
    server.open(program);
    browser = await openBrowser();
  }, 900_000);
  afterAll(async () => {
    await browser.close();
    await server.close();
    await program.close();
    web.remove();
    rmSync(dataFolder, { recursive: true, force: true });
  }, 60_000);

  async function as(role: RoleKind, unitId: string): Promise<Page> {
    const { people, units } = await loadOrganisation(program.db);
    const held = people.find(({ roles }) =>
      roles.some((one) => one.role === role && one.unitId === unitId),
    );
    const person = held ?? leadOf(people, unitTree(units), unitId);
    if (person === undefined) throw new Error(`nobody is ${role} at ${unitId}`);
    return asPerson(person.id);
  }

  const asPerson = async (personId: string): Promise<Page> =>
    (await openScreen(browser, { address: server.address, personId })).page;

  const read = async (page: Page, address: string) =>
    (await page.request.get(`${server.address}${address}`)).json();

  /** Each forum on the way passes the proposal on, until the board recommends it; the kinds of the forums it passed. */
  async function sendUp(threadId: string, board: Page): Promise<readonly string[]> {
    const { forums } = await loadOrganisation(program.db);
    const passed: string[] = [];
    for (;;) {
      const { proposals } = await read(board, `/api/threads/${threadId}`);
      const spread = proposals.find(({ title }: { title: string }) => title.startsWith('Spread'));
      const forum = forums.find(({ id }) => id === spread.forum.id);
      if (forum === undefined) throw new Error('the proposal lies before no forum');
      if (forum.kind === 'prioritisation-board') {
        await decide(board, threadId, { outcome: 'spread', reason: 'It helps, costs little.' });
        return passed;
      }
      passed.push(forum.kind);
      const chair = forum.members.find((member) => member.chair);
      if (chair === undefined) throw new Error(`nobody leads ${forum.name.en}`);
      const page = await asPerson(chair.personId);
      const reason = `More than ours, says ${forum.name.en}.`;
      await decide(page, threadId, { outcome: 'pass-on', reason });
    }
  }

  test('from a nurse’s idea to two adoptions, one of which does not work, with a patient’s dissent', async () => {
    const [first, ...followers] = changes;
    const [one, other] = followers;
    if (first === undefined || one === undefined || other === undefined)
      throw new Error('the demo’s history has no change that two others took up');
    const nurse = await as('nurse', first.unit);
    const threadId = await raiseIdea(nurse, server.address, first);
    // The numbers come after the idea: a signal on its measure then joins its thread.
    await program.evaluate();
    await visit(nurse, `/threads/${threadId}`);
    await act(nurse, 'Make a proposal');
    await nurse.getByLabel('The proposal in one line').fill(first.practice.en);
    await nurse
      .getByLabel('What should we try, and why do you think it helps?')
      .fill(first.change.en);
    await nurse.getByRole('button', { name: 'Raise the proposal' }).click();
    await nurse.getByText(`Proposal: ${first.practice.en}`).waitFor();

    const manager = await as('unit-manager', first.unit);
    await decide(manager, threadId, { outcome: 'try', reason: 'Small enough for us to try.' });
    const cycleAt = await runCycle(manager, first);

    await visit(nurse, cycleAt);
    await act(nurse, 'Make a practice of it');
    await nurse
      .getByLabel('What must stay? One on each line')
      .fill('A person does it, not a machine\nIt is done for every patient');
    await act(nurse, 'Add a number that a unit may set');
    for (const [label, value] of [
      ['Name', 'Times tried'],
      ['Usually', '2'],
      ['From', '1'],
      ['To', '4'],
    ] as const)
      await nurse.getByRole('textbox', { name: label, exact: true }).fill(value);
    await nurse.getByRole('button', { name: 'Make the practice' }).click();
    await nurse.waitForURL('**/practices/*');
    const practiceAt = new URL(nurse.url()).pathname;

    await act(nurse, 'Send it up for spread');
    await nurse.getByLabel('Why should it spread, and to whom?').fill('All clinics could.');
    await nurse.getByRole('button', { name: 'Send it up', exact: true }).click();
    await nurse.waitForURL('**/threads/*');

    const board = await as('board-chair', 'div-psy');
    expect(await sendUp(threadId, board)).toContain('coordinating-group');

    const patient = await as('patient-representative', 'div-psy');
    const { proposals } = await read(patient, `/api/threads/${threadId}`);
    const spreading = proposals.find(({ state }: { state: string }) => state === 'spread');
    await visit(patient, `/proposals/${spreading.id}`);
    await act(patient, 'Record a dissent');
    await patient
      .getByLabel('How do you see it, and why?')
      .fill('Nobody asked those of us who do not want it.');
    await patient.getByRole('button', { name: 'Record my dissent' }).click();
    await patient.getByText('Nobody asked those of us who do not want it.').waitFor();

    await adopt(await as('unit-manager', one.unit), practiceAt, {
      ...{ month: one.month, times: '3', text: 'Three times, once in the evening.' },
    });
    await adopt(await as('unit-manager', other.unit), practiceAt, {
      ...{ month: other.month, times: '1', text: 'Once, by the secretary.' },
    });

    await visit(board, practiceAt);
    const page = await read(board, `/api${practiceAt}`);
    const readings = page.rows.map((row: { effect: { reading: string } }) => row.effect.reading);
    expect(readings[0]).toBe('better');
    expect(readings.slice(1).toSorted()).toEqual(['better', 'uncertain']);
    const forest = board.locator('.forest [data-spot]');
    const said = await forest.evaluateAll((spots) =>
      spots.map((spot) => spot.getAttribute('aria-label') ?? ''),
    );
    expect(said.filter((words) => words.includes(': Better by'))).toHaveLength(2);
    expect(said.filter((words) => words.includes('No difference that we can see'))).toHaveLength(1);
    expect(page.rows[1].partsSet).not.toEqual(page.rows[2].partsSet);
    await board.getByText('Three times, once in the evening.').first().waitFor();

    await visit(board, `/threads/${threadId}`);
    await board.getByText('Nobody asked those of us who do not want it.').first().waitFor();
    const thread = await read(board, `/api/threads/${threadId}`);
    const kinds = thread.entries.map(({ kind }: { kind: string }) => kind);
    for (const kind of [
      ...['idea', 'proposal', 'decision', 'cycle-started', 'cycle-step', 'effect', 'verdict'],
      ...['practice', 'dissent', 'adoption', 'adaptation'],
    ])
      expect(kinds).toContain(kind);
    const flagged = await read(board, `/api/units/${one.unit}/measures/${first.measure}`);
    expect(flagged.annotations).toContainEqual(
      expect.objectContaining({ kind: 'change', month: one.month }),
    );
    expect(await verifyLedger(program.db)).toMatchObject({ kind: 'whole' });
    expect(troubles).toEqual([]);
  }, 600_000);
});

async function act(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).first().click();
}

/** The idea is about the measure that it should move, so that the thread has its chart. */
async function raiseIdea(page: Page, address: string, change: KnownChange): Promise<string> {
  const data = {
    ...{ requestId: 'the-idea-of-the-nurse', unitId: change.unit, measureId: change.measure },
    ...{ title: change.practice.en, text: change.aim.en },
  };
  const headers = { origin: address };
  const sent = { data, headers };
  const answer = await page.request.post(`${address}/api/commands/thread.raise-idea`, sent);
  const { threadId, code } = await answer.json();
  if (typeof threadId !== 'string') throw new Error(`the idea was refused: ${code}`);
  return threadId;
}

interface Said {
  readonly outcome: string;
  readonly reason: string;
}

/** The forum's decision, written down on the thread; everybody took part. */
async function decide(page: Page, threadId: string, { outcome, reason }: Said): Promise<void> {
  await visit(page, `/threads/${threadId}`);
  await act(page, 'Write down the decision');
  await page.getByLabel('The forum decides to').selectOption(outcome);
  await page.getByLabel('Why, and who thought otherwise').fill(reason);
  // The reason stands on the page while it is still being written: what counts is the server's answer.
  const answer = page.waitForResponse((one) => one.url().endsWith('/api/commands/proposal.decide'));
  await page.getByRole('button', { name: 'Record the decision' }).click();
  if (!(await answer).ok()) throw new Error(`the decision was refused: ${(await answer).status()}`);
  await page.getByText(reason).first().waitFor();
}

/** Plan, do, study, act, in the month in which the unit's records say that it began. */
async function runCycle(page: Page, change: KnownChange): Promise<string> {
  await act(page, 'Start an improvement cycle');
  await page.getByLabel('Name of the cycle').fill(change.practice.en);
  await page.getByLabel('Aim: what should be better').fill(change.aim.en);
  await page.getByLabel('Change: what will be done differently?').fill(change.change.en);
  await page.getByLabel('Prediction: what do you think will happen?').fill('It gets better.');
  await page.getByLabel('Plan: who does what, when?').fill('All of us, from the first day.');
  await page.getByRole('button', { name: 'Start the cycle' }).click();
  await page.getByRole('heading', { name: 'The change has begun' }).waitFor();
  await page.getByLabel('First month with the change').selectOption(change.month);
  await page
    .getByLabel('What was done, and what turned out differently from the plan?')
    .fill('As planned.');
  await page.getByRole('button', { name: 'Record the start' }).click();
  await page.getByLabel('Compare with the prediction').fill('It is better.');
  await page.getByRole('button', { name: 'Record what we learnt' }).click();
  await page.getByRole('heading', { name: 'Keep, adapt or drop?' }).waitFor();
  await page.getByLabel('Why').fill('It helped.');
  await page.getByRole('button', { name: 'Record the verdict' }).click();
  await page.getByText('Kept: It helped.').first().waitFor();
  return new URL(page.url()).pathname;
}

interface Adopting {
  readonly month: string;
  readonly times: string;
  readonly text: string;
}

async function adopt(page: Page, practiceAt: string, { month, times, text }: Adopting) {
  await visit(page, practiceAt);
  await act(page, 'Take it up');
  await page.getByLabel('First month with it').selectOption(month);
  await page.getByLabel('Times tried').fill(times);
  await page.getByLabel('Why here?').fill('We need it too.');
  await page.getByRole('button', { name: 'Take it up', exact: true }).last().click();
  await page.waitForURL('**/adoptions/*');
  await act(page, 'Record what is done otherwise');
  await page.getByLabel('What is done otherwise?').fill(text);
  await page.getByLabel('Why?', { exact: true }).fill('It fits us better.');
  await page.getByRole('button', { name: 'Record the adaptation' }).click();
  await page.getByText(text).first().waitFor();
}
