import { addMonths, groupBy, type Month } from '#core';
import { isQualityCheckId, qualityChecks } from '#data';
import type { CheckedRows } from '#knowledge';
import { may, maySeated, pathTo, subtree, unitRef } from '#organisation';
import type { Challenge } from '#practice';
import {
  badRows,
  type ClinicalStore,
  inSnapshot,
  lastQualityRun,
  openChallenges,
  qualityCounts,
  qualityThresholds,
  type StoredQualityCount,
} from '#store';
import { supportFor } from '../commands/support-request.ts';
import type { Context } from '../context.ts';
import { organisationInForce } from '../context.ts';
import { requireMonth } from '../patients/counted-patients.ts';
import { readPatients } from '../patients/read-patients.ts';
import { qualityAlarms, thresholdOf } from '../quality/alarms.ts';
import { found } from '../trouble.ts';
import { type Book, openBook, ownerNamed, unitNamed } from './organisation-book.ts';

const monthsShown = 12;

/** Can the data be trusted? Every check in a unit and all under it: the share of bad rows, its course, who owns it. */
export const qualityPage = (context: Context, unitId: string) =>
  inSnapshot(context.db, async (db) => {
    const book = await openBook(db, context.clock());
    const { tree } = book.organisation;
    const unit = found(tree.byId.get(unitId), 'unit', unitId);
    const within = subtree(tree, unitId).map(({ id }) => id);
    const [counts, thresholds, run, open] = await Promise.all([
      qualityCounts(db, within),
      qualityThresholds(db),
      lastQualityRun(db),
      openChallenges(db, within),
    ]);
    const alarms = qualityAlarms(counts, { thresholds, topId: unitId });
    const byCheck = groupBy(counts, ({ checkId }) => checkId);
    const topId = tree.units[0]?.id ?? '';
    return {
      unit: unitRef(unit),
      path: pathTo(tree, unitId).map(unitRef),
      measuredAt: run?.measuredAt ?? null,
      dataVersion: run?.dataVersion ?? null,
      maySetThreshold: may(context.person, 'quality.set-threshold', topId, tree),
      maySeeRows: may(context.person, 'patients.read', unitId, tree),
      checks: qualityChecks.map((check) => {
        const above = alarms.filter(({ checkId }) => checkId === check.id);
        const total = (byCheck.get(check.id) ?? []).filter(({ subject }) => subject === '');
        return {
          ...check,
          threshold: thresholdOf(check.id, thresholds),
          thresholdReason: thresholds.get(check.id)?.reason ?? null,
          ...courseOf(total),
          alarms: above.map((alarm) => ({
            ...{ unit: unitNamed(book, alarm.unitId), bad: alarm.bad, checked: alarm.checked },
            ...{ firstMonth: alarm.firstMonth, lastMonth: alarm.lastMonth },
            subjects: alarm.subjects,
          })),
          open: open
            .filter(({ about }) => about.kind === 'check' && about.checkId === check.id)
            .map((challenge) => challengeShown(book, challenge)),
        };
      }),
    };
  });

/** The bad share month by month, and over all the months shown. */
function courseOf(total: readonly StoredQualityCount[]) {
  const byMonth = groupBy(total, ({ month }) => month);
  const last = [...byMonth.keys()].toSorted((a, b) => (a < b ? -1 : 1)).at(-1);
  const shown =
    last === undefined
      ? []
      : Array.from({ length: monthsShown }, (_, i) => addMonths(last, i + 1 - monthsShown));
  const months = shown.map((month) => ({ month, ...sums(byMonth.get(month) ?? []) }));
  return { months, ...sums(months) };
}

function sums(cells: readonly CheckedRows[]): CheckedRows {
  const checked = cells.reduce((sum, one) => sum + one.checked, 0);
  const bad = cells.reduce((sum, one) => sum + one.bad, 0);
  const expected = cells.reduce((sum, one) => sum + one.expected * one.checked, 0);
  return { checked, bad, expected: checked === 0 ? 0 : expected / checked };
}

/** A dispute as pages tell it. */
export const challengeShown = (book: Book, challenge: Challenge) => ({
  id: challenge.id,
  threadId: challenge.threadId,
  firstMonth: challenge.firstMonth,
  lastMonth: challenge.lastMonth,
  said: challenge.said,
  dataVersion: challenge.dataVersion,
  definitionVersion: challenge.definitionVersion,
  text: challenge.text,
  found: challenge.found,
  raisedBy: ownerNamed(book, challenge.raisedBy),
  raisedAt: challenge.raisedAt,
  owner: ownerNamed(book, challenge.ownerId),
  conclusion:
    challenge.conclusion === null
      ? null
      : { ...challenge.conclusion, by: ownerNamed(book, challenge.conclusion.by) },
});

/** Somebody in the support unit says what came of a dispute. */
export function mayConclude({ person }: Context, { organisation }: Book, unitId: string): boolean {
  const forum = supportFor(organisation, unitId);
  const isSeated = forum !== undefined && maySeated(person, 'number.conclude', forum);
  return isSeated || may(person, 'number.conclude', unitId, organisation.tree);
}

export interface BadRowsAsked {
  readonly checkId: string;
  readonly unitId: string;
  readonly month: Month;
  readonly purpose: string;
}

const rowsShown = 200;

/** The bad rows behind a share, for those who may see rows, with a purpose that the ledger keeps. */
export async function badRowsPage(context: Context, clinical: ClinicalStore, asked: BadRowsAsked) {
  const { unitId, month, purpose } = asked;
  requireMonth(month);
  const checkId = found(
    isQualityCheckId(asked.checkId) ? asked.checkId : null,
    'check',
    asked.checkId,
  );
  const { tree } = await organisationInForce(context.db);
  const reading = { unitId, measureId: null, month, purpose, patientId: null };
  return readPatients(context, reading, async () => {
    const unitIds = subtree(tree, unitId).map(({ id }) => id);
    const withoutUnit = tree.units[0]?.id === unitId;
    const count = rowsShown + 1;
    const rows = await badRows(clinical, { checkId, unitIds, withoutUnit, month, count });
    return { rows: rows.slice(0, rowsShown), truncated: rows.length > rowsShown };
  });
}
