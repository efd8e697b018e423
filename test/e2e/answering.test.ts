import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { recordMeasureVersions } from '#store';
import { type RunningHouse, runningHouse } from '../harness/running-house.ts';
import { shippedLibrary } from '../harness/shipped-library.ts';
import { smallOrganisation } from '../harness/small-organisation.ts';
import {
  buildWebApp,
  describeInBrowser,
  openBrowser,
  openScreen,
  pixelsTooWide,
  seriousFindings,
  visit,
} from './browser.ts';

// Invented patients: twelve visits a month at ward 1 for two years, each with a well-being score of 50.
const months = Array.from({ length: 24 }, (_, i) => {
  const month = String((i % 12) + 1).padStart(2, '0');
  return `${2024 + Math.floor(i / 12)}-${month}`;
});
const phoneWidth = 390;

function records(): readonly object[] {
  const patients = Array.from({ length: 12 }, (_, i) => `p-${i + 1}`);
  const visits = months.flatMap((month) =>
    patients.flatMap((patient, i) => {
      const about = { subject: { reference: `Patient/${patient}` } };
      const unit = { reference: 'Organization/ward-1' };
      const at = `${month}-${String(10 + i).padStart(2, '0')}T09:00:00+01:00`;
      return [
        {
          ...{ resourceType: 'Encounter', id: `e-${month}-${i}`, status: 'finished', ...about },
          class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
          type: [
            { coding: [{ system: 'https://gyrus.health/fhir/encounter-type', code: 'follow-up' }] },
          ],
          ...{ period: { start: at, end: at }, serviceProvider: unit },
        },
        {
          ...{ resourceType: 'Observation', id: `o-${month}-${i}`, status: 'final', ...about },
          code: {
            coding: [{ system: 'https://gyrus.health/fhir/score', code: 'wellbeing-scale-total' }],
          },
          ...{ effectiveDateTime: at, valueInteger: 50, performer: [unit] },
        },
      ];
    }),
  );
  return [...patients.map((id) => ({ resourceType: 'Patient', id, gender: 'female' })), ...visits];
}

describeInBrowser('a patient answers on a phone, in Swedish', () => {
  let browser: Browser;
  let house: RunningHouse;
  let web: Awaited<ReturnType<typeof buildWebApp>>;
  const folder = mkdtempSync(path.join(tmpdir(), 'gyrus-phone-'));

  beforeAll(async () => {
    web = await buildWebApp();
    const library = await shippedLibrary();
    house = await runningHouse(smallOrganisation(), library, web.folder);
    house.setNow('2026-01-12T08:00:00.000Z');
    await recordMeasureVersions(
      house.db,
      library.measures.map(({ measure, digest, cql }) => ({
        ...{ measureId: measure.id, version: measure.version, definition: measure, digest, cql },
      })),
      '2026-01-01T00:00:00.000Z',
    );
    writeFileSync(
      path.join(folder, 'all.ndjson'),
      records()
        .map((one) => JSON.stringify(one))
        .join('\n'),
    );
    await house.application.importFrom([folder]);
    await house.application.evaluate();
    house.application.feed.start();
    await (await house.as('manager')).give('instrument.choose', {
      ...{ unitId: 'ward-1', instrumentId: 'wellbeing-scale', inUse: true, reason: 'R' },
    });
    browser = await openBrowser();
  }, 300_000);
  afterAll(async () => {
    await browser.close();
    expect(house.troubles).toEqual([]);
    await house.stop();
    web.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  const fine = async (page: Page) => {
    expect(await seriousFindings(page)).toEqual([]);
    expect(await pixelsTooWide(page)).toBe(0);
  };
  const heading = (page: Page) => page.locator('h1').first();
  const staff = async (personId: string) =>
    (await openScreen(browser, { address: house.address, personId })).page;

  let link = '';
  let code = '';

  test('a nurse sees what the ward uses, and invites', async () => {
    const page = await staff('nurse');
    await visit(page, '/patients/ward-1');
    await fine(page);
    await page.getByRole('link', { name: 'See who answers, and invite' }).click();
    await page.getByLabel('Purpose').fill('Follow-up between the visits');
    await page.getByRole('button', { name: 'Read' }).click();
    await page.getByRole('button', { name: 'Invite somebody' }).click();
    await page.getByLabel('The patient’s id in the record').fill('p-1');
    await page.getByRole('button', { name: 'Make the invitation' }).click();
    link = (await page.locator('.invitation code').first().textContent()) ?? '';
    code = (await page.locator('.invitation .code').textContent()) ?? '';
    await fine(page);
    expect(link).toMatch(/\/answer#[\w-]{20,}$/);
    expect(link).not.toContain('p-1');
  });

  test('the patient answers one question at a time with the keyboard alone, gets help at once, and sees the curve', async () => {
    const screen = await openScreen(browser, {
      ...{ address: house.address, width: phoneWidth, language: 'sv' },
    });
    const { page } = screen;
    await visit(page, link);
    await fine(page);
    await page.getByLabel('Kod, åtta siffror').fill(code);
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: /^Börja/ }).waitFor();
    expect(page.url()).not.toContain('#');
    await page.getByRole('link', { name: /^Börja/ }).click();
    await page.getByText('Jag klarade av det jag behövde göra.').first().waitFor();
    await fine(page);
    // Nothing chosen: it says so and stays.
    await page.getByRole('button', { name: 'Nästa' }).click();
    expect(await page.locator('.field-trouble').textContent()).toContain('behöver ett svar');
    for (let i = 1; i <= 5; i++) {
      await page.getByText(`Fråga ${i} av 6`).waitFor();
      await page.getByLabel('Varje dag').focus();
      await page.keyboard.press('Space');
      await page.keyboard.press('Enter');
    }
    await page.getByText('Fråga 6 av 6').waitFor();
    await page.getByLabel('Ja, de kom och gick').check();
    await page.getByRole('button', { name: 'Nästa' }).click();
    // The answer asks one question more, and shows help at once.
    await page.getByText('Fråga 7 av 7').waitFor();
    expect(await page.getByRole('alert').textContent()).toContain('112');
    await fine(page);
    await page.getByLabel('Nej').check();
    await page.getByRole('button', { name: 'Nästa' }).click();
    await page.getByRole('heading', { name: 'Är allt besvarat?' }).waitFor();
    await fine(page);
    await page.getByRole('button', { name: 'Lämna in' }).click();
    await page.getByRole('heading', { name: 'Tack för dina svar' }).waitFor();
    expect(await page.locator('main').textContent()).toContain('Välbefinnande: 100');
    await page.getByRole('link', { name: 'Se hur det går för mig' }).click();
    await page.getByRole('heading', { name: 'Hur går det för mig?' }).waitFor();
    expect(await page.locator('.answer').textContent()).toMatch(/^Bättre: från 50 till 100/);
    await fine(page);
    expect(screen.complaints.filter((one) => !one.includes('401'))).toEqual([]);
    await screen.context.close();
  });

  test('the clinician sees the same curve, and the unit’s page has moved within a minute', async () => {
    const began = performance.now();
    await house.application.feed.settled();
    const page = await staff('nurse');
    await visit(page, '/units/ward-1/measures/wellbeing-scale');
    // One answer of 100 in January so far; the months before stand at 50.
    const soFar = page.locator('main p.quiet', { hasText: 'Jan 2026 so far' });
    expect(await soFar.first().textContent()).toMatch(/100/);
    expect((performance.now() - began) / 1000).toBeLessThan(60);

    await visit(page, '/patients/ward-1/participants');
    await page.getByLabel('Purpose').fill('Follow-up');
    await page.getByRole('button', { name: 'Read' }).click();
    await page
      .getByText('needs a purpose of at least 10 letters')
      .first()
      .waitFor({ timeout: 9000 });
    // What was written stands there still, to be written on.
    expect(await page.getByLabel('Purpose').inputValue()).toBe('Follow-up');
    await page.getByLabel('Purpose').fill('Follow-up between the visits');
    await page.getByRole('button', { name: 'Read' }).click();
    await page.getByRole('link', { name: 'p-1' }).click();
    await page.getByLabel('Purpose').fill('Before the next visit');
    await page.getByRole('button', { name: 'Read' }).click();
    await page.getByRole('heading', { name: 'How is it going for patient p-1?' }).waitFor();
    expect(await page.locator('.answer').textContent()).toMatch(/^Better: from 50 to 100/);
    // The answer that raised the alarm stands there too.
    expect(await page.locator('.latest').first().textContent()).toContain('they came and went');
    await fine(page);
  });

  test('the role on duty finds the alert first on its list, sees who it is, and takes it', async () => {
    const page = await staff('nurse');
    await visit(page, '/needs-us?unitId=ward-1');
    expect(await page.locator('.answer').textContent()).toContain('must be looked at now');
    await fine(page);
    await page.getByRole('link', { name: /A patient’s answer/ }).click();
    await page.getByRole('button', { name: 'I take it' }).waitFor();
    await fine(page);
    await page.getByLabel('I have spoken with the patient').check();
    await page.getByRole('button', { name: 'I take it' }).click();
    await page.getByText(/Nora Nurse acknowledged it/).waitFor();
    await visit(page, '/needs-us?unitId=ward-1');
    expect(await heading(page).textContent()).toContain('Ward 1');
    expect(await page.locator('.inbox-item.alert').count()).toBe(0);
  });

  test('a nurse gives a screen to the patients, and nothing that staff read is left on it', async () => {
    const page = await staff('nurse');
    await visit(page, '/patients/ward-1/participants');
    await page.getByLabel('Purpose').fill('Follow-up between the visits');
    await page.getByRole('button', { name: 'Read' }).click();
    await page.getByRole('button', { name: 'Let this screen take in patients' }).click();
    await page.getByLabel('Code, eight figures').fill('00000000');
    await page.getByRole('button', { name: 'Come in' }).click();
    expect(await page.getByRole('alert').textContent()).toContain('You did not get in');
    await fine(page);
    await visit(page, '/patients/ward-1/participants');
    expect(await page.locator('main').textContent()).not.toContain('p-1');
  });
});
