import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import axe from 'axe-core';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { describe } from 'vitest';

const root = path.join(import.meta.dirname, '../..');
const known = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const wished = process.env.CHROMIUM;
const executablePath = (wished === undefined ? known : [wished]).find((file) => existsSync(file));

const howToGetIt =
  'skipped, no Chromium here: `apt-get install chromium`, or name yours with CHROMIUM=/path/to/chromium';

/** A group of tests in a real browser; where there is none it is skipped and its name says how to get one. */
export const describeInBrowser = (name: string, tests: () => void): void =>
  executablePath === undefined
    ? describe.skip(`${name} (${howToGetIt})`, tests)
    : describe(name, tests);

export function openBrowser(): Promise<Browser> {
  if (executablePath === undefined) throw new Error(howToGetIt);
  const quiet = ['--disable-gpu', '--disable-background-networking', '--no-first-run'];
  return chromium.launch({ executablePath, args: ['--no-sandbox', ...quiet] });
}

/**
 * The web app built from what stands in src/web now, in a folder of its own. In a process of its own, since the build
 * of React depends on NODE_ENV, and the test runner's is not that of a real build.
 */
export async function buildWebApp(): Promise<{ folder: string; remove: () => void }> {
  const folder = mkdtempSync(path.join(tmpdir(), 'gyrus-web-'));
  const vite = path.join(root, 'node_modules/vite/bin/vite.js');
  const options = ['build', '--outDir', folder, '--emptyOutDir', '--logLevel', 'error'];
  const env = { ...process.env, NODE_ENV: 'production' };
  await promisify(execFile)(process.execPath, [vite, ...options], { cwd: root, env });
  return { folder, remove: () => rmSync(folder, { recursive: true }) };
}

export interface Screen {
  readonly context: BrowserContext;
  readonly page: Page;
  /** What the browser complained about: errors of scripts, broken content rules, failed requests. */
  readonly complaints: readonly string[];
}

export interface ScreenWanted {
  readonly address: string;
  readonly width?: number;
  readonly language?: 'en' | 'sv';
  /** Signed in as this person from the start. */
  readonly personId?: string;
}

export async function openScreen(browser: Browser, wanted: ScreenWanted): Promise<Screen> {
  const context = await browser.newContext({
    baseURL: wanted.address,
    viewport: { width: wanted.width ?? 1440, height: 900 },
    locale: wanted.language === 'sv' ? 'sv-SE' : 'en-GB',
    timezoneId: 'Europe/Stockholm',
    reducedMotion: 'reduce',
  });
  if (wanted.personId !== undefined) await signIn(context, wanted.address, wanted.personId);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  return { context, page, complaints };
}

async function signIn(context: BrowserContext, address: string, personId: string): Promise<void> {
  const answer = await context.request.post(`${address}/api/session`, {
    data: { personId },
    headers: { origin: address },
  });
  if (!answer.ok()) throw new Error(`signing in as ${personId} was answered ${answer.status()}`);
}

/** Goes to an address and waits until its question stands there. */
export async function visit(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.locator('h1').first().waitFor();
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
}

/** What axe finds serious or worse, one line for each. */
export async function seriousFindings(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => Reflect.has(window, 'axe')))) await page.evaluate(axe.source);
  const violations = await page.evaluate(async () => {
    const found: typeof axe = Reflect.get(window, 'axe');
    const { violations } = await found.run({ resultTypes: ['violations'] });
    return violations.map(({ id, impact, help, nodes }) => ({
      impact,
      line: `${id}: ${help} (${nodes.map(({ target }) => target.join(' ')).join('; ')})`,
    }));
  });
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ line }) => line);
}

/** How wide and in which language a page is looked at; `axe` where it is also read as those do who cannot see it. */
export interface Form {
  readonly width: 1440 | 768;
  readonly language: 'en' | 'sv';
  readonly axe: boolean;
}

/** Both widths and both languages; axe sees each width and each language once, since it reads the same page in all four. */
export const everyForm: readonly Form[] = [
  { width: 1440, language: 'en', axe: true },
  { width: 1440, language: 'sv', axe: false },
  { width: 768, language: 'sv', axe: true },
  { width: 768, language: 'en', axe: false },
];

/** What is wrong with the page in these forms, one line for each; it is opened once, then turned from one form to the next. */
export async function findingsIn(page: Page, forms: readonly Form[]): Promise<string[]> {
  const found: string[] = [];
  for (const form of forms) {
    await turnTo(page, form);
    const serious = form.axe ? await seriousFindings(page) : [];
    const wide = await pixelsTooWide(page);
    const lines = [
      ...serious,
      ...(wide > 0 ? [`${wide} pixels too wide`] : []),
      ...(await touchingLabels(page)),
      ...(await cutLabels(page)),
    ];
    found.push(...lines.map((line) => `at ${form.width} in ${form.language}: ${line}`));
  }
  return found;
}

/** As if the window were drawn to another width and the other language chosen, with every fold open. */
export async function turnTo(page: Page, { width, language }: Omit<Form, 'axe'>): Promise<void> {
  if (page.viewportSize()?.width !== width) await page.setViewportSize({ width, height: 900 });
  const other = page.locator(`header.top button:has([lang=${language}])`);
  if (await other.isVisible()) await other.click();
  await page.locator(`html[lang=${language}]`).waitFor({ state: 'attached' });
  await page.evaluate(async () => {
    for (const fold of document.querySelectorAll('details')) fold.open = true;
    // Drawings take the new width in the frame after the one that gave it to them.
    for (let frame = 0; frame < 2; frame += 1)
      await new Promise((drawn) => requestAnimationFrame(drawn));
  });
}

/** Pixels by which the page is wider than the window: nothing but tables may scroll sideways. */
export const pixelsTooWide = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** Texts of drawings that touch another, as the browser has laid them out. */
export const touchingLabels = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const touches = (a: DOMRect, b: DOMRect) =>
      a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 3 && b.top < a.bottom - 3;
    return [...document.querySelectorAll('svg')].flatMap((svg) => {
      const texts = [...svg.querySelectorAll('text')];
      return texts.flatMap((one, i) =>
        texts
          .slice(i + 1)
          .filter((other) => touches(one.getBoundingClientRect(), other.getBoundingClientRect()))
          .map((other) => `'${one.textContent}' touches '${other.textContent}'`),
      );
    });
  });

/** Texts of drawings that reach outside their drawing. */
export const cutLabels = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('svg')].flatMap((svg) => {
      const frame = svg.getBoundingClientRect();
      return [...svg.querySelectorAll('text')]
        .filter((text) => {
          const box = text.getBoundingClientRect();
          return box.left < frame.left - 1 || box.right > frame.right + 1;
        })
        .map((text) => `'${text.textContent}' is cut`);
    }),
  );
