import { may, pathTo, type Right, unitRef } from '#organisation';
import {
  type Adoption,
  newerVersion,
  type PracticeVersion,
  settingIn,
  stagesAfter,
} from '#practice';
import {
  type Database,
  fidelityChecksOf,
  inSnapshot,
  loadAdoption,
  loadPractice,
  ruleSettingIn,
  type StoredPractice,
} from '#store';
import { versionOf } from '../commands/loading-practices.ts';
import type { Context } from '../context.ts';
import { found } from '../trouble.ts';
import { annotationsOn } from './annotations.ts';
import { chartOnPage } from './chart-on-page.ts';
import { type Book, forumNamed, openBook, personNamed } from './organisation-book.ts';
import { carriedRuleShown } from './practice-page.ts';
import { practiceRows, rowsShown } from './practice-rows.ts';
import { parametersShown } from './rule-parameters.ts';

/** One unit's way with a practice: how far it has come, what it does otherwise, and what came of it. */
export const adoptionPage = (context: Context, adoptionId: string) =>
  inSnapshot(context.db, async (db) => {
    const adoption = found(await loadAdoption(db, adoptionId), 'adoption', adoptionId);
    const { practiceId } = adoption;
    const stored = found(await loadPractice(db, practiceId), 'practice', practiceId);
    const book = await openBook(db, context.clock());
    return page(db, { context, book, stored, adoption });
  });

interface Showing {
  readonly context: Context;
  readonly book: Book;
  readonly stored: StoredPractice;
  readonly adoption: Adoption;
}

async function page(db: Database, { context, book, stored, adoption }: Showing) {
  const version = versionOf(stored.versions, adoption);
  const { unitId } = adoption;
  const measureId = version.measureIds[0] ?? '';
  const measure = found(book.measures.get(measureId), 'measure', measureId);
  const withoutHome = { ...stored, practice: { ...stored.practice, cycleId: null } };
  const wanted = { book, stored: withoutHome, adoptions: [adoption], measure };
  const [rows, checks, chart, annotations] = await Promise.all([
    practiceRows(db, wanted),
    fidelityChecksOf(db, [adoption.id]),
    chartOnPage(db, { measure, unitId }),
    annotationsOn(db, book, { unitId, measureId }),
  ]);
  const shown = await rowsShown(db, { book, stored, rows });
  const { reason, begunAt, stageSince, mandatedByForumId } = adoption;
  const { id, threadId } = stored.practice;
  const newer = newerVersion(adoption, stored.versions, book.asOf);
  return {
    practice: { id, title: version.title, threadId },
    path: pathTo(book.organisation.tree, unitId).map(unitRef),
    row: found(shown[0], 'adoption', adoption.id),
    ...{ essentials: version.essentials, parameters: version.parameters },
    values: adoption.values,
    rule: await ruleHere(db, { book, version, adoption }),
    ...{ reason, begunAt, stageSince, measure, chart, annotations },
    owner: personNamed(book, adoption.ownerId),
    mandatedBy: mandatedByForumId === null ? null : forumNamed(book, mandatedByForumId),
    newer: newerShown(newer),
    nextStages: stagesAfter[adoption.stage],
    fidelityChecks: checks.map((check) => ({ ...check, by: personNamed(book, check.by) })),
    mayDo: mayDo({ context, book, adoption }, { version, newer }),
  };
}

/** What a newer version would have the unit do, and which of its parts the unit may set. */
const newerShown = (newer: PracticeVersion | null) =>
  newer === null
    ? null
    : {
        ...{ version: newer.version, title: newer.title, summary: newer.summary },
        ...{ essentials: newer.essentials, parameters: newer.parameters },
      };

interface RuleHere {
  readonly book: Book;
  readonly version: PracticeVersion;
  readonly adoption: Adoption;
}

/** The rule that the practice brings, and how it works in this unit while this adoption is what switched it on. */
async function ruleHere(db: Database, { book, version, adoption }: RuleHere) {
  const shown = carriedRuleShown(book, version);
  if (shown === null) return null;
  const setting = await ruleSettingIn(db, shown.id, adoption.unitId);
  const rule = book.rules.get(shown.id);
  if (rule === undefined || setting?.adoptionId !== adoption.id) return { ...shown, setting: null };
  const { mode, fromMonth, randomised } = settingIn(setting, book.asOf.slice(0, 7));
  return {
    ...shown,
    setting: {
      ...{ mode, fromMonth: mode === setting.mode ? null : fromMonth },
      parameters: parametersShown(rule, setting.parameters),
      byChance: randomised === null ? null : { by: randomised.by, share: randomised.share },
    },
  };
}

const whileUnderWay: readonly Right[] = [
  'adoption.move',
  'adoption.take-version',
  'adoption.set-parts',
  'adoption.adapt',
  'adoption.check-fidelity',
];

const mayDo = (
  { context, book, adoption }: Omit<Showing, 'stored'>,
  { version, newer }: { readonly version: PracticeVersion; readonly newer: PracticeVersion | null },
): readonly Right[] =>
  adoption.stage === 'stopped'
    ? []
    : whileUnderWay
        .filter((right) => right !== 'adoption.set-parts' || version.parameters.length > 0)
        .filter((right) => right !== 'adoption.take-version' || newer !== null)
        .filter((right) => may(context.person, right, adoption.unitId, book.organisation.tree));
