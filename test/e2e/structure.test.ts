import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { organisationFromYaml } from '#organisation';
import { type RunningServer, startServer } from '#server';
import { type RunningHouse, runningHouse, storeSignal } from '../harness/running-house.ts';
import { smallOrganisationYaml } from '../harness/small-organisation.ts';
import {
  buildWebApp,
  describeInBrowser,
  everyForm,
  findingsIn,
  openBrowser,
  openScreen,
  visit,
} from './browser.ts';

const casesYaml = `
cases:
  - { id: small, title: { en: A small matter, sv: Ett litet ärende }, raisedAt: local-1, endsAt: local-1, steps: 1, perYear: 20 }
  - { id: wide, title: { en: A wide matter, sv: Ett brett ärende }, raisedAt: local-1, attributes: { reach: department }, endsAt: group-a, steps: 2 }
`;

describeInBrowser('who decides what, in the browser', () => {
  let browser: Browser;
  let house: RunningHouse;
  let server: RunningServer;
  let web: Awaited<ReturnType<typeof buildWebApp>>;

  beforeAll(async () => {
    web = await buildWebApp();
    const read = organisationFromYaml(smallOrganisationYaml + casesYaml, 'small.yaml');
    if (read.kind === 'problems') throw new Error(read.problems.map((p) => p.message).join('; '));
    house = await runningHouse(read.organisation);
    const { dataFolder, application } = house;
    const onTrouble = (trouble: unknown) => expect(trouble).toBeNull();
    const settings = { dataFolder, host: '127.0.0.1', port: 0, webFolder: web.folder, onTrouble };
    server = await startServer(settings);
    server.open(application);
    browser = await openBrowser();
    await storeSignal(
      house.db,
      { id: 'sig', unitId: 'ward-1', measureId: 'waiting-days', month: '2026-02' },
      '2026-03-01T00:00:00Z',
    );
    const nurse = await house.as('nurse');
    await nurse.give('proposal.raise', {
      ...{ unitId: 'ward-1', kind: 'idea', title: 'Call the day before', text: 'Fewer missed' },
    });
    await nurse.give('proposal.raise', {
      ...{ unitId: 'ward-1', kind: 'idea', title: 'One form for all wards', text: 'Less work' },
      attributes: { reach: 'department' },
    });
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    await server.close();
    await house.stop();
    web.remove();
  });

  const as = (personId: string) => openScreen(browser, { address: server.address, personId });

  test.each(['/structure', '/forums/local-1', '/forums/group-a', '/forums/board'])(
    '%s: axe finds nothing serious, nothing is cut or too wide, at both widths and in both languages',
    async (address) => {
      const { page, complaints, context } = await as('chair');
      await visit(page, address);
      await page.waitForLoadState('networkidle');
      expect(await findingsIn(page, everyForm)).toEqual([]);
      expect(complaints).toEqual([]);
      await context.close();
    },
  );

  test('a forum finds its agenda, with what was handed to it and why', async () => {
    const { page, context } = await as('coordinator');
    await visit(page, '/forums/group-a');
    const handed = page.locator('.agenda-part', { hasText: 'Handed to us' });
    await handed.getByRole('link', { name: 'One form for all wards' }).waitFor();
    expect(await handed.textContent()).toContain('other units are touched too');
    await visit(page, '/forums/local-1');
    const titles = await page.locator('.agenda-part h3').allTextContents();
    expect(titles.map((title) => title.replace(/ \d+$/, ''))).toEqual([
      'Waits for a decision',
      'Signals and ideas',
    ]);
    await context.close();
  });

  test('minutes hold what was decided', async () => {
    const manager = await house.as('manager');
    const { body } = await manager.get('/api/forums/local-1');
    const waiting = body.agenda.find(({ why }: { why: string }) => why === 'proposal');
    const decision = { proposalId: waiting.proposal.id, outcome: 'try', reason: 'Small enough' };
    expect((await manager.give('proposal.decide', decision)).status).toBe(200);
    const { page, context } = await as('manager');
    await visit(page, '/forums/local-1');
    await page.getByText('Decided since the last minutes').waitFor();
    await page.getByRole('button', { name: 'Write minutes' }).click();
    await page.getByLabel('The meeting was held on').fill('2026-03-02');
    await page.getByLabel('What was said').fill('Everybody was heard.');
    await page.getByRole('button', { name: 'Save the minutes' }).click();
    const minutes = page.locator('.minutes');
    await minutes.getByText('Everybody was heard.').waitFor();
    expect(await minutes.textContent()).toContain('Call the day before: Decided to try it');
    await context.close();
  });

  test('somebody asks what another rhythm would do, and sees both side by side', async () => {
    const { page, context } = await as('nurse');
    await visit(page, '/structure');
    expect(await page.getByRole('button', { name: 'Write a rule' }).count()).toBe(0);
    await page.locator('.what-if select').selectOption({ label: 'Coordinating group' });
    await page.getByLabel('Meets every, days').fill('56');
    await page.getByRole('button', { name: 'Simulate' }).click();
    await page.getByText('As it would be').waitFor();
    expect(await page.getByRole('columnheader', { name: 'Would wait, days' }).count()).toBe(1);
    await context.close();
  });

  test('the chair changes a rule: told which case moves and how, then means it', async () => {
    const { page, context } = await as('chair');
    await visit(page, '/structure');
    await page.getByRole('button', { name: 'Write a rule' }).click();
    await page.getByLabel('Short name, in letters and hyphens').fill('all-goes-up');
    await page.getByRole('group', { name: 'Speaks for' }).getByLabel('Local forum').check();
    await page.getByLabel('What the forum does').selectOption({ label: 'Sends up' });
    await page.getByLabel('With which kind').selectOption({ label: 'Coordinating group' });
    await page.getByLabel('Because, in English').fill('we try it for a year');
    await page.getByLabel('Because, in Swedish').fill('vi prövar det i ett år');
    await page.getByLabel('Standing').fill('5');
    await page.getByLabel('Why change it?').fill('Asked for by the wards');
    await page.getByRole('button', { name: 'Put it in force' }).click();
    await page.getByText(/: Forum 1 → Group A \(≠ Forum 1\)/).waitFor();
    await page.getByLabel('The fictive cases named should move').check();
    await page.getByRole('button', { name: 'Put it in force' }).click();
    await page
      .getByText('The local forum sends up to the coordinating group in every case')
      .waitFor();
    expect(await page.locator('.answer').textContent()).toContain(
      '1 of 2 fictive cases do not end where they should.',
    );
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'This is where it should end' }).click();
    await page.getByLabel('Why change it?').fill('As decided');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('All 2 fictive cases end where they should.').waitFor();
    await context.close();
  });
});
