import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Fixture, startFixture } from '../harness/web-fixture/server.ts';
import {
  buildWebApp,
  describeInBrowser,
  openBrowser,
  openScreen,
  type Screen,
  visit,
} from './browser.ts';

describeInBrowser('a person at a page', () => {
  let browser: Browser;
  let fixture: Fixture;
  let remove: () => void;
  let screen: Screen;
  let page: Page;

  beforeAll(async () => {
    const web = await buildWebApp();
    remove = web.remove;
    fixture = await startFixture({ webFolder: web.folder });
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await fixture.stop();
    remove();
  });
  beforeEach(async () => {
    screen = await openScreen(browser, { address: fixture.address, personId: 'm-1' });
    page = screen.page;
    return async () => {
      await screen.context.close();
    };
  });

  const problem = { code: 'not-known-to-web', message: 'Too late.', tip: 'Read again.', where: '' };

  describe('with the keyboard', () => {
    test('skips to the content first', async () => {
      await visit(page, '/units/u-aff-out');
      await page.keyboard.press('Tab');
      expect(await page.locator(':focus').textContent()).toBe('Skip to the content');
      await page.keyboard.press('Enter');
      expect(await page.locator(':focus').getAttribute('id')).toBe('content');
    });

    test('reads a chart point by point: one stop, then the arrow keys', async () => {
      await visit(page, '/units/u-aff-out/measures/care-plan-within-14-days');
      const chart = page.locator('.stepped svg').first();
      expect(await chart.locator('[tabindex="0"]').count()).toBe(1);
      await chart.locator('[tabindex="0"]').focus();
      expect(await page.locator(':focus').getAttribute('aria-label')).toMatch(/^Oct\s2026: 86/);
      await page.keyboard.press('ArrowLeft');
      expect(await page.locator(':focus').getAttribute('aria-label')).toMatch(
        /^Sep\s2026: .* A change for the better: part of a long run/,
      );
      expect(await page.locator('.spot-words').first().textContent()).toMatch(/^Sep\s2026/);
      await page.keyboard.press('Home');
      expect(await page.locator(':focus').getAttribute('aria-label')).toMatch(/^Nov\s2022/);
    });

    test('is led into a dialog and back out to where it was', async () => {
      await visit(page, '/units/u-aff-out/measures/care-plan-within-14-days');
      await page.getByRole('button', { name: 'Recalculate the limits' }).press('Enter');
      await page.getByRole('dialog').waitFor();
      expect(await page.getByRole('dialog').locator(':focus').count()).toBeGreaterThanOrEqual(0);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      expect(await page.locator(':focus').textContent()).toBe('Recalculate the limits');
    });

    test('finds the focus on the question after going to another page', async () => {
      await visit(page, '/units/u-aff-out');
      await page.getByRole('link', { name: 'Threads', exact: true }).press('Enter');
      await page.getByRole('heading', { level: 1, name: /^What are we working on/ }).waitFor();
      expect(await page.locator(':focus').textContent()).toMatch(/^What are we working on/);
    });
  });

  describe('sending something', () => {
    test('that is refused keeps the text, and sends the same request again', async () => {
      await visit(page, '/threads/t-1');
      await page.getByRole('button', { name: 'Comment' }).click();
      const text = page.getByRole('textbox', { name: /What do you want to add/ });
      await text.fill('It is the letter.');
      fixture.refuse('/api/commands/thread.comment', 409, problem);
      const sent: unknown[] = [];
      page.on('request', (request) => {
        if (request.url().includes('/api/commands/')) sent.push(request.postDataJSON());
      });
      await page.getByRole('button', { name: 'Add the comment' }).click();
      await page.getByRole('alert').waitFor();
      expect(await page.getByRole('alert').textContent()).toBe(
        'This cannot be done now. Too late. Read again.',
      );
      expect(await text.inputValue()).toBe('It is the letter.');

      fixture.refuse('/api/commands/thread.comment', 0, problem);
      await page.getByRole('button', { name: 'Add the comment' }).click();
      await text.waitFor({ state: 'detached' });
      expect(sent).toHaveLength(2);
      expect(sent[1]).toEqual(sent[0]);
      expect(sent[0]).toMatchObject({ threadId: 't-1', text: 'It is the letter.' });
    });

    test('empty says what is missing, and sends nothing', async () => {
      await visit(page, '/threads/t-1');
      await page.getByRole('button', { name: 'Make a proposal' }).click();
      const before = fixture.received.length;
      await page.getByRole('button', { name: 'Raise the proposal' }).click();
      expect(await page.getByText('Please fill this in.').count()).toBe(2);
      expect(fixture.received).toHaveLength(before);
    });

    test('keeps one form while another is looked at', async () => {
      await visit(page, '/threads/t-1');
      await page.getByRole('button', { name: 'Comment' }).click();
      await page.getByRole('textbox', { name: /What do you want to add/ }).fill('Half a thought');
      await page.getByRole('button', { name: 'Close the thread' }).first().click();
      await page.getByRole('button', { name: 'Comment', exact: true }).click();
      expect(
        await page.getByRole('textbox', { name: /What do you want to add/ }).inputValue(),
      ).toBe('Half a thought');
    });

    test('a cycle whose prediction is written as people write it', async () => {
      await visit(page, '/threads/t-2');
      await page.getByRole('button', { name: 'Start an improvement cycle' }).click();
      const fill = (name: RegExp, value: string) => page.getByRole('textbox', { name }).fill(value);
      await fill(/^Name of the cycle/, 'Shorter letter');
      await fill(/^Aim/, 'Fewer missed visits.');
      await fill(/^Change/, 'One page.');
      await page.getByLabel('Measure that will show it').selectOption('missed-visits');
      await fill(/^Prediction/, 'From 11 to 8.');
      await fill(/^Predicted value/, '8,5');
      await page.getByLabel('By which month').selectOption({ index: 6 });
      await fill(/^Plan/, 'Nora writes it.');
      await page.getByRole('button', { name: 'Start the cycle' }).click();
      await page.getByRole('heading', { level: 1, name: /did it help/ }).waitFor();
      expect(fixture.received.at(-1)).toMatchObject({
        name: 'cycle.start',
        body: { measureId: 'missed-visits', predictedValue: 0.085 },
      });
    });

    test('tells who may when one may not', async () => {
      fixture.refuse('/api/commands/chart.recalculate', 403, {
        ...problem,
        message: 'Not here.',
        grantedBy: ['unit-manager', 'analyst'],
      });
      await visit(page, '/units/u-aff-out/measures/care-plan-within-14-days');
      await page.getByRole('button', { name: 'Recalculate the limits' }).click();
      await page.getByRole('textbox', { name: /^Why/ }).fill('It holds.');
      await page.getByRole('button', { name: 'Sign and recalculate' }).click();
      const alert = page.getByRole('alert');
      await alert.waitFor();
      expect(await alert.textContent()).toBe(
        'Your role does not reach this. Not here. Those who may: unit manager, analyst.',
      );
      fixture.refuse('/api/commands/chart.recalculate', 0, problem);
    });
  });

  describe('when something is wrong', () => {
    test('is told that nothing is there, with the way home', async () => {
      await visit(page, '/units/nowhere');
      expect(await page.locator('h1').textContent()).toBe('There is nothing at this address');
      await page.getByRole('link', { name: 'Go to how we are doing' }).click();
      await page.getByRole('heading', { level: 1, name: /How are we doing at/ }).waitFor();
    });

    test('can try again after a trouble of the server', async () => {
      fixture.refuse('/api/units/', 500, { ...problem, message: 'Something broke.' });
      await visit(page, '/units/u-aff-out');
      expect(await page.locator('h1').textContent()).toBe('This did not work');
      fixture.refuse('/api/units/', 0, problem);
      await page.getByRole('button', { name: 'Try again' }).click();
      await page.getByRole('heading', { level: 1, name: /How are we doing at/ }).waitFor();
    });

    test('sees a skeleton when it takes long, and not before', async () => {
      fixture.delay(2000);
      await page.goto('/units/u-aff-out');
      const skeleton = page.locator('.skeleton');
      await skeleton.waitFor({ state: 'attached' });
      const style = (name: string) =>
        skeleton.evaluate((element, n) => getComputedStyle(element).getPropertyValue(n), name);
      expect(await style('animation-delay')).toBe('0.2s');
      await expect.poll(() => style('opacity')).toBe('1');
      fixture.delay(0);
      await page.locator('h1').waitFor();
    });
  });

  test('who may not raise an idea is told who may, is offered no form for it, and may dispute the number all the same', async () => {
    await screen.context.close();
    const { personas } = await (await fetch(`${fixture.address}/api/session`)).json();
    const researcher = personas.find(({ role }: { role: string }) => role === 'researcher');
    screen = await openScreen(browser, { address: fixture.address, personId: researcher.id });
    await visit(screen.page, '/units/u-aff-out/measures/involved-in-care');
    await screen.page.getByText('Those who work here may raise an idea about it.').waitFor();
    expect(await screen.page.getByRole('button', { name: 'Raise an idea' }).count()).toBe(0);
    expect(await screen.page.getByRole('button', { name: 'Dispute a number' }).count()).toBe(1);
  });

  test('sees an import go on while it goes on', async () => {
    await screen.context.close();
    screen = await openScreen(browser, { address: fixture.address, personId: 'a-1' });
    page = screen.page;
    await visit(page, '/data');
    const bar = page.getByRole('progressbar', { name: 'Import' });
    expect(await bar.getAttribute('value')).toBe('0.62');
    const job = {
      id: 'j-1',
      kind: 'import',
      state: 'running',
      share: 0.9,
      rate: '40 MB/s',
      secondsLeft: 12,
      message: 'Reading Patient.ndjson',
      said: { code: 'reading', values: { file: 'Patient.ndjson', resources: 2, findings: 1 } },
      startedAt: '2026-11-03T08:00:00Z',
      endedAt: null,
    };
    fixture.tell({ kind: 'job', job });
    await page.getByText('about 12 seconds left').waitFor();
    await page.getByText('Reading Patient.ndjson: 2 resources, 1 finding.').waitFor();
    expect(await bar.getAttribute('value')).toBe('0.9');
  });

  test('changes the language, and finds it again', async () => {
    await visit(page, '/units/u-aff-out');
    await page.getByRole('button', { name: 'Språk: svenska' }).click();
    await page
      .getByRole('heading', { level: 1, name: 'Hur går det för oss på Affektiva öppenvården?' })
      .waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('sv');
    await page.reload();
    await page.getByRole('heading', { level: 1, name: /^Hur går det/ }).waitFor();
  });

  test('comes back to the unit looked at last', async () => {
    await visit(page, '/units/u-psych-in');
    await visit(page, '/');
    expect(await page.locator('h1').textContent()).toBe('How are we doing at Psychosis ward 34?');
  });

  test('keeps the question when going to another unit', async () => {
    await visit(page, '/units/u-aff-out/measures/missed-visits');
    await page.getByRole('link', { name: 'Affective ward 21' }).click();
    await page
      .getByRole('heading', {
        level: 1,
        name: 'Missed visits: is it getting better at Affective ward 21?',
      })
      .waitFor();
  });

  test('finds a unit by a part of its name', async () => {
    await visit(page, '/units/u-aff-out');
    await page.getByRole('searchbox', { name: 'Find a unit' }).fill('ward 34');
    await page.getByRole('link', { name: 'Psychosis ward 34' }).click();
    await page
      .getByRole('heading', { level: 1, name: 'How are we doing at Psychosis ward 34?' })
      .waitFor();
  });

  test('states a purpose before seeing patients, and can see why one is counted', async () => {
    await visit(page, '/units/u-aff-out/measures/care-plan-within-14-days');
    const asked: string[] = [];
    page.on('request', (request) => {
      if (request.url().includes('/patients') || request.url().includes('/explain'))
        asked.push(request.url());
    });
    await page.getByRole('button', { name: 'Why is this patient counted?' }).click();
    await page.getByRole('button', { name: 'Show the patients' }).click();
    expect(await page.getByText('Please fill this in.').count()).toBe(1);
    expect(asked).toEqual([]);
    await page.getByRole('textbox', { name: /^Purpose/ }).fill('Checking the figure');
    await page.getByRole('button', { name: 'Show the patients' }).click();
    await page
      .getByRole('button', { name: /^Show how/ })
      .first()
      .click();
    await page.getByText('Encounter.ndjson line 812').waitFor();
    expect(asked.map((address) => new URL(address).searchParams.get('purpose'))).toEqual([
      'Checking the figure',
      'Checking the figure',
    ]);
  });

  test('takes the picture and the numbers along', async () => {
    await visit(page, '/units/u-aff-out/measures/care-plan-within-14-days');
    const [picture] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Picture (SVG)' }).click(),
    ]);
    expect(picture.suggestedFilename()).toBe('care-plan-within-14-days-u-aff-out.svg');
    const [numbers] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Numbers (CSV)' }).click(),
    ]);
    expect(numbers.suggestedFilename()).toBe('care-plan-within-14-days-u-aff-out.csv');
  });
});
