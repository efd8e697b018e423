import { may, pathTo, type Right, unitRef, unitsWhere } from '#organisation';
import { combineEffects, mayBeTakenUp, type PracticeVersion, versionInForce } from '#practice';
import {
  adoptionsOfPractice,
  type Database,
  inSnapshot,
  loadPractice,
  loadThread,
  type StoredPractice,
} from '#store';
import type { Context } from '../context.ts';
import { found } from '../trouble.ts';
import { type Book, forumNamed, openBook, personNamed, unitNamed } from './organisation-book.ts';
import { practiceRows, rowsShown } from './practice-rows.ts';

/** One practice: what it is, who works by it, and whether it works there. */
export const practicePage = (context: Context, practiceId: string) =>
  inSnapshot(context.db, async (db) => {
    const stored = found(await loadPractice(db, practiceId), 'practice', practiceId);
    const book = await openBook(db, context.clock());
    return page(db, { context, book, stored });
  });

interface Showing {
  readonly context: Context;
  readonly book: Book;
  readonly stored: StoredPractice;
}

async function page(db: Database, { context, book, stored }: Showing) {
  const { practice, versions } = stored;
  const newest = found(versions.at(-1), 'version of the practice', practice.id);
  const measures = newest.measureIds.flatMap((id) => book.measures.get(id) ?? []);
  const measure = found(measures[0], 'measure', newest.measureIds[0] ?? '');
  const adoptions = await adoptionsOfPractice(db, practice.id);
  const rows = await practiceRows(db, { book, stored, adoptions, measure });
  const { id, unitId, threadId, cycleId, origin, ownerId, offeredAt } = practice;
  const combined = combineEffects(rows.map((row) => ({ ...row, isOrigin: row.adoption === null })));
  return {
    ...{ id, threadId, cycleId, origin, offeredAt, measure, combined },
    unit: unitNamed(book, unitId),
    path: pathTo(book.organisation.tree, unitId).map(unitRef),
    owner: personNamed(book, ownerId),
    version: versionShown(book, newest),
    versions: versions.map((one) => versionShown(book, one)).toReversed(),
    otherMeasures: measures.slice(1),
    rows: await rowsShown(db, { book, stored, rows }),
    ...(await decisionsOn(db, book, threadId)),
    mayDo: mayDo({ context, book, stored }),
    mayAdoptIn: unitsToAdoptIn({ context, book, stored }, adoptions),
  };
}

/** What was proposed on the practice's thread since it was made, and which forums have mandated it. */
async function decisionsOn(db: Database, book: Book, threadId: string) {
  const content = await loadThread(db, threadId);
  const proposals = content?.proposals ?? [];
  const mandating = proposals.filter(({ state }) => state === 'mandated');
  return {
    proposals: proposals.map(({ id, title, state }) => ({ id, title, state })),
    forumsThatMandated: mandating.map(({ forumId }) => forumNamed(book, forumId)),
  };
}

export function carriedRuleShown(book: Book, { rule }: PracticeVersion) {
  if (rule === null) return null;
  const { ruleId, steers } = rule;
  return { id: ruleId, title: book.rules.get(ruleId)?.title ?? null, steers };
}

export function versionShown(book: Book, version: PracticeVersion) {
  const { withdrawnAt } = version;
  const isCurrent = mayBeTakenUp(version, book.asOf).kind === 'allowed';
  const closed = withdrawnAt === null ? ('expired' as const) : ('withdrawn' as const);
  return {
    ...version,
    madeBy: personNamed(book, version.madeBy),
    rule: carriedRuleShown(book, version),
    state: isCurrent ? ('in-force' as const) : closed,
  };
}

const onPractice: readonly Right[] = ['practice.revise', 'practice.offer', 'practice.withdraw'];

function mayDo({ context, book, stored }: Showing): readonly Right[] {
  const { practice, versions } = stored;
  const inForce = versionInForce(versions, book.asOf) !== null;
  const possible = onPractice.filter((right) => {
    if (right === 'practice.offer') return practice.offeredAt === null && inForce;
    return right === 'practice.revise' || inForce;
  });
  const { tree } = book.organisation;
  return [...possible, ...(inForce ? (['proposal.raise'] as const) : [])].filter((right) =>
    may(context.person, right, practice.unitId, tree),
  );
}

/** Units where this person may take the practice up and it is not under way; the organisation tells their names. */
function unitsToAdoptIn(
  { context, book, stored }: Showing,
  adoptions: Awaited<ReturnType<typeof adoptionsOfPractice>>,
) {
  if (versionInForce(stored.versions, book.asOf) === null) return [];
  const { tree } = book.organisation;
  const underWay = new Set(
    adoptions.filter(({ stage }) => stage !== 'stopped').map(({ unitId }) => unitId),
  );
  if (stored.practice.cycleId !== null) underWay.add(stored.practice.unitId);
  const allowed = unitsWhere(context.person, 'adoption.begin', tree);
  return tree.units.flatMap(({ id }) =>
    allowed.has(id) && !underWay.has(id) && (tree.below.get(id) ?? []).length === 0 ? [id] : [],
  );
}
