// Rules tried by chance in the demo: what a seed plants is what its lines say, and the records know nothing of it.
import { beforeAll, describe, expect, test } from 'vitest';
import { readDemoStructure } from '#application';
import { type DemoStructure, demoPlan, demoTruth, patientWriter, simulatePatient } from '#data';
import type { InterventionTruth } from '../../src/data/demo/interventions.ts';

const patients = 6000;
const seeds = [1, 11];
let structure: DemoStructure;
beforeAll(async () => {
  structure = await readDemoStructure();
});

interface Line {
  readonly kind: 'exposure' | 'feedback';
  readonly rule: string;
  readonly arm: 'shown' | 'withheld';
  readonly card: string;
  readonly at: string;
  readonly outcome: 'accepted' | 'overridden';
}

/** Days after day 0 on which what a rule's measure asks for was done. */
function doneOn(record: ReturnType<typeof simulatePatient>, rule: string): readonly number[] {
  const { findings, acts } = record;
  return rule === 'suicide-risk-due'
    ? findings.filter(({ kind }) => kind === 'suicide-risk').map(({ day }) => day)
    : acts.filter(({ kind }) => kind === 'care-plan-made-together').map(({ day }) => day);
}
const days: Readonly<Record<string, number>> = { 'suicide-risk-due': 7, 'care-plan-due': 14 };

/** What is told of one patient and one rule: the first card, whether the measure was met after it, and whether it was overridden. */
interface Told extends Pick<Line, 'rule' | 'arm'> {
  readonly month: string;
  readonly isMet: boolean;
  readonly isOverridden: boolean;
}

function toldBy(plan: ReturnType<typeof demoPlan>): readonly Told[] {
  const write = patientWriter(plan);
  return Array.from({ length: patients }, (_, i) => simulatePatient(plan, i)).flatMap((record) => {
    const lines = write([record])
      .exposures.split('\n')
      .filter((line) => line !== '')
      .map((line): Line => JSON.parse(line));
    const first = new Map(
      lines
        .filter(({ kind }) => kind === 'exposure')
        .toReversed()
        .map((one) => [one.rule, one]),
    );
    return [...first.values()].map(({ rule, arm, at, card }) => {
      const visitDay = plan.calendar.dates.indexOf(at.slice(0, 10));
      const lastDay = visitDay + (days[rule] ?? 0);
      return {
        ...{ rule, arm, month: at.slice(0, 7) },
        isMet: doneOn(record, rule).some((day) => day > visitDay && day <= lastDay),
        isOverridden: lines.some((one) => one.card === card && one.outcome === 'overridden'),
      };
    });
  });
}

const shareOf = (told: readonly Told[], what: 'isMet' | 'isOverridden'): number =>
  told.filter((one) => one[what]).length / told.length;
const variance = (share: number, cases: number): number => (share * (1 - share)) / cases;

describe.each(seeds)('seed %i', (seed) => {
  let told: readonly Told[] = [];
  let rules: readonly InterventionTruth[] = [];
  beforeAll(() => {
    const plan = demoPlan(structure, seed, '2026-10');
    told = toldBy(plan);
    rules = demoTruth(plan, patients).interventions.filter(({ kind }) => kind === 'decision-rule');
  });

  test('half are advised, and only the rule that works makes a difference', () => {
    for (const { subject, effect } of rules) {
      const ofRule = told.filter(({ rule }) => rule === subject);
      const shown = ofRule.filter(({ arm }) => arm === 'shown');
      const held = ofRule.filter(({ arm }) => arm === 'withheld');
      expect(ofRule.length).toBeGreaterThan(200);
      // Four standard errors of a fair coin, and of a difference between two shares.
      expect(Math.abs(shown.length / ofRule.length - 0.5)).toBeLessThan(2 / ofRule.length ** 0.5);
      const [p, q] = [shareOf(shown, 'isMet'), shareOf(held, 'isMet')];
      const error = Math.sqrt(variance(p, shown.length) + variance(q, held.length));
      expect(Math.abs(p - q - effect)).toBeLessThan(4 * error);
      expect(p - q > 2 * error).toBe(effect > 0);
    }
  });

  test('people stop following the one that does not, from a month on', () => {
    const drifting = rules.find(({ driftMonth }) => driftMonth !== undefined);
    const shown = told.filter(({ rule, arm }) => rule === drifting?.subject && arm === 'shown');
    const isAfter = ({ month }: Told) => month >= (drifting?.driftMonth ?? '');
    const before = shareOf(
      shown.filter((one) => !isAfter(one)),
      'isOverridden',
    );
    expect(shareOf(shown.filter(isAfter), 'isOverridden')).toBeGreaterThan(1.5 * before);
  });
});
