import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openProgram, type Program, verifyLedger, writeDemo } from '#application';
import { type RunningServer, startServer } from '#server';
import { fillWithDemo } from '../../src/application/program/bring-up.ts';
import {
  buildWebApp,
  describeInBrowser,
  openBrowser,
  openScreen,
  seriousFindings,
  visit,
} from './browser.ts';

const patients = 2500;
const seed = 5;
const until = '2026-10';

interface Listed {
  readonly id: string;
  readonly title: string;
  readonly waitingFor: string;
  readonly unit: { readonly id: string; readonly level: string };
}

describeInBrowser('the wheel turns once, on the demo health system', () => {
  let browser: Browser;
  let program: Program;
  let server: RunningServer;
  let web: Awaited<ReturnType<typeof buildWebApp>>;
  const dataFolder = mkdtempSync(path.join(tmpdir(), 'gyrus-turn-'));
  const troubles: unknown[] = [];

  beforeAll(async () => {
    web = await buildWebApp();
    const onTrouble = (trouble: unknown) => troubles.push(trouble);
    const clock = () => '2026-11-10T09:00:00.000Z';
    program = await openProgram({ dataFolder, demo: true, onTrouble, clock });
    const folder = path.join(dataFolder, 'demo');
    await writeDemo({ patients, seed, until, out: folder });
    await fillWithDemo(program, folder, () => undefined);
    server = await startServer({
      dataFolder,
      host: '127.0.0.1',
      port: 0,
      webFolder: web.folder,
      onTrouble,
    });
    server.open(program);
    browser = await openBrowser();
  }, 600_000);
  afterAll(async () => {
    await browser.close();
    await server.close();
    await program.close();
    web.remove();
    rmSync(dataFolder, { recursive: true, force: true });
  }, 60_000);

  async function as(personId: string): Promise<Page> {
    return (await openScreen(browser, { address: server.address, personId })).page;
  }

  const read = async (page: Page, address: string) =>
    (await page.request.get(`${server.address}${address}`)).json();

  test('from a signal to a closed thread, by an analyst, a coordinator and the chair of the board', async () => {
    const analyst = await as('analyst');
    const thread = await waitingSignal(analyst);
    await visit(analyst, '/needs-us');
    await axeFindsNothing(analyst);
    await visit(analyst, `/threads/${thread.id}`);
    await axeFindsNothing(analyst);
    await act(analyst, 'Make a proposal');
    await analyst.getByLabel('The proposal in one line').fill('Call the day before');
    await analyst
      .getByLabel('What should we try, and why do you think it helps?')
      .fill('Many say that they forgot.');
    await analyst.getByRole('button', { name: 'Raise the proposal' }).click();
    await analyst.getByText('Proposal: Call the day before').waitFor();

    await axeFindsNothing(analyst);

    const coordinator = await as('coordinator');
    await visit(coordinator, `/threads/${thread.id}`);
    await act(coordinator, 'Write down the decision');
    await coordinator
      .getByLabel('Why, and who thought otherwise')
      .fill('Cheap to try. Two doubted that anybody answers.');
    await coordinator.getByRole('button', { name: 'Record the decision' }).click();
    await coordinator.getByText('Cheap to try.').waitFor();
    await axeFindsNothing(coordinator);
    await startCycle(coordinator);
    await axeFindsNothing(coordinator);
    await coordinator.getByLabel('First month with the change').selectOption('2025-11');
    await coordinator
      .getByLabel('What was done, and what turned out differently from the plan?')
      .fill('Every booked visit.');
    await coordinator.getByRole('button', { name: 'Record the start' }).click();
    await coordinator
      .getByLabel('Compare with the prediction')
      .fill('The chart and the people say the same.');
    await coordinator.getByRole('button', { name: 'Record what we learnt' }).click();
    await coordinator.getByRole('heading', { name: 'Keep, adapt or drop?' }).waitFor();
    await axeFindsNothing(coordinator);

    const deciding = await as('board-chair');
    await visit(deciding, new URL(coordinator.url()).pathname);
    await axeFindsNothing(deciding);
    await deciding.getByLabel('Why').fill('It costs little, and nobody wants it gone.');
    await deciding.getByRole('button', { name: 'Record the verdict' }).click();
    await visit(deciding, `/threads/${thread.id}`);
    await act(deciding, 'Close the thread');
    await deciding
      .getByLabel('What came of it, and why close it now?')
      .fill('Tried, studied, kept.');
    await deciding.getByRole('button', { name: 'Close the thread' }).last().click();
    await deciding.getByText('Tried, studied, kept.').waitFor();
    await axeFindsNothing(deciding);

    const closed = await read(deciding, `/api/threads/${thread.id}`);
    expect(closed.thread.state).toBe('closed');
    const kinds = closed.entries.map(({ kind }: { kind: string }) => kind);
    for (const kind of [
      'signal',
      'proposal',
      'decision',
      'cycle-started',
      'cycle-step',
      'effect',
      'verdict',
      'closed',
    ])
      expect(kinds).toContain(kind);
    const flags = closed.annotations.filter(({ kind }: { kind: string }) => kind === 'change');
    expect(flags).toMatchObject([{ month: '2025-11' }]);
    expect(await verifyLedger(program.db)).toMatchObject({ kind: 'whole' });
    expect(troubles).toEqual([]);
  }, 300_000);

  test.each(['/', '/units/div-psy', '/needs-us', '/threads', '/data', '/organisation'])(
    'axe finds nothing serious on %s with the demo in it',
    async (address) => {
      const page = await as('analyst');
      await visit(page, address);
      expect(await seriousFindings(page)).toEqual([]);
    },
    60_000,
  );

  /** A signal nobody has looked at, in a unit of the coordinator's department. */
  async function waitingSignal(page: Page): Promise<Listed> {
    const { threads } = await read(page, '/api/threads?unitId=d-affective&state=open');
    const found = threads.find(
      (one: Listed) => one.waitingFor === 'a-look' && one.unit.level === 'unit',
    );
    if (found === undefined) throw new Error('the demo has no signal that waits for a look there');
    return found;
  }
});

/** On the page as it stands now, with whatever has been announced to those who cannot see it. */
async function axeFindsNothing(page: Page): Promise<void> {
  expect(await seriousFindings(page), page.url()).toEqual([]);
}

async function act(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).first().click();
}

async function startCycle(page: Page): Promise<void> {
  await act(page, 'Start an improvement cycle');
  await page.getByLabel('Name of the cycle').fill('Call the day before');
  await page
    .getByLabel('Aim: what should be better')
    .fill('Better for everybody within half a year.');
  await page.getByLabel('Change: what will be done differently?').fill('A call the day before.');
  await page.getByLabel('Prediction: what do you think will happen?').fill('It gets better.');
  await page.getByLabel('Plan: who does what, when?').fill('The secretary calls from Monday.');
  await page.getByRole('button', { name: 'Start the cycle' }).click();
  await page.getByRole('heading', { name: 'The change has begun' }).waitFor();
}
