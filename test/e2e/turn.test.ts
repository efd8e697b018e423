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
    await fillWithDemo(program, { folder, language: 'en' }, () => undefined);
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

  test('from a signal to a closed thread, by an analyst, a coordinator and the chair of the board, with the keyboard alone', async () => {
    const analyst = await as('analyst');
    const thread = await waitingSignal(analyst);
    await visit(analyst, '/needs-us');
    await axeFindsNothing(analyst);
    await visit(analyst, `/threads/${thread.id}`);
    await axeFindsNothing(analyst);
    await press(analyst, 'Make a proposal');
    await typeInto(analyst, 'The proposal in one line', 'Call the day before');
    await typeInto(
      analyst,
      'What should we try, and why do you think it helps?',
      'Many say that they forgot.',
    );
    await press(analyst, 'Raise the proposal');
    await analyst.getByText('Proposal: Call the day before').waitFor();

    await axeFindsNothing(analyst);

    const coordinator = await as('coordinator');
    await visit(coordinator, `/threads/${thread.id}`);
    await press(coordinator, 'Write down the decision');
    await typeInto(
      coordinator,
      'Why, and who thought otherwise',
      'Cheap to try. Two doubted that anybody answers.',
    );
    await press(coordinator, 'Record the decision');
    await coordinator.getByText('Cheap to try.').waitFor();
    await axeFindsNothing(coordinator);
    await startCycle(coordinator);
    await axeFindsNothing(coordinator);
    await choose(coordinator, 'First month with the change', '2025-11');
    await typeInto(
      coordinator,
      'What was done, and what turned out differently from the plan?',
      'Every booked visit.',
    );
    await press(coordinator, 'Record the start');
    await typeInto(
      coordinator,
      'Compare with the prediction',
      'The chart and the people say the same.',
    );
    await press(coordinator, 'Record what we learnt');
    await coordinator.getByRole('heading', { name: 'Keep, adapt or drop?' }).waitFor();
    await axeFindsNothing(coordinator);

    const deciding = await as('board-chair');
    await visit(deciding, new URL(coordinator.url()).pathname);
    await axeFindsNothing(deciding);
    await typeInto(deciding, 'Why', 'It costs little, and nobody wants it gone.');
    await press(deciding, 'Record the verdict');
    await visit(deciding, `/threads/${thread.id}`);
    await press(deciding, 'Close the thread');
    await typeInto(deciding, 'What came of it, and why close it now?', 'Tried, studied, kept.');
    await press(deciding, 'Close the thread');
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

/** Goes on with the tab key until the element of this name has the focus: the way of everybody who uses no pointer. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let step = 0; step < 400; step += 1) {
    await page.keyboard.press('Tab');
    const { kind, text } = await focusOf(page);
    if (kind === 'button' ? text === name : text.startsWith(name)) return;
  }
  throw new Error(`no '${name}' to reach with the tab key on ${page.url()}`);
}

const focusOf = (page: Page): Promise<{ kind: 'button' | 'field' | 'other'; text: string }> =>
  page.evaluate(() => {
    const focus = document.activeElement;
    if (focus instanceof HTMLButtonElement)
      return { kind: 'button' as const, text: focus.textContent.trim() };
    const isField =
      focus instanceof HTMLTextAreaElement ||
      focus instanceof HTMLInputElement ||
      focus instanceof HTMLSelectElement;
    if (!isField) return { kind: 'other' as const, text: '' };
    const label = focus.labels?.[0];
    const text = label?.querySelector('span')?.textContent ?? label?.textContent ?? '';
    return { kind: 'field' as const, text };
  });

/** Waits until a button of this name is there, then goes to it and presses it. */
async function press(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).first().waitFor();
  await tabTo(page, name);
  await page.keyboard.press('Enter');
}

async function typeInto(page: Page, label: string, text: string): Promise<void> {
  await page.getByLabel(label).first().waitFor();
  await tabTo(page, label);
  await page.keyboard.type(text);
}

/** Goes up a list of choices until the wanted one is chosen. */
async function choose(page: Page, label: string, value: string): Promise<void> {
  await tabTo(page, label);
  const list = page.getByLabel(label);
  for (let step = 0; step < 100 && (await list.inputValue()) !== value; step += 1)
    await page.keyboard.press('ArrowUp');
  expect(await list.inputValue()).toBe(value);
}

async function startCycle(page: Page): Promise<void> {
  await press(page, 'Start an improvement cycle');
  await typeInto(page, 'Name of the cycle', 'Call the day before');
  await typeInto(page, 'Aim: what should be better', 'Better for everybody within half a year.');
  await typeInto(page, 'Change: what will be done differently?', 'A call the day before.');
  await typeInto(page, 'Prediction: what do you think will happen?', 'It gets better.');
  await typeInto(page, 'Plan: who does what, when?', 'The secretary calls from Monday.');
  await press(page, 'Start the cycle');
  await page.getByRole('heading', { name: 'The change has begun' }).waitFor();
}
